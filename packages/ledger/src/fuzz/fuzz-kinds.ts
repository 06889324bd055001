import { hash160, sha256, utf8 } from '@vc/crypto'
import { makeTransaction, outputsOf } from '../build/make-transaction.ts'
import { buildPenalty, signPenalty } from '../build/penalty.ts'
import { groupChange, writeRecord } from '../build/record.ts'
import { putSignature } from '../build/sign.ts'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { keyHashScript } from '../script/standard.ts'
import { CIRCULATION, DEBT, type Output, TRANSFER, type Transaction, VALUE } from '../transaction.ts'
import { viewOf } from '../view-of.ts'
import { itemOf, signed, signedInput } from './fuzz-sign.ts'
import type { Choices } from './random.ts'
import { WORLD_HEIGHT, type World } from './world.ts'

export function record(world: World, choices: Choices): Transaction | undefined {
  const commitments = world.outputs.filter(({ output }) => parseStandard(output.script)?.name === 'record')
  const at = choices.below(commitments.length)
  const [commitment, note] = [commitments[at], world.notes[at]]
  if (commitment === undefined || note === undefined) return undefined
  const value = choices.once(6) ? choices.bytes(4) : note.value
  const tx = writeRecord({ table: 'notes', key: note.key, value, commitment, holderScript: world.scripts[0] })
  return signed(tx, [commitment], world, choices)
}

export function group(world: World, choices: Choices): Transaction | undefined {
  const view = viewOf(world.state, { height: WORLD_HEIGHT })
  const name = choices.pick([ADMISSION, COUNCIL] as const)
  const roster = view.findRoster(name)
  const outputOf = (index: number) =>
    world.outputs.find(
      ({ outpoint }) => roster && same(outpoint.txid, roster.outpoint.txid) && outpoint.index === index,
    )
  const from = outputOf(0)
  if (roster === undefined || from === undefined) return undefined
  const source = name === ADMISSION ? Array.from({ length: 16 }, (_, i) => outputOf(i + 1)) : []
  const present = source.filter((one) => one !== undefined)
  const feeValues = world.outputs.slice(0, 1)
  const operation = choices.pick([1, 2, 3] as const)
  const first = world.members[0] ?? world.people[0]
  const tx = groupChange({
    group: name,
    operation,
    key: operation === 1 ? world.people[0].key : first.key,
    newKey: world.people[0].key,
    roster: from,
    keys: roster.keys,
    source: present,
    feeValues,
    configuration: world.place.configuration,
  })
  const inputs = [from, ...present, ...feeValues]
  const signing = { named: outputsOf(inputs), network: world.place.network }
  const approvals = world.members.filter((_, i) => operation !== 2 || i > 0)
  const approved = approvals.reduce(
    (at, person) =>
      putSignature({
        ...signing,
        tx: at,
        index: 0,
        key: person.key,
        item: itemOf(person, { ...signing, tx: at }, 0, 0, world),
      }),
    tx,
  )
  const last = inputs.length - 1
  const payer = inputs[last]
  return payer ? signedInput(approved, last, payer.output, world, choices, signing) : approved
}

export function penalty(world: World, choices: Choices): Transaction | undefined {
  const [, ben, eve] = world.people
  const debt = world.outputs.find(
    ({ output }) => output.layer === 1 && output.element === DEBT && isOverdue(output),
  )
  const value = world.outputs.find(
    ({ output }) =>
      output.layer === 2 && output.element === VALUE && ben && same(output.script, keyHashScript(ben.hash)),
  )
  if (!ben || !eve || !debt || !value) return undefined
  const flight = makeTransaction({
    layer: CIRCULATION,
    kind: TRANSFER,
    inputs: [value],
    outputs: [{ element: VALUE, amount: value.output.amount - 1n, script: world.scripts[0] }],
  })
  const tx = buildPenalty({
    debts: [debt],
    frozen: [{ value, evidence: signed(flight, [value], world, choices), index: 0 }],
    reserveScript: keyHashScript(world.members[0]?.hash ?? hash160(sha256(utf8('none')))),
    bountyTo: world.scripts[0],
    configuration: world.place.configuration,
    height: WORLD_HEIGHT,
  })
  const named = outputsOf([debt, value])
  return signPenalty({ tx, named, network: world.place.network, debts: 1, stakeSecret: eve.secret })
}

function isOverdue({ script }: Output): boolean {
  const parsed = parseStandard(script)
  return parsed?.name === 'standard-debt' && parsed.expiryHeight <= WORLD_HEIGHT
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

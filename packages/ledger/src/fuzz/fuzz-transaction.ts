import { actChallenge, hash160, sha256, utf8 } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { makeTransaction, outputsOf } from '../build/make-transaction.ts'
import { buildPenalty, signPenalty } from '../build/penalty.ts'
import { groupChange, writeRecord } from '../build/record.ts'
import { acceptDebt, bindBundle, inputDigest, putSignature, signatureItem } from '../build/sign.ts'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { keyHashScript } from '../script/standard.ts'
import { isSighashType } from '../sighash.ts'
import type { OutputAt } from '../state-effects.ts'
import {
  CIRCULATION,
  CREDIT,
  CREDIT_KIND,
  DEBT,
  DEBT_LAYER,
  type Layer,
  type Output,
  REWARD,
  STAKE,
  TRANSFER,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import { viewOf } from '../view-of.ts'
import { mutate } from './mutate.ts'
import type { Choices } from './random.ts'
import { type Person, WORLD_HEIGHT, type World } from './world.ts'

/** A transaction that means something in the world, most often valid but for one thing. */
export function fuzzTransaction(world: World, choices: Choices): Transaction {
  const make = choices.weighted<(world: World, choices: Choices) => Transaction>([
    [60, transfer],
    [12, credit],
    [8, record],
    [5, group],
    [5, penalty],
    [4, stake],
    [3, reward],
    [3, bundled],
  ])
  const made = make(world, choices)
  return choices.once(2) ? mutate(made, world, choices) : made
}

function transfer(world: World, choices: Choices): Transaction {
  const layer = choices.weighted<Layer>([
    [8, CIRCULATION],
    [3, DEBT_LAYER],
  ])
  return balanced(world, choices, { layer, kind: TRANSFER, inputs: someInputs(world, choices, layer) })
}

function credit(world: World, choices: Choices): Transaction {
  const source = world.outputs.filter(({ output }) => output.layer === 0 && output.element === CREDIT)
  const inputs = [
    ...source.slice(choices.below(source.length)).slice(0, 1),
    ...someInputs(world, choices, 2, 2),
  ]
  return balanced(world, choices, { layer: CIRCULATION, kind: CREDIT_KIND, inputs })
}

function stake(world: World, choices: Choices): Transaction {
  return balanced(world, choices, {
    layer: DEBT_LAYER,
    kind: STAKE,
    inputs: someInputs(world, choices, DEBT_LAYER),
  })
}

function reward(world: World, choices: Choices): Transaction {
  const layer = choices.pick([DEBT_LAYER, CIRCULATION] as const)
  const script = keyHashScript(world.people[0].hash)
  const amount = layer === DEBT_LAYER ? 100n : 7n
  const outputs = [{ element: VALUE, amount: amount + BigInt(choices.once(3) ? 1 : 0), script }] as const
  return makeTransaction({ layer, kind: REWARD, inputs: [], outputs, lockTime: WORLD_HEIGHT })
}

function bundled(world: World, choices: Choices): Transaction {
  const [leg] = bindBundle([transfer(world, choices), credit(world, choices)])
  return leg ?? transfer(world, choices)
}

function someInputs(world: World, choices: Choices, layer: Layer, most = 4): readonly OutputAt[] {
  const near = world.outputs.filter(({ output }) => output.layer >= layer || choices.once(12))
  const count = 1 + choices.below(most)
  const chosen = Array.from({ length: count }, () => choices.pickAny(near)).filter((one) => one !== undefined)
  return choices.once(30) ? chosen : [...new Set(chosen)]
}

/** Outputs that come to what the inputs bring, or nearly; then signatures. */
function balanced(
  world: World,
  choices: Choices,
  of: { readonly layer: Layer; readonly kind: 0 | 1 | 5; readonly inputs: readonly OutputAt[] },
): Transaction {
  const sum = (element: number, read: boolean) =>
    of.inputs.reduce(
      (total, { output }) =>
        output.element === element && output.layer < of.layer === read ? total + output.amount : total,
      0n,
    )
  const creditIn = sum(CREDIT, false) + sum(CREDIT, true)
  const debt = part(creditIn, choices)
  const kept = part(creditIn - debt, choices)
  const money = sum(VALUE, false) - sum(DEBT, false) + debt
  const paid = money > 0n ? money - BigInt(choices.below(3) * 10) : 0n
  const outputs = [
    ...splits(VALUE, paid, world, choices),
    ...splits(CREDIT, kept, world, choices),
    ...splits(DEBT, debt, world, choices),
  ]
  const premium = choices.once(10) ? BigInt(choices.below(100)) : 0n
  const lockTime = choices.weighted([
    [6, 0],
    [2, WORLD_HEIGHT],
    [1, WORLD_HEIGHT + 1],
  ])
  const tx = makeTransaction({ ...of, outputs, premium, lockTime })
  return signed(tx, of.inputs, world, choices)
}

function part(amount: bigint, choices: Choices): bigint {
  return choices.weighted([
    [3, amount],
    [3, 0n],
    [2, amount / 2n],
  ])
}

function splits(element: 0 | 1 | 2, amount: bigint, world: World, choices: Choices): readonly Output[] {
  if (amount <= 0n) return []
  const first = choices.once(2) ? amount / 2n : amount
  const amounts = [first, amount - first].filter((one) => one > 0n)
  const debts = world.scripts.filter((script) => parseStandard(script)?.name === 'standard-debt')
  return amounts.map((one) => {
    const script =
      element === DEBT ? (choices.pickAny(debts) ?? world.scripts[0]) : choices.pick(world.scripts)
    return { element, amount: one, script }
  })
}

/** Signs what somebody of the world can sign, mostly with the whole covered; debtors accept. */
export function signed(
  tx: Transaction,
  inputs: readonly OutputAt[],
  world: World,
  choices: Choices,
): Transaction {
  const named = outputsOf(inputs)
  const signing = { named, network: world.place.network }
  let made = tx
  for (const [output, written] of tx.outputs.entries()) {
    const script = written.element === DEBT ? parseStandard(written.script) : undefined
    const debtor = script?.name === 'standard-debt' && personWith(world, script.hash)
    if (debtor && !debtor.hardware && !choices.once(12)) {
      made = acceptDebt({ ...signing, tx: made, output, secret: debtor.secret })
    }
  }
  for (const [index, { output }] of inputs.entries()) {
    if (output.layer < tx.layer && output.element === VALUE) continue
    made = signedInput(made, index, output, world, choices, signing)
  }
  return made
}

type Signing = { readonly named: readonly Output[]; readonly network: Uint8Array }

function signedInput(
  tx: Transaction,
  index: number,
  { script, height }: OutputAt['output'],
  world: World,
  choices: Choices,
  signing: Signing,
): Transaction {
  if (choices.once(25)) return tx
  const wanted = choices.weighted([
    [12, 0],
    [2, 1],
    [1, 2],
    [1, 3],
    [1, 0x81],
    [1, 0x83],
  ])
  const type = isSighashType(wanted) && ((wanted & 3) !== 3 || index < tx.outputs.length) ? wanted : 0
  const put = (person: Person, at: Transaction) =>
    putSignature({
      ...signing,
      tx: at,
      index,
      key: person.key,
      item: itemOf(person, at, index, type, signing),
    })
  const standard = parseStandard(script)
  const items = (...list: readonly Uint8Array[]) => ({
    ...tx,
    witnesses: tx.witnesses.map((before, i) => (i === index ? list : before)),
  })
  if (standard?.name === 'k-of-n') {
    return standard.keys.reduce((at, key) => {
      const person = personWith(world, hash160(key))
      return person === undefined ? at : put(person, at)
    }, tx)
  }
  if (standard?.name === 'stake' || standard?.name === 'record') return put(world.people[0], tx)
  if (standard?.name === 'key-hash') return put(personWith(world, standard.hash) ?? world.people[0], tx)
  if (standard?.name === 'standard-debt') {
    const debtor = personWith(world, standard.hash)
    return debtor && choices.once(2) ? put(debtor, tx) : items(new Uint8Array(0))
  }
  const [, , eve] = world.people
  const ada = world.people[0]
  if (standard?.name === 'script-hash' && eve) {
    return items(itemOf(eve, tx, index, type, signing), eve.key, keyHashScript(eve.hash))
  }
  if (standard?.name === 'hash-time-lock') {
    return items(itemOf(ada, tx, index, type, signing), ada.key, utf8('secret'), Uint8Array.of(1))
  }
  return standard?.name === 'collective' ? items(choices.bytes(1 + (height % 2) * 1152)) : tx
}

function itemOf(person: Person, tx: Transaction, index: number, type: number, signing: Signing): Uint8Array {
  if (!person.hardware) return signatureItem({ ...signing, tx }, index, person.secret, type)
  const authenticator = softwareAuthenticator(person.secret, {
    rpId: 'sign.example',
    origin: 'https://sign.example',
  })
  const sheet = new Uint8Array(32)
  const item = authenticator.assert(actChallenge(inputDigest({ ...signing, tx }, index, type), sheet), sheet)
  return type === 0 ? item : Uint8Array.of(...item, type)
}

function personWith(world: World, hash: Uint8Array): Person | undefined {
  const all = [...world.people, ...world.members]
  return all.find((person) => person.hash.every((byte, i) => byte === hash[i]))
}

function record(world: World, choices: Choices): Transaction {
  const commitments = world.outputs.filter(({ output }) => parseStandard(output.script)?.name === 'record')
  const at = choices.below(commitments.length)
  const [commitment, note] = [commitments[at], world.notes[at]]
  if (commitment === undefined || note === undefined) return transfer(world, choices)
  const value = choices.once(6) ? choices.bytes(4) : note.value
  const tx = writeRecord({ table: 'notes', key: note.key, value, commitment, holderScript: world.scripts[0] })
  return signed(tx, [commitment], world, choices)
}

function group(world: World, choices: Choices): Transaction {
  const view = viewOf(world.state, { height: WORLD_HEIGHT })
  const name = choices.pick([ADMISSION, COUNCIL] as const)
  const roster = view.findRoster(name)
  const outputOf = (index: number) =>
    world.outputs.find(
      ({ outpoint }) => roster && same(outpoint.txid, roster.outpoint.txid) && outpoint.index === index,
    )
  const from = outputOf(0)
  if (roster === undefined || from === undefined) return transfer(world, choices)
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
    (at, { secret, key }) =>
      putSignature({
        ...signing,
        tx: at,
        index: 0,
        key,
        item: signatureItem({ ...signing, tx: at }, 0, secret),
      }),
    tx,
  )
  const last = inputs.length - 1
  const payer = inputs[last]
  return payer ? signedInput(approved, last, payer.output, world, choices, signing) : approved
}

function penalty(world: World, choices: Choices): Transaction {
  const [, ben, eve] = world.people
  const debt = world.outputs.find(
    ({ output }) => output.layer === 1 && output.element === DEBT && isOverdue(output),
  )
  const value = world.outputs.find(
    ({ output }) =>
      output.layer === 2 && output.element === VALUE && ben && same(output.script, keyHashScript(ben.hash)),
  )
  if (!ben || !eve || !debt || !value) return transfer(world, choices)
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

import { hash160, p256PublicKey, schnorrPublicKey, sha256, signSchnorr, taggedHash, utf8 } from '@vc/crypto'
import { type Configuration, defaultConfiguration } from '../configuration.ts'
import { ADMISSION, COUNCIL, rosterOutput, sourceOutputs } from '../kinds/group.ts'
import { encodeAccount, encodeAgent } from '../kinds/record-values.ts'
import type { Place } from '../place.ts'
import {
  collectiveDebtScript,
  collectiveScript,
  hashTimeLockScript,
  keyHashScript,
  kOfNScript,
  recordScript,
  scriptHashScript,
  stakeScript,
  standardDebtScript,
} from '../script/standard.ts'
import type { MemoryState } from '../state.ts'
import type { OutputAt } from '../state-effects.ts'
import { stateOf } from '../testing.ts'
import { CREDIT, DEBT, type Element, type Layer, type Output, VALUE } from '../transaction.ts'

/** Somebody of the world whose secret is known; `hardware` keys are P-256. */
export type Person = {
  readonly secret: Uint8Array
  readonly key: Uint8Array
  readonly hash: Uint8Array
  readonly hardware: boolean
}

/** A state in memory with outputs under every standard script, and who can spend them. */
export type World = {
  readonly people: readonly [Person, ...Person[]]
  readonly members: readonly Person[]
  readonly state: MemoryState
  readonly outputs: readonly OutputAt[]
  /** Scripts that outputs are written under. */
  readonly scripts: readonly [Uint8Array, ...Uint8Array[]]
  readonly notes: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[]
  readonly place: Omit<Place, 'checks'>
  /** BIP340 without fresh randomness: every signer gives the same bytes. */
  readonly sign: typeof signSchnorr
}

export const WORLD_HEIGHT = 100
const reserveKey = utf8('bad-debt')

const personOf = (name: string, hardware = false): Person => {
  const secret = sha256(utf8(`fuzz ${name}`))
  const key = hardware ? p256PublicKey(secret) : schnorrPublicKey(secret)
  return { secret, key, hash: hash160(key), hardware }
}

/** The world is a function of the configuration alone. `sign`: a faster signer, for long runs. */
export function fuzzWorld(changes: Partial<Configuration> = {}, sign: World['sign'] = signSchnorr): World {
  const people = [personOf('ada'), personOf('ben'), personOf('eve'), personOf('hana', true)] as const
  const members = [personOf('m1'), personOf('m2'), personOf('m3')]
  const keys = members.map(({ key }) => key)
  const party = { rpIds: ['sign.example'], origins: ['https://sign.example'] }
  const configuration = { ...defaultConfiguration, maxTransactionBytes: 20_000, ...party, ...changes }
  const scripts = scriptsOf(people)
  const notes = [0, 1, 2, 3].map((i) => ({ key: Uint8Array.of(i), value: utf8(`note ${i}`) }))
  const held = heldOutputs(scripts, notes, people[0])
  const roster = at(1000, [rosterOutput(keys), ...sourceOutputs(keys, configuration)], 0)
  const council = at(1001, [rosterOutput(keys)], 0)
  const outputs = [...held, ...roster, ...council]
  const outpointOf = (of: readonly OutputAt[]) => of[0]?.outpoint ?? { txid: new Uint8Array(32), index: 0 }
  const state = stateOf({
    outputs,
    records: recordsOf(people, members),
    rosters: [
      { group: ADMISSION, outpoint: outpointOf(roster), keys },
      { group: COUNCIL, outpoint: outpointOf(council), keys },
    ],
    condemned: [sha256(utf8('condemned'))],
  })
  const reward = { debt: 100n, circulation: 7n }
  const producer = { stakeKey: people[2].key, room: 1_000_000_000n, reward }
  const network = sha256(utf8('fuzz network'))
  return {
    people,
    members,
    state,
    outputs,
    scripts,
    notes,
    place: { network, height: WORLD_HEIGHT, configuration, producer },
    sign,
  }
}

function scriptsOf(people: readonly [Person, Person, Person, Person]): World['scripts'] {
  const [ada, ben, eve, hana] = people
  const two = [ada.key, hana.key, eve.key]
  return [
    keyHashScript(ada.hash),
    keyHashScript(ben.hash),
    keyHashScript(hana.hash),
    kOfNScript(2, two),
    scriptHashScript(sha256(keyHashScript(eve.hash))),
    hashTimeLockScript({
      secretHash: sha256(utf8('secret')),
      receiverHash: ada.hash,
      refundHash: ben.hash,
      lock: { height: 90 },
    }),
    collectiveScript(sha256(utf8('collective'))),
    stakeScript(eve.key, sha256(utf8('commitment')), keyHashScript(ada.hash)),
    standardDebtScript(ben.hash, 50),
    standardDebtScript(ada.hash, 200),
    collectiveDebtScript(sha256(utf8('collective')), 50),
    Uint8Array.of(0x51),
  ]
}

/** Each element under each script in both lower layers, and records' commitments. */
function heldOutputs(scripts: World['scripts'], notes: World['notes'], ada: Person): readonly OutputAt[] {
  const places: readonly (readonly [Layer, Element])[] = [
    [2, VALUE],
    [2, VALUE],
    [2, CREDIT],
    [2, DEBT],
    [1, VALUE],
    [1, DEBT],
    [1, CREDIT],
  ]
  const held = places.flatMap(([layer, element], i) =>
    at(
      i,
      scripts.map((script) => ({ element, amount: BigInt(1000 * (i + 1)), script })),
      layer,
    ),
  )
  const commitments = notes.map(
    ({ key, value }): Output => ({
      element: VALUE,
      amount: 500n,
      script: recordScript('notes', key, value, keyHashScript(ada.hash)),
    }),
  )
  return [...held, ...at(900, commitments, 2)]
}

function at(
  number: number,
  outputs: readonly { readonly element: Element; readonly amount: bigint; readonly script: Uint8Array }[],
  layer: Layer,
): readonly OutputAt[] {
  const txid = sha256(utf8(`source ${number}`))
  return outputs.map((output, index) => ({
    outpoint: { txid, index },
    output: { ...output, layer, kind: 0, height: 10 + (index % 80) },
  }))
}

function recordsOf(people: World['people'], members: readonly Person[]) {
  const holder = (i: number) => ({ txid: sha256(utf8(`holder ${i}`)), index: 0 })
  const accounts = people.map(({ hash, key }, i) => ({
    table: 'account',
    key: hash,
    value: encodeAccount({
      debtKeyHash: hash,
      commitment: taggedHash('vdn/account', key),
      status: i === 2 ? 2 : 1,
      agent: people[0].key,
    }),
    holder: holder(i),
  }))
  const agent = encodeAgent({ parent: new Uint8Array(0), ceiling: 10n ** 9n, powers: 7 })
  const reserve = keyHashScript(members[0]?.hash ?? people[0].hash)
  return [
    ...accounts,
    { table: 'agent', key: people[0].key, value: agent, holder: holder(100) },
    { table: 'reserve', key: reserveKey, value: reserve, holder: holder(101) },
  ]
}

import { hash160, nobleChecks, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  collectiveDebtScript,
  DEBT,
  DEBT_LAYER,
  defaultConfiguration,
  keyHashScript,
  type Layer,
  type OutputAt,
  outputsOf,
  pay,
  signInput,
  standardDebtScript,
  TRANSFER,
  VALUE,
} from '@vc/ledger'
import { stateOf, testCollective } from '@vc/ledger/testing'
import { expect, test } from 'vitest'
import { penaltyOn } from './penalty-on.ts'

const network = sha256(new Uint8Array([9]))
const person = (name: string) => {
  const secret = sha256(utf8(name))
  const hash = hash160(schnorrPublicKey(secret))
  return { secret, hash, script: keyHashScript(hash) }
}
const [ben, eve, keeper] = [person('ben'), person('eve'), person('keeper')]
const stakeSecret = sha256(utf8('producer'))
const key = { stakeSecret, producerKey: schnorrPublicKey(stakeSecret) }
const at = (n: number, output: Omit<OutputAt['output'], 'kind' | 'height'>): OutputAt => {
  return {
    outpoint: { txid: sha256(new Uint8Array([n])), index: 0 },
    output: { ...output, kind: TRANSFER, height: 1 },
  }
}
const holder = { txid: sha256(new Uint8Array([3])), index: 0 }
const reserve = { table: 'reserve', key: utf8('bad-debt'), value: keeper.script, holder }
const coin = at(1, { element: VALUE, amount: 1_000n, script: ben.script, layer: CIRCULATION })

/** Ben owes 500, due at 5, in a layer; he signs 900 over to Eve. */
function fled(layer: Layer, height = 10, hasReserve = true) {
  const debt = at(2, { element: DEBT, amount: 500n, script: standardDebtScript(ben.hash, 5), layer })
  const state = stateOf({ outputs: [coin, debt], records: hasReserve ? [reserve] : [] })
  const tx = pay({
    values: [coin],
    payments: [{ to: eve.script, amount: 900n }],
    fee: 10n,
    changeTo: ben.script,
  })
  const evidence = signInput({ tx, named: [coin.output], network, index: 0, secret: ben.secret })
  const place = { network, height, configuration: defaultConfiguration, checks: nobleChecks }
  return penaltyOn(evidence, { state, place }, key)
}

test('a producer freezes what an overdue debtor of the debt layer tried to spend: nine tenths to the reserve', () => {
  const penalty = must(fled(DEBT_LAYER), 'a penalty')
  expect(penalty.outputs.map(({ amount, script }) => [amount, toHex(script)])).toEqual([
    [900n, toHex(keeper.script)],
    [100n, toHex(keyHashScript(hash160(key.producerKey)))],
  ])
})

test('there is no penalty for a debt in circulation, for one that is not due, or without a reserve', () => {
  expect(fled(CIRCULATION)).toBeUndefined()
  expect(fled(DEBT_LAYER, 4)).toBeUndefined()
  expect(fled(DEBT_LAYER, 10, false)).toBeUndefined()
})

const union = testCollective('union')

/** The union owes 500, due at 5; two of its three members vote 900 of its coin over to Eve, or fewer do. */
function votedAway(voters: readonly number[], members = union) {
  const held = at(4, { element: VALUE, amount: 1_000n, script: union.script, layer: CIRCULATION })
  const script = collectiveDebtScript(union.id, 5)
  const debt = at(2, { element: DEBT, amount: 500n, script, layer: DEBT_LAYER })
  const list = members.records.map((write) => ({ ...write, holder }))
  const records = list.map((write) => (write.table === 'collective' ? { ...write, key: union.id } : write))
  const state = stateOf({ outputs: [held, debt], records: [reserve, ...records] })
  const payments = [{ to: eve.script, amount: 900n }]
  const tx = pay({ values: [held], payments, fee: 10n, changeTo: union.script })
  const evidence = union.vote({ tx, named: outputsOf([held]), network }, 0, { voters })
  const place = { network, height: 10, configuration: defaultConfiguration, checks: nobleChecks }
  return penaltyOn(evidence, { state, place }, key)
}

test('the same where members of an overdue collective vote its money away; not where too few do, or others are in force', () => {
  const penalty = must(votedAway([0, 2]), 'a penalty')
  expect(penalty.outputs.map(({ amount, script }) => [amount, toHex(script)])).toEqual([
    [900n, toHex(keeper.script)],
    [100n, toHex(keyHashScript(hash160(key.producerKey)))],
  ])
  expect(votedAway([2])).toBeUndefined()
  expect(votedAway([0, 2], testCollective('others'))).toBeUndefined()
})

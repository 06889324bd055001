import { concatBytes, deriveKey, hash160, schnorrPublicKey, sha256, taggedHash, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { repay } from '../build/credit.ts'
import { makeTransaction, outputsOf, valueOutput } from '../build/make-transaction.ts'
import { buildPenalty, type Frozen, signPenalty } from '../build/penalty.ts'
import { genesisAllotment, genesisRecord } from '../build/record.ts'
import { ada, ben, debtInDebtLayer, eve, founded, members, person, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { judgeTransaction } from '../judge-transaction.ts'
import { keyHashScript, standardDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, CREDIT, DEBT, DEBT_LAYER, PENALTY, TRANSFER, type Transaction } from '../transaction.ts'
import { txidOf } from '../txid.ts'
import type { View } from '../view.ts'
import { namesFrozen, readEvidence, writeChildProof } from './evidence.ts'
import { encodeAccount } from './record-values.ts'

const producer = person('producer')
const reserveScript = must(members[0], 'who keeps the reserve').script

/** It is height 10; Ben owes since height 4, in the debt layer, and holds two coins. */
function overdue() {
  const { ledger, coin } = founded()
  const debt = debtInDebtLayer(ledger)
  const allot = (script: Uint8Array, ...amounts: readonly bigint[]) => {
    const tx = genesisAllotment(
      CIRCULATION,
      TRANSFER,
      amounts.map((amount) => valueOutput(script, amount)),
    )
    ledger.found(tx)
    return amounts.map((_, i) => ledger.output(tx, i))
  }
  const [first, second] = allot(ben.script, 900n, 700n)
  ledger.height = 10
  return { ledger, coin, debt, allot, first: must(first, 'a coin'), second: must(second, 'another') }
}
type Village = ReturnType<typeof overdue>

/** Ben pays Eve all that the values hold, less a fee of ten. */
function flight({ ledger }: Village, values: readonly OutputAt[], secrets = values.map(() => [ben.secret])) {
  const amount = values.reduce((sum, { output }) => sum + output.amount, -10n)
  const tx = pay({ values, payments: [{ to: eve.script, amount }], fee: 10n, changeTo: eve.script })
  return signAll(ledger, tx, values, secrets)
}

type Change = (tx: Transaction) => Transaction

/** A penalty of the producer's over what T′ spends, changed before the producer binds it. */
function penaltyOf({ ledger, debt }: Village, frozen: Frozen, change: Change = (tx) => tx) {
  const { configuration, height, network } = ledger
  const terms = { reserveScript, bountyTo: producer.script, configuration, height }
  const tx = change(buildPenalty({ ...terms, debts: [debt], frozen: [frozen] }))
  const named = outputsOf([debt, frozen.value])
  return signPenalty({ tx, named, network, debts: 1, stakeSecret: producer.secret })
}

const judged = ({ ledger }: Village, tx: Transaction, view: View = ledger.view()) =>
  judgeTransaction(tx, view, ledger.place({ stakeKey: producer.key }))

/** What a producer answers to a penalty over what T′ spends. */
const penalised = (village: Village, frozen: Frozen, change?: Change) =>
  judged(village, penaltyOf(village, frozen, change))

const noEvidence = { refusal: { code: 'penalty-evidence', facts: { input: 1 } } }

test('every debt that is cited is overdue, and of the same debtor', () => {
  const village = overdue()
  const { ledger, debt, first: value } = village
  const owed = (hash: Uint8Array, expiry: number) => {
    const output = { element: DEBT, amount: 100n, script: standardDebtScript(hash, expiry) } as const
    const tx = genesisAllotment(DEBT_LAYER, TRANSFER, [output])
    ledger.found(tx)
    return ledger.output(tx, 0)
  }
  const { configuration, height, network } = ledger
  const terms = { reserveScript, bountyTo: producer.script, configuration, height }
  const frozen = [{ value, evidence: flight(village, [value]), index: 0 }]
  const answer = (other: OutputAt) => {
    const tx = buildPenalty({ ...terms, debts: [debt, other], frozen })
    const named = outputsOf([debt, other, value])
    return judged(village, signPenalty({ tx, named, network, debts: 2, stakeSecret: producer.secret }))
  }
  const wrong = { refusal: { code: 'penalty-debt', facts: { input: 1 } } }
  expect(answer(owed(ben.hash, 10))).toMatchObject({ ok: true })
  expect(answer(owed(ben.hash, 11))).toMatchObject(wrong)
  expect(answer(owed(eve.hash, 10))).toMatchObject(wrong)
})

test('evidence spends the very output that is frozen: not its neighbour, not one of another transaction', () => {
  const village = overdue()
  const [other] = village.allot(ben.script, 900n, 1n)
  const of = (spent: OutputAt): Frozen => ({
    value: village.first,
    evidence: flight(village, [spent]),
    index: 0,
  })
  expect(penalised(village, of(village.first))).toMatchObject({ ok: true })
  expect(penalised(village, of(village.second))).toMatchObject(noEvidence)
  expect(penalised(village, of(must(other, 'a coin of another transaction')))).toMatchObject(noEvidence)
})

test('evidence is a transfer or a credit, which is asked before the outputs are looked at', () => {
  const village = overdue()
  const { first: value } = village
  const evidence = penaltyOf(village, { value, evidence: flight(village, [value]), index: 0 })
  const generous: Change = (tx) => ({ ...tx, outputs: tx.outputs.slice(0, 1) })
  const answer = penalised(village, { value, evidence, index: 1 }, generous)
  expect(answer).toMatchObject(noEvidence)
  const kinds = [TRANSFER, 1, PENALTY, 5, 6] as const
  const named = kinds.map((kind) =>
    namesFrozen({ transaction: { ...evidence, kind }, index: 1, child: undefined }, value.outpoint),
  )
  expect(named).toEqual([true, true, false, false, false])
})

test('what T′ spends is frozen once: when T′ is on the chain there is nothing left', () => {
  const village = overdue()
  const { ledger, first: value } = village
  const evidence = flight(village, [value])
  const penalty = penaltyOf(village, { value, evidence, index: 0 })
  const gone = { refusal: { code: 'missing-output', facts: { input: 1 } } }
  expect(judged(village, penalty, ledger.view().after(evidence))).toMatchObject(gone)
  ledger.height = 3
  expect(ledger.submit(evidence)).toMatchObject({ ok: true })
  ledger.height = 10
  expect(judged(village, penalty)).toMatchObject(gone)
})

test('evidence is judged on the state before the block: what the block spends since makes it no less an attempt', () => {
  const village = overdue()
  const { ledger, first: value, coin } = village
  const evidence = flight(village, [value, coin(0)], [[ben.secret], [ada.secret]])
  const spending = pay({ values: [coin(0)], payments: [], fee: 1_000n, changeTo: ada.script })
  const view = ledger.view().after(signAll(ledger, spending, [coin(0)], [[ada.secret]]))
  expect(judged(village, penaltyOf(village, { value, evidence, index: 0 }), view)).toMatchObject({ ok: true })
})

test('an evidence has two items, or four with a child key, and nothing in between', () => {
  const village = overdue()
  const { first: value } = village
  const frozen = { value, evidence: flight(village, [value]), index: 0 }
  const withItems =
    (...more: readonly Uint8Array[]): Change =>
    (tx) => ({
      ...tx,
      witnesses: tx.witnesses.map((items, i) => (i === 1 ? [...items, ...more] : items)),
    })
  const [extended, path] = [new Uint8Array(97), new Uint8Array(4)]
  for (const items of [[extended], [extended, new Uint8Array(3)], [extended, path, path]])
    expect(penalised(village, frozen, withItems(...items))).toMatchObject(noEvidence)
})

test('who clears an overdue debt of somebody else is penalised all the same; who clears the own one is not', () => {
  const village = overdue()
  const { ledger, first: value } = village
  const owedBy = (hash: Uint8Array) => {
    const output = { element: DEBT, amount: 100n, script: standardDebtScript(hash, 5) } as const
    const tx = genesisAllotment(CIRCULATION, TRANSFER, [output])
    ledger.found(tx)
    return ledger.output(tx, 0)
  }
  const clearing = (debt: OutputAt): Frozen => {
    const tx = repay({ debts: [debt], values: [value], fee: 10n, changeTo: eve.script })
    const byExpiry = { ...tx, lockTime: 10, witnesses: [[], [new Uint8Array(0)]] }
    return { value, evidence: signAll(ledger, byExpiry, [value, debt], [[ben.secret], []]), index: 0 }
  }
  expect(penalised(village, clearing(owedBy(eve.hash)))).toMatchObject({ ok: true })
  expect(penalised(village, clearing(owedBy(ben.hash)))).toMatchObject({
    refusal: { code: 'penalty-repays', facts: { input: 1 } },
  })
})

test('both outputs are value', () => {
  const village = overdue()
  const { first: value } = village
  const frozen = { value, evidence: flight(village, [value]), index: 0 }
  const inCredit =
    (output: number): Change =>
    (tx) => ({
      ...tx,
      outputs: tx.outputs.map((one, i) => (i === output ? { ...one, element: CREDIT } : one)),
    })
  for (const output of [0, 1])
    expect(penalised(village, frozen, inCredit(output))).toMatchObject({
      refusal: { code: 'penalty-output', facts: { output } },
    })
})

test('the producer binds it under the key of its stake, and under no other name', () => {
  const village = overdue()
  const { first: value } = village
  const penalty = penaltyOf(village, { value, evidence: flight(village, [value]), index: 0 })
  const acceptances = penalty.acceptances.map((one) => ({ ...one, key: eve.key }))
  expect(judged(village, { ...penalty, acceptances })).toMatchObject({
    refusal: { code: 'penalty-producer' },
  })
})

test('the acceptances of T′ count as signature checks of the penalty, before any is looked at', () => {
  const village = overdue()
  const { ledger, first: value } = village
  const acceptances = [0, 1, 2].map((output) => ({ output, key: eve.key, signature: new Uint8Array(64) }))
  const evidence = { ...flight(village, [value]), acceptances }
  const place = ledger.place({ stakeKey: producer.key })
  const configuration = { ...ledger.configuration, maxBlockSigops: 5 }
  const penalty = penaltyOf(village, { value, evidence, index: 0 })
  expect(judgeTransaction(penalty, ledger.view(), { ...place, configuration })).toMatchObject({
    refusal: { code: 'sigops', facts: { sigops: 6, limit: 5 } },
  })
})

test('T′ is condemned by the block that holds its penalty, and by no other word', () => {
  const village = overdue()
  const { ledger, first: value } = village
  const evidence = flight(village, [value])
  const isCondemned = () => ledger.view().isCondemned(txidOf(evidence))
  expect(isCondemned()).toBe(false)
  const penalty = penaltyOf(village, { value, evidence, index: 0 })
  expect(ledger.submit(penalty, { stakeKey: producer.key })).toMatchObject({ ok: true })
  expect(isCondemned()).toBe(true)
})

test('to clear the overdue debt of another is not to repay: who does so stays frozen', () => {
  const village = overdue()
  const { ledger, first: value } = village
  const output = { element: DEBT, amount: 100n, script: standardDebtScript(eve.hash, 5) } as const
  const owing = genesisAllotment(CIRCULATION, TRANSFER, [output])
  ledger.found(owing)
  const debts = [ledger.output(owing, 0)]
  const tx = repay({ debts, values: [value], fee: 10n, changeTo: ben.script })
  const byExpiry = { ...tx, lockTime: 10, witnesses: [[], [new Uint8Array(0)]] }
  expect(ledger.submit(signAll(ledger, byExpiry, [value, ...debts], [[ben.secret], []]))).toMatchObject({
    refusal: { code: 'debtor-overdue', facts: { input: 0 } },
  })
})

test('to read an overdue debt is not to clear it: its debtor stays frozen', () => {
  const { ledger, debt, first: value } = overdue()
  const outputs = [valueOutput(ben.script, 890n)]
  const inputs = [debt, value]
  const tx = { ...makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs, outputs }), lockTime: 10 }
  const byExpiry = { ...tx, witnesses: [[new Uint8Array(0)], []] }
  expect(ledger.submit(signAll(ledger, byExpiry, inputs, [[], [ben.secret]]))).toMatchObject({
    refusal: { code: 'debtor-overdue', facts: { input: 1 } },
  })
})

const seed = sha256(utf8('the seed of Ben'))
const master = deriveKey(seed, 'm')
const salt = sha256(utf8('a salt'))

/** A penalty over what a key of Ben's account, so many steps below its extended key, tries to spend. */
function byChild(steps: number) {
  const village = overdue()
  const { ledger } = village
  const path = Array.from({ length: steps }, (_, i) => i)
  const secret = deriveKey(seed, ['m', ...path].join('/')).privateKey
  const commitment = taggedHash('vdn/account', concatBytes(salt, master.chainCode, master.publicKey))
  const account = { debtKeyHash: ben.hash, commitment, status: 1, agent: new Uint8Array(0) }
  const value = encodeAccount(account)
  ledger.found(genesisRecord({ table: 'account', key: ben.hash, value, holderScript: ada.script }))
  const [coin] = village.allot(keyHashScript(hash160(schnorrPublicKey(secret))), 900n)
  const spent = must(coin, 'a coin of the child key')
  const child = { salt, chainCode: master.chainCode, key: master.publicKey, path }
  return penalised(village, { value: spent, evidence: flight(village, [spent], [[secret]]), index: 0, child })
}

test('a child key stands one to eight steps below the key that the account commits to', () => {
  for (const steps of [1, 8]) expect(byChild(steps)).toMatchObject({ ok: true })
  for (const steps of [0, 9]) expect(byChild(steps)).toMatchObject(noEvidence)
})

test('no step to a child key is hardened: nobody could walk it from the key that is shown', () => {
  const village = overdue()
  const { first: value } = village
  const { witnesses } = penaltyOf(village, { value, evidence: flight(village, [value]), index: 0 })
  const shown = (step: number) => {
    const { chainCode, publicKey: key } = master
    const items = [
      ...must(witnesses[1], 'evidence'),
      ...writeChildProof({ salt, chainCode, key, path: [step] }),
    ]
    return readEvidence(items, 100_000)?.child?.path
  }
  expect(shown(2 ** 31 - 1)).toEqual([2 ** 31 - 1])
  expect(shown(2 ** 31)).toBeUndefined()
})

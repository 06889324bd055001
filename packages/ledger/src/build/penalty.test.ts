import { expect, test } from 'vitest'
import type { OutputAt } from '../state-effects.ts'
import { DEBT, DEBT_LAYER, type Transaction } from '../transaction.ts'
import { repay } from './credit.ts'
import { outputsOf } from './make-transaction.ts'
import { buildPenalty, signPenalty } from './penalty.ts'
import { ada, ben, debtInDebtLayer, eve, founded, lend, members, person, signAll } from './test-kit.ts'
import { pay } from './value.ts'

test('what an overdue debtor tries to spend is refused; a debt in circulation is no ground for a penalty', () => {
  const { ledger, roster, coin } = founded()
  const loan = lend(ledger, roster, 5)
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const lots = [ledger.output(loan, 1), ledger.output(loan, 2)]
  const toBen = pay({
    values: [coin(0)],
    payments: [{ to: ben.script, amount: 900n }],
    fee: 100n,
    changeTo: ada.script,
  })
  expect(ledger.submit(signAll(ledger, toBen, [coin(0)], [[ada.secret]])).ok).toBe(true)
  ledger.height = 10
  const values = [ledger.output(loan, 0)]
  const flight = pay({
    values,
    payments: [{ to: eve.script, amount: 999_800n }],
    fee: 100n,
    changeTo: ben.script,
  })
  const evidence = signAll(ledger, flight, values, [[ben.secret]])
  expect(ledger.submit(evidence)).toMatchObject({
    refusal: { code: 'debtor-overdue', facts: { input: 0 } },
  })
  const producer = person('producer')
  const penalty = buildPenalty({
    debts: lots.slice(0, 1),
    frozen: [{ value: values[0] ?? coin(0), evidence, index: 0 }],
    reserveScript: members[0]?.script ?? ada.script,
    bountyTo: producer.script,
    configuration: ledger.configuration,
    height: ledger.height,
  })
  const named = outputsOf([...lots.slice(0, 1), ...values])
  const bound = signPenalty({
    tx: penalty,
    named,
    network: ledger.network,
    debts: 1,
    stakeSecret: producer.secret,
  })
  expect(ledger.submit(bound, { stakeKey: producer.key })).toMatchObject({
    refusal: { code: 'penalty-debt' },
  })
})

test('an overdue debt in the debt layer lets a producer condemn the attempt', () => {
  const { ledger, coin } = founded()
  const producer = person('producer')
  const debt = debtInDebtLayer(ledger)
  const toBen = pay({
    values: [coin(0)],
    payments: [{ to: ben.script, amount: 900n }],
    fee: 100n,
    changeTo: ada.script,
  })
  expect(ledger.submit(signAll(ledger, toBen, [coin(0)], [[ada.secret]])).ok).toBe(true)
  ledger.height = 10
  const value = ledger.output(toBen, 0)
  const flight = pay({
    values: [value],
    payments: [{ to: eve.script, amount: 890n }],
    fee: 10n,
    changeTo: ben.script,
  })
  const evidence = signAll(ledger, flight, [value], [[ben.secret]])
  const penalty = buildPenalty({
    debts: [debt],
    frozen: [{ value, evidence, index: 0 }],
    reserveScript: members[0]?.script ?? ada.script,
    bountyTo: producer.script,
    configuration: ledger.configuration,
    height: 10,
  })
  const named = outputsOf([debt, value])
  const bound = signPenalty({
    tx: penalty,
    named,
    network: ledger.network,
    debts: 1,
    stakeSecret: producer.secret,
  })
  expect(ledger.submit(bound)).toMatchObject({ refusal: { code: 'penalty-producer' } })
  expect(ledger.submit(bound, { stakeKey: producer.key })).toMatchObject({ ok: true, value: { fee: 0n } })
  expect(bound.outputs.map(({ amount }) => amount)).toEqual([810n, 90n])
})

/** A producer's penalty over one attempt of Ben's to move a value, citing an overdue debt. */
function penaltyOver(
  { ledger }: ReturnType<typeof founded>,
  producer: ReturnType<typeof person>,
  debt: OutputAt,
  value: OutputAt,
): Transaction {
  const payments = [{ to: eve.script, amount: value.output.amount - 10n }]
  const flight = pay({ values: [value], payments, fee: 10n, changeTo: ben.script })
  const evidence = signAll(ledger, flight, [value], [[ben.secret]])
  const { height, configuration, network } = ledger
  const reserveScript = members[0]?.script ?? ada.script
  const frozen = [{ value, evidence, index: 0 }]
  const bountyTo = producer.script
  const tx = buildPenalty({ debts: [debt], frozen, reserveScript, bountyTo, configuration, height })
  const named = outputsOf([debt, value])
  return signPenalty({ tx, named, network, debts: 1, stakeSecret: producer.secret })
}

test('one debt in the debt layer is cited by penalty after penalty, each over another value, and stands all the while', () => {
  const village = founded()
  const { ledger, coin } = village
  const producer = person('producer')
  const debt = debtInDebtLayer(ledger)
  const payments = [400n, 300n, 200n].map((amount) => ({ to: ben.script, amount }))
  const toBen = pay({ values: [coin(0)], payments, fee: 100n, changeTo: ada.script })
  expect(ledger.submit(signAll(ledger, toBen, [coin(0)], [[ada.secret]])).ok).toBe(true)
  const [first, second, third] = [0, 1, 2].map((i) => ledger.output(toBen, i))
  if (!first || !second || !third) throw new Error('three values of Ben')
  ledger.height = 10
  const stakeKey = producer.key
  const once = penaltyOver(village, producer, debt, first)
  expect(ledger.submit(once, { stakeKey })).toMatchObject({ ok: true })
  const twice = penaltyOver(village, producer, debt, second)
  expect(ledger.submit(twice, { stakeKey })).toMatchObject({ ok: true, value: { fee: 0n } })
  expect(twice.outputs.map(({ amount }) => amount)).toEqual([270n, 30n])
  expect(ledger.view().findOutput(debt.outpoint)).toMatchObject({ element: DEBT, amount: 500n })
  expect(ledger.submit(penaltyOver(village, producer, debt, first), { stakeKey })).toMatchObject({
    refusal: { code: 'missing-output', facts: { input: 1 } },
  })
  const cleared = repay({
    ...{ debts: [debt], values: [coin(1)], fee: 100n, changeTo: ada.script },
    ...{ layer: DEBT_LAYER, lockChange: true },
  })
  const paid = [coin(1), debt]
  expect(ledger.submit(signAll(ledger, cleared, paid, [[ada.secret], [ben.secret]]))).toMatchObject({
    ok: true,
  })
  expect(ledger.submit(penaltyOver(village, producer, debt, third), { stakeKey })).toMatchObject({
    refusal: { code: 'missing-output', facts: { input: 0 } },
  })
})

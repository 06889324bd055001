import { expect, test } from 'vitest'
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

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CaseOutput, type CaseTransaction, debtStory } from './index.ts'

const DEBTOR = 'aa'
const RESERVE = 'ee'
const rules = { height: 200, badDebtAge: 60, dueSoonBlocks: 5, reserveScripts: [RESERVE] }
const base = {
  script: '00',
  standard: 'key-hash',
  keyHash: DEBTOR,
  expiryHeight: null,
  spentBy: null,
  spentHeight: null,
}
const value = (amount: bigint, change: Partial<CaseOutput> = {}): CaseOutput => {
  return { ...base, txid: 'v', index: 0, element: 0, layer: 2, amount, createdHeight: 1, ...change }
}
const lot = (txid: string, index: number, amount: bigint, expiryHeight: number, by?: [string, number]) =>
  value(amount, {
    ...{ txid, index, element: 2, expiryHeight, createdHeight: 10 },
    ...(by && { spentBy: by[0], spentHeight: by[1] }),
  })
const credit = { ...value(9_000n), element: 1, layer: 0, keyHash: 'cc', reads: true }
const spends = (...lots: CaseOutput[]) => lots.map((one) => ({ ...one, reads: false }))
const transaction = (txid: string, height: number, change: Partial<CaseTransaction>): CaseTransaction => {
  return { txid, height, kind: 0, fee: 0n, premium: 0n, named: [], written: [], ...change }
}

const [a, b, c] = [
  lot('t1', 1, 30n, 100, ['t2', 50]),
  lot('t1', 2, 30n, 110, ['t3', 105]),
  lot('t1', 3, 40n, 120, ['t3', 105]),
]
const [d, e] = [lot('t3', 0, 35n, 130, ['t5', 195]), lot('t3', 1, 36n, 140)]
const whole = [
  transaction('t1', 10, {
    kind: 1,
    fee: 1n,
    premium: 2n,
    named: [credit],
    written: [value(93n), a, b, c, value(4n)],
  }),
  transaction('t2', 50, { named: spends(value(31n), a) }),
  transaction('t3', 105, { kind: 1, fee: 1n, named: [credit, ...spends(b, c)], written: [d, e] }),
  transaction('t4', 150, {
    kind: 2,
    named: [{ ...d, reads: true }, ...spends(value(50n))],
    written: [value(45n, { script: RESERVE, keyHash: null }), value(5n, { keyHash: 'pp' })],
  }),
  transaction('t5', 195, {
    kind: 1,
    named: [credit, ...spends(value(35n, { script: RESERVE, keyHash: null }), d)],
  }),
]

test('a debt is told from its issue to its write-off, to the unit and in order', () => {
  const { events, root, creditors, sums } = debtStory(
    { debtor: DEBTOR, transactions: whole.toReversed() },
    rules,
  )
  expect([root, creditors]).toEqual(['t1', ['cc']])
  expect(events[0]).toMatchObject({ value: 93n, interest: 4n, premium: 2n, fee: 1n })
  expect(events.map(({ kind, height, amount }) => `${height} ${kind} ${amount}`)).toEqual([
    '10 given 100',
    '50 repaid 30',
    '105 restructured 70',
    '130 overdue 35',
    '140 overdue 36',
    '150 penalty 50',
    '190 bad 35',
    '195 written-off 35',
    '200 bad 36',
  ])
  expect(sums).toEqual({ given: 100n, added: 1n, repaid: 30n, writtenOff: 35n, transferred: 0n, unpaid: 36n })
  expect(events.find(({ kind }) => kind === 'penalty')).toMatchObject({ toReserve: 45n, bounty: 5n })
})

test('the mark of its terms is no interest, and neither is what a credit paid to a second supplier', () => {
  const mark = value(1n, { standard: 'record' })
  const lots = [lot('t1', 1, 100n, 100)]
  const given = (...kept: CaseOutput[]) =>
    transaction('t1', 10, {
      kind: 1,
      fee: 1n,
      named: [credit],
      written: [value(60n), ...lots, ...kept, mark],
    })
  const told = (transactions: readonly CaseTransaction[], paidToOthers: readonly string[] = []) =>
    debtStory({ debtor: DEBTOR, transactions }, { ...rules, paidToOthers }).events[0]
  expect(told([given()])).toMatchObject({ value: 60n, interest: 0n })
  expect(told([given(value(38n))])).toMatchObject({ value: 60n, interest: 38n })
  expect(told([given(value(38n))], ['t1'])).toMatchObject({ value: 98n, interest: 0n })
})

test('a lot cleared at the very height of its expiry was never overdue, one block later it was, and is told as late', () => {
  for (const [height, isLate] of [
    [100, false],
    [101, true],
  ] as const) {
    const paid = lot('t1', 1, 30n, 100, ['t2', height])
    const transactions = [
      transaction('t1', 10, { named: [credit], written: [paid] }),
      transaction('t2', height, { named: spends(value(30n), paid) }),
    ]
    const { events } = debtStory({ debtor: DEBTOR, transactions }, rules)
    expect(events.some(({ kind }) => kind === 'overdue')).toBe(isLate)
    expect(events.at(-1)).toMatchObject({ kind: 'repaid', isLate })
  }
})

test('a debt that another debtor took over has left the case', () => {
  const gone = lot('t1', 1, 30n, 100, ['t2', 60])
  const transactions = [
    transaction('t1', 10, { named: [credit], written: [gone] }),
    transaction('t2', 60, { named: spends(gone), written: [{ ...lot('t2', 0, 30n, 100), keyHash: 'bb' }] }),
  ]
  const { sums, lots } = debtStory({ debtor: DEBTOR, transactions }, rules)
  expect(sums).toMatchObject({ given: 30n, transferred: 30n, unpaid: 0n })
  expect(lots.map(({ standing }) => standing)).toEqual(['settled'])
})

test('whatever becomes of the lots: what was given and added is what was cleared and what is unpaid', () => {
  const fate = fc.record({
    amount: fc.bigInt(1n, 10n ** 15n),
    fate: fc.constantFrom('unpaid', 'repaid', 'written-off'),
  })
  fc.assert(
    fc.property(fc.array(fate, { minLength: 1, maxLength: 12 }), (fates) => {
      const lots = fates.map((one, i) =>
        lot('t1', i, one.amount, 50 + i, one.fate === 'unpaid' ? undefined : [`s${i}`, 40 + i]),
      )
      const closing = fates.flatMap((one, i) => {
        const own = lots[i]
        if (!own || one.fate === 'unpaid') return []
        const from = one.fate === 'repaid' ? value(one.amount) : value(one.amount, { script: RESERVE })
        return [transaction(`s${i}`, 40 + i, { named: spends(from, own) })]
      })
      const given = transaction('t1', 10, { named: [credit], written: lots })
      const { sums } = debtStory({ debtor: DEBTOR, transactions: [given, ...closing] }, rules)
      expect(sums.given + sums.added).toBe(sums.repaid + sums.writtenOff + sums.transferred + sums.unpaid)
      expect(sums.given).toBe(fates.reduce((all, { amount }) => all + amount, 0n))
    }),
  )
})

test('a debt that moved is transferred in its first debtor’s story, and taken over in the next one’s', () => {
  const [old, moved] = [lot('t1', 1, 30n, 100, ['t2', 50]), lot('t2', 0, 31n, 100)]
  const next = { ...moved, keyHash: 'bb' }
  const move = transaction('t2', 50, { kind: 1, fee: 1n, named: [credit, ...spends(old)], written: [next] })
  const given = transaction('t1', 10, { kind: 1, named: [credit], written: [value(29n), old] })
  const before = debtStory({ debtor: DEBTOR, transactions: [given, move] }, rules)
  expect(before.sums).toMatchObject({ given: 30n, transferred: 30n, unpaid: 0n })
  const after = debtStory({ debtor: 'bb', transactions: [move] }, rules)
  expect(after.events[0]).toEqual({
    ...{ kind: 'taken-over', txid: 't2', height: 50, amount: 31n, owed: 30n, lots: 1 },
  })
  expect([after.root, after.creditors, after.sums]).toEqual([
    't2',
    ['cc'],
    { given: 31n, added: 0n, repaid: 0n, writtenOff: 0n, transferred: 0n, unpaid: 31n },
  ])
})

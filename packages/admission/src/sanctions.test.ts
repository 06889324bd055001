import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluationCuts, type LateLot, sanctionsOf, worstFirst } from './index.ts'

const RULES = { height: 1_000, badDebtAge: 100, blocksPerDay: 10 }
const KEY = 'aa'.repeat(20)
const lot = (change: Partial<LateLot>): LateLot => ({
  ...{ txid: 'loan', index: 1, keyHash: KEY, amount: 100n, expiryHeight: 500, spentBy: null },
  ...{ spentHeight: null, goesOn: false, isWrittenOff: false, ...change },
})
const only = (change: Partial<LateLot>, height = RULES.height) =>
  sanctionsOf([lot(change)], { ...RULES, height })[0]
const paid = (spentHeight: number) => ({ spentBy: 'payment', spentHeight })

test('a lot is late when the next block finds it so, and bad after the age of bad debt; the entry cites its loan', () => {
  expect(only({}, 498)).toBeUndefined()
  expect(only({}, 499)).toMatchObject({ stage: 'overdue', sums: { overdue: 100n, bad: 0n } })
  expect(only({}, 598)).toMatchObject({ stage: 'overdue', since: 500 })
  expect(only({}, 599)).toMatchObject({
    ...{ stage: 'bad', since: 600, sums: { overdue: 0n, bad: 100n, 'written-off': 0n } },
    entries: [{ stage: 'bad', txid: 'loan', exit: null }],
  })
})

test('who pays bad debt, or moves it with the creditor, leaves the list; what did it is cited', () => {
  expect(only(paid(700))).toMatchObject({
    ...{ stage: null, sums: { bad: 0n } },
    entries: [{ stage: 'bad', since: 600, exit: { how: 'paid', height: 700, txid: 'payment' } }],
  })
  expect(only({ ...paid(700), goesOn: true })?.entries[0]?.exit).toMatchObject({ how: 'moved-on' })
  expect(only(paid(700), 699)).toMatchObject({ stage: 'bad' })
  expect(only(paid(599))).toBeUndefined()
})

test('what was written off stays on the list for five years of blocks', () => {
  const off = { ...paid(700), isWrittenOff: true }
  expect(only(off)).toMatchObject({
    ...{ stage: 'written-off', since: 700, sums: { 'written-off': 100n } },
    entries: [{ txid: 'payment', exit: null }],
  })
  const end = 700 + 5 * 365 * 10
  expect(only(off, end - 1)).toMatchObject({ stage: 'written-off' })
  expect(only(off, end)).toMatchObject({ stage: null, entries: [{ exit: { how: 'expired', height: end } }] })
})

test('a debtor has its worst stage, and the sums of all its open entries are what it owes in default', () => {
  const amounts = fc.array(
    fc.record({ amount: fc.bigInt(1n, 10n ** 9n), expiryHeight: fc.integer({ min: 1, max: 1_200 }) }),
  )
  fc.assert(
    fc.property(amounts, (list) => {
      const lots = list.map((one, index) => lot({ ...one, index }))
      const [found] = sanctionsOf(lots, RULES)
      const late = lots.filter(({ expiryHeight }) => expiryHeight <= RULES.height + 1)
      const owed = late.reduce((sum, { amount }) => sum + amount, 0n)
      expect(found ? found.sums.overdue + found.sums.bad : 0n).toBe(owed)
      const isBad = late.some(({ expiryHeight }) => expiryHeight + RULES.badDebtAge <= RULES.height + 1)
      expect(found?.stage).toBe(late.length === 0 ? undefined : isBad ? 'bad' : 'overdue')
    }),
  )
})

test('evaluations are cut every seven days of blocks, by heights alone: however often one looks, each cut comes once', () => {
  expect(evaluationCuts(-1, 69, 10)).toEqual([])
  expect(evaluationCuts(-1, 70, 10)).toEqual([70])
  expect(evaluationCuts(70, 210, 10)).toEqual([140, 210])
  const steps = fc.array(fc.integer({ min: 0, max: 200 }))
  fc.assert(
    fc.property(steps, (moves) => {
      let at = -1
      const seen = moves.flatMap((move) => {
        const cuts = evaluationCuts(at, at + move, 10)
        at += move
        return cuts
      })
      expect(seen).toEqual(evaluationCuts(-1, at, 10))
    }),
  )
})

test('the worst and largest stand in front, equal ones by key, whatever order they came in', () => {
  const late = (keyHash: string, amount: bigint, expiryHeight = 990) => lot({ keyHash, amount, expiryHeight })
  const lots = [late('dd', 5n), late('bb', 5n), late('aa', 9n), late('ee', 1n, 500), late('cc', 5n)]
  const order = (from: readonly LateLot[]) =>
    sanctionsOf(from, RULES)
      .toSorted(worstFirst)
      .map(({ keyHash }) => keyHash)
  expect(order(lots)).toEqual(['ee', 'aa', 'bb', 'cc', 'dd'])
  fc.assert(
    fc.property(fc.shuffledSubarray(lots, { minLength: lots.length }), (mixed) => {
      expect(order(mixed)).toEqual(order(lots))
    }),
  )
  const [one] = sanctionsOf([late('aa', 1n)], RULES)
  if (!one) throw new Error('one is listed')
  expect(worstFirst(one, one)).toBe(0)
})

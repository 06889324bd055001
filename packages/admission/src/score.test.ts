import { CIRCULATION, DEBT, DEBT_LAYER, VALUE } from '@vc/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advisedCeiling, ceilingMark, type KeyOutput, scoreInputs, scoreOf } from './index.ts'

const RULES = { height: 1000, badDebtAge: 100, blocksPerDay: 10 }
const blank = {
  index: 0,
  layer: CIRCULATION,
  expiryHeight: null,
  spentBy: null,
  spentHeight: null,
  goesOn: false,
}
const debt = (
  txid: string,
  amount: bigint,
  expiryHeight: number,
  spentHeight: number | null = null,
): KeyOutput => ({
  ...{ ...blank, txid, amount, expiryHeight, spentHeight, element: DEBT, createdHeight: 10 },
  spentBy: spentHeight === null ? null : `spent ${txid}`,
})
const value = (txid: string, amount: bigint, createdHeight = 500): KeyOutput => ({
  ...{ ...blank, txid, amount, createdHeight, element: VALUE },
})
const inputsOf = (outputs: readonly KeyOutput[], network = 0n, height = 1000) =>
  scoreInputs(outputs, network, { ...RULES, height })

test('who never had a debt stands in the middle, and alone with the network has no share of its debt', () => {
  const { score, terms } = scoreOf(inputsOf([]))
  expect(score).toBe(550)
  expect(terms.map(({ term, weight, permille }) => [term, weight, permille])).toEqual([
    ['repayment', 400, 500],
    ['ageing', 250, 500],
    ['turnover', 150, 500],
    ['cover', 100, 500],
    ['concentration', 100, 1000],
  ])
})

test('each term is what its inputs say, counted by hand', () => {
  const outputs = [
    debt('a', 300n, 200, 150),
    debt('b', 100n, 200, 260),
    debt('c', 400n, 2000),
    debt('d', 100n, 950),
    value('paid to it', 250n),
    value('spent a', 40n, 150),
    value('a', 299n, 10),
  ]
  const inputs = inputsOf(outputs, 2000n)
  expect(inputs).toEqual({
    ...{ given: 900n, clearedOnTime: 300n, clearedLate: 100n, unpaid: 500n, overdue: 100n, bad: 0n },
    ...{ received: 250n, atHand: 589n, networkUnpaid: 2000n },
  })
  const { score, terms } = scoreOf(inputs)
  // (300 + 50) of 500; 400 of 500; 250 of 500; 589 of 500; all but 500 of 2000.
  expect(terms.map(({ permille }) => permille)).toEqual([700, 800, 500, 1000, 750])
  expect(score).toBe(280 + 200 + 75 + 100 + 75)
})

test('one bad debt takes the whole term of ageing', () => {
  expect(inputsOf([debt('a', 1n, 902), debt('b', 999n, 5000)])).toMatchObject({ overdue: 1n, bad: 0n })
  expect(inputsOf([debt('a', 1n, 901), debt('b', 999n, 5000)])).toMatchObject({ overdue: 1n, bad: 1n })
  expect(scoreOf(inputsOf([debt('a', 1n, 500), debt('b', 999n, 5000)])).terms[1]?.permille).toBe(0)
})

test('what is younger than the height is not counted: neither debts, nor payments, nor what spent them', () => {
  const outputs = [debt('a', 100n, 800, 700), value('paid', 50n, 650), debt('b', 70n, 2000)]
  expect(inputsOf(outputs, 0n, 600)).toMatchObject({ unpaid: 170n, clearedOnTime: 0n, received: 0n })
  expect(inputsOf(outputs, 0n, 700)).toMatchObject({ unpaid: 70n, clearedOnTime: 100n, received: 50n })
})

test('value of ninety days counts as turnover, older value and locked value do not', () => {
  const locked = { ...value('locked', 9n), layer: DEBT_LAYER }
  const { received, atHand } = inputsOf([value('old', 5n, 100), value('new', 7n, 101), locked])
  expect([received, atHand]).toEqual([7n, 12n])
})

test('a score lies between 0 and 1000, is the sum of its terms, and paying an overdue debt never lowers it', () => {
  const amount = fc.bigInt(0n, 10n ** 12n)
  const facts = fc.tuple(amount, amount, amount, amount, amount, amount)
  fc.assert(
    fc.property(facts, ([onTime, late, open, overdue, received, others]) => {
      const unpaid = open + overdue
      const inputs = {
        ...{
          given: onTime + late + unpaid,
          clearedOnTime: onTime,
          clearedLate: late,
          unpaid,
          overdue,
          bad: 0n,
        },
        ...{ received, atHand: received, networkUnpaid: unpaid + others },
      }
      const { score, terms } = scoreOf(inputs)
      expect(score).toBe(terms.reduce((sum, { points }) => sum + points, 0))
      expect(score >= 0 && score <= 1000).toBe(true)
      const paid = {
        ...inputs,
        clearedLate: late + overdue,
        unpaid: open,
        overdue: 0n,
        networkUnpaid: open + others,
      }
      const share = (which: 0 | 1, from: typeof inputs) => scoreOf(from).terms[which]?.permille ?? 0
      expect(share(0, paid)).toBeGreaterThanOrEqual(share(0, inputs))
      expect(share(1, paid)).toBeGreaterThanOrEqual(share(1, inputs))
    }),
  )
})

test('a ceiling warns at seventy, ninety and a hundred of a hundred', () => {
  expect([0n, 69n, 70n, 89n, 90n, 99n, 100n, 101n].map((used) => ceilingMark(used, 100n))).toEqual([
    ...[0, 0, 70, 70, 90, 90, 100, 100],
  ])
  expect(ceilingMark(0n, 0n)).toBe(0)
  expect(ceilingMark(1n, 0n)).toBe(100)
  expect(advisedCeiling(50_000n, 800)).toBe(4_000n)
})

test('a lot that was restructured goes on in its new lots: it is neither cleared nor given twice', () => {
  const before = { ...debt('a', 300n, 200, 150), spentBy: 'b', goesOn: true }
  const after = debt('b', 301n, 2000)
  expect(inputsOf([before, after])).toMatchObject({
    given: 301n,
    clearedOnTime: 0n,
    clearedLate: 0n,
    unpaid: 301n,
  })
  expect(inputsOf([before, after], 0n, 149)).toMatchObject({ given: 601n, unpaid: 601n })
})

test('a debt that another took over was not repaid: moving it makes no history', () => {
  const moved = { ...debt('a', 300n, 200, 150), spentBy: 'b', goesOn: true }
  expect(inputsOf([moved])).toMatchObject({ given: 0n, clearedOnTime: 0n, unpaid: 0n })
  expect(scoreOf(inputsOf([moved])).score).toBe(scoreOf(inputsOf([])).score)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageing, checkTerms, decideApplication, decideCreditApproval, standingOf, toLots } from './index.ts'

const facts = {
  amount: 100n,
  applicantOrganisation: 'co-op',
  approverOrganisation: 'authority',
  ceiling: 1000n,
  exposure: 900n,
  hasAccount: true,
  hasOverdueDebt: false,
}

test('an authority approves up to its ceiling and not a unit more', () => {
  expect(decideCreditApproval(facts).ok).toBe(true)
  expect(decideCreditApproval({ ...facts, exposure: 901n })).toMatchObject({
    refusal: { code: 'ceiling-exceeded' },
  })
})

test.each([
  ['itself', { approverOrganisation: 'co-op' }, 'own-application'],
  ['who has no account', { hasAccount: false }, 'account-missing'],
  ['who is overdue', { hasOverdueDebt: true }, 'debt-overdue'],
])('an authority gives no credit to %s', (_, change, code) => {
  expect(decideCreditApproval({ ...facts, ...change })).toMatchObject({ ok: false, refusal: { code } })
})

test('an application goes forward one step at a time and never back', () => {
  expect(decideApplication('applied', 'reviewed').ok).toBe(true)
  expect(decideApplication('reviewed', 'approved').ok).toBe(true)
  expect(decideApplication('applied', 'approved')).toMatchObject({ refusal: { code: 'application-step' } })
  expect(decideApplication('given', 'applied').ok).toBe(false)
  expect(decideApplication('declined', 'reviewed').ok).toBe(false)
})

const PER_DAY = 8640
test.each([
  [{ amount: 100n, termBlocks: 100, lots: 1 }, 'amount-out-of-range'],
  [{ amount: 2n ** 53n, termBlocks: 100, lots: 1 }, 'amount-out-of-range'],
  [{ amount: 101n, termBlocks: 9, lots: 1 }, 'term-out-of-range'],
  [{ amount: 101n, termBlocks: 10.5, lots: 1 }, 'term-out-of-range'],
  [{ amount: 101n, termBlocks: 1825 * PER_DAY + 1, lots: 1 }, 'term-out-of-range'],
  [{ amount: 101n, termBlocks: 100, lots: 0 }, 'lots-out-of-range'],
  [{ amount: 101n, termBlocks: 100, lots: 37 }, 'lots-out-of-range'],
])('refuses the terms %o', (terms, code) => {
  expect(checkTerms(terms, PER_DAY)?.code).toBe(code)
})

test('five years are the longest term, on a network with whatever blocks a day', () => {
  for (const perDay of [8640, 17_280, 43_200])
    expect(checkTerms({ amount: 101n, termBlocks: 1825 * perDay, lots: 36 }, perDay)).toBeUndefined()
})

test('lots add up to the credit, and the last falls due at the end of the term', () => {
  fc.assert(
    fc.property(fc.bigInt(36n, 2n ** 53n - 1n), fc.integer({ min: 1, max: 36 }), (amount, count) => {
      const lots = toLots(amount, count, 50, 1000)
      expect(lots.reduce((sum, lot) => sum + lot.amount, 0n)).toBe(amount)
      expect(lots.at(-1)?.expiryHeight).toBe(1050)
      expect(lots.every((lot) => lot.amount > 0n)).toBe(true)
    }),
  )
})

test('a debt is overdue from its expiry height and bad after the age of bad debt', () => {
  const rules = { badDebtAge: 60, dueSoonBlocks: 10 }
  expect([89, 90, 99, 100, 159, 160].map((height) => standingOf(100, height, rules))).toEqual([
    'current',
    'due-soon',
    'due-soon',
    'overdue',
    'overdue',
    'bad',
  ])
  const debts = [
    { amount: 5n, expiryHeight: 100 },
    { amount: 7n, expiryHeight: 500 },
  ]
  expect(ageing(debts, 120, rules)).toEqual({ current: 7n, 'due-soon': 0n, overdue: 5n, bad: 0n })
})

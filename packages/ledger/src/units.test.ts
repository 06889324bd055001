import { expect, test } from 'vitest'
import { formatAmount, parseAmount } from './units.ts'

test('what is formatted without grouping is read back', () => {
  for (const amount of [0n, 1n, 99n, 100n, 123_456_789n, 2n ** 53n - 1n]) {
    for (const decimals of [0, 2, 8])
      expect(parseAmount(formatAmount(amount, decimals), decimals)).toBe(amount)
  }
})

test.each([
  ['12.5', 2, 1250n],
  ['0.01', 2, 1n],
  ['7', 0, 7n],
])('%s with %i places is an amount', (text, decimals, amount) => {
  expect(parseAmount(text, decimals)).toBe(amount)
})

test.each(['', '-1', '+1', '1e3', '1.234', '1,000', '01', '.5', '5.', ' 1', '90071992547409.92'])(
  '%j is no amount with two places',
  (text) => {
    expect(parseAmount(text, 2)).toBeUndefined()
  },
)

test('a locale groups thousands and a negative sum gets a minus', () => {
  expect(formatAmount(123_456_789n, 2, 'en')).toBe('1,234,567.89')
  expect(formatAmount(-5n, 2)).toBe('-0.05')
})

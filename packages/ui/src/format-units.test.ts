import { expect, test } from 'vitest'
import { formatUnits, plainUnits } from './format-units.ts'

test('an amount keeps every unit and is grouped as the reader is used to', () => {
  expect(formatUnits(123_456_789n, 2, 'en')).toBe('1,234,567.89')
  expect(formatUnits(5n, 2, 'zh-CN')).toBe('0.05')
  expect(formatUnits(-150n, 2, 'en')).toBe('−1.50')
  expect(formatUnits(9_007_199_254_740_993n, 0, 'en')).toBe('9,007,199,254,740,993')
})

test('an amount in a file has no grouping', () => {
  expect(plainUnits(-123_456_789n, 2)).toBe('-1234567.89')
})

import { expect, test } from 'vitest'
import { formatShare, shareOf } from './format-share.ts'

const written = (part: bigint, whole: bigint, locale = 'en') => formatShare(shareOf(part, whole), locale)

test('a share has two decimals', () => {
  expect(written(1n, 3n)).toBe('33.33%')
  expect(written(3n, 2n, 'zh-CN')).toBe('150.00%')
  expect(written(1n, 10_000n)).toBe('0.01%')
})

test('a share that two decimals would call nothing keeps two significant digits', () => {
  expect(written(1n, 10_001n)).toBe('0.01%')
  expect(written(123n, 4_000_000n)).toBe('0.0031%')
  expect(written(100_000_000n, 4_000_000_000_000_000n)).toBe('0.0000025%')
  expect(written(-1n, 1_000_000n)).toBe('-0.0001%')
})

test('nothing is zero, and of an empty whole there is no share', () => {
  expect(written(0n, 5n)).toBe('0.00%')
  expect(written(0n, 0n)).toBe('–')
  expect(written(5n, 0n)).toBe('–')
})

import { expect, test } from 'vitest'
import { readShare } from './answers.ts'

test.each([
  ['12.5', 1250],
  ['12,05', 1205],
  ['100', 10_000],
  ['0', 0],
  [' 7 ', 700],
])('a share written as %s is read to the hundredth of a percent', (text, share) => {
  expect(readShare(text)).toBe(share)
})

test.each(['', '-1', '1.005', '1e2', 'ten', '1000'])('%s is no share', (text) => {
  expect(readShare(text)).toBeUndefined()
})

import { expect, it } from 'vitest'
import { tokenBucket } from './token-bucket.ts'

it('a peer may ask so often a minute and no more, evenly again after that', () => {
  let now = 1_000
  const bucket = tokenBucket(20, { nowMs: () => now })
  const taken = (times: number) => Array.from({ length: times }, () => bucket.take()).filter(Boolean).length
  expect(taken(30)).toBe(20)
  now += 3_000
  expect(taken(5)).toBe(1)
  now += 600_000
  expect(taken(50)).toBe(20)
  now -= 50_000
  expect(taken(5)).toBe(0)
})

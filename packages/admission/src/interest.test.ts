import { expect, test } from 'vitest'
import { checkInterest, mostInterest } from './index.ts'

const CREDIT = 10_000n
const FIVE_PERCENT = 500

test('interest leaves the debtor something after the fee and the mark', () => {
  const most = mostInterest(CREDIT)
  expect(most).toBe(9_898n)
  expect(checkInterest(CREDIT, { amount: most, premium: 0n }, FIVE_PERCENT)).toBeUndefined()
  expect(checkInterest(CREDIT, { amount: most + 1n, premium: 0n }, FIVE_PERCENT)).toEqual({
    code: 'interest-too-high',
    most,
  })
})

test('a premium is a part of the interest, and within what the network allows of the credit', () => {
  const check = (amount: bigint, premium: bigint) => checkInterest(CREDIT, { amount, premium }, FIVE_PERCENT)
  expect(check(800n, 500n)).toBeUndefined()
  expect(check(800n, 501n)).toEqual({ code: 'premium-too-high', most: 500n })
  expect(check(300n, 300n)).toBeUndefined()
  expect(check(300n, 301n)).toEqual({ code: 'premium-too-high', most: 300n })
})

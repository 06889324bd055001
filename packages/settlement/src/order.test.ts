import { describe, expect, test } from 'vitest'
import { checkOrder, checkPledge, leastPledge, MOST_PLEDGES, orderNeed, orderValue } from './order.ts'

const contract = { name: '种子公司', account: '0f'.repeat(20), amount: 40_000n, reference: 'S-1' }
const terms = {
  ...{ title: 'Rice, 20 t', buyer: 'School kitchens', deadline: 120, secretHash: 'aa'.repeat(32) },
  contracts: [contract, { ...contract, name: 'Machines', amount: 9_000n }],
}

describe('an order', () => {
  test('needs its contracts and the fee of paying them', () => {
    expect(orderNeed(terms.contracts)).toBe(50_000n)
    expect(checkOrder(terms, 100, 1_440)).toEqual({ ok: true, value: 50_000n })
    const told = JSON.parse(new TextDecoder().decode(orderValue(terms)))
    expect(told).toMatchObject({
      need: '50000',
      deadline: '120',
      contracts: [{ name: '种子公司', amount: '40000' }, {}],
    })
  })

  test('that credit pays needs what its buyers pay, which is no less than its contracts cost', () => {
    expect(checkOrder({ ...terms, price: 80_000n }, 100, 1_440)).toEqual({ ok: true, value: 80_000n })
    const told = JSON.parse(new TextDecoder().decode(orderValue({ ...terms, price: 80_000n })))
    expect(told).toMatchObject({ need: '80000', paidBy: 'credit' })
    expect(checkOrder({ ...terms, price: 49_999n }, 100, 1_440)).toMatchObject({
      refusal: { code: 'order-price-short', least: 50_000n },
    })
  })

  test.each([
    ['contracts-number', { contracts: [] }],
    ['contracts-number', { contracts: Array.from({ length: 17 }, () => contract) }],
    ['order-deadline', { deadline: 109 }],
    ['order-deadline', { deadline: 100 + 366 * 1_440 + 1 }],
    ['order-too-much', { contracts: [{ ...contract, amount: 2n ** 53n - 1n }] }],
    [
      'order-too-long',
      { contracts: Array.from({ length: 16 }, () => ({ ...contract, name: '米'.repeat(90) })) },
    ],
  ])('is refused with %s', (code, change) => {
    expect(checkOrder({ ...terms, ...change }, 100, 1_440)).toMatchObject({ ok: false, refusal: { code } })
  })
})

describe('a pledge', () => {
  const need = 50_000n
  test('is never above what is missing, and the last may be small', () => {
    expect(checkPledge({ need, taken: 10_000n, amount: 40_000n }).ok).toBe(true)
    expect(checkPledge({ need, taken: 10_000n, amount: 40_001n })).toMatchObject({
      refusal: { code: 'pledge-over-need', left: 40_000n },
    })
    expect(checkPledge({ need, taken: 49_999n, amount: 1n }).ok).toBe(true)
    expect(checkPledge({ need, taken: 49_000n, amount: 124n })).toMatchObject({
      refusal: { code: 'pledge-too-small', least: 125n },
    })
  })

  test('all that an order takes fit into one transaction', () => {
    for (const whole of [1n, 399n, 401n, need]) {
      const least = leastPledge(whole, whole)
      const most = (whole + least - 1n) / least
      expect(most).toBeLessThanOrEqual(BigInt(MOST_PLEDGES))
    }
  })
})

import { describe, expect, test } from 'vitest'
import { checkTerms, contractValue, dayAfter, isDay, type RoyaltyTerms, termsTold } from './terms.ts'

const tier = { from: 0n, studio: 5_000, publisher: 3_000 }
const terms: RoyaltyTerms = {
  ...{ validFrom: '2026-01-01', validTo: '2026-12-31', payDays: 1, platformFee: 3_000, tiers: [tier] },
  guarantee: { amount: 50_000n, day: '2026-06-30' },
  advance: null,
}

describe('terms', () => {
  test('that say who gets what from the first unit on are good', () => {
    expect(checkTerms(terms)).toEqual({ ok: true, value: true })
  })

  test.each([
    ['terms-days', { validTo: '2025-12-31' }],
    ['terms-days', { validFrom: '2026-02-30' }],
    ['terms-guarantee-day', { guarantee: { amount: 1n, day: '2027-01-01' } }],
    ['terms-tiers', { tiers: [] }],
    ['terms-tiers', { tiers: [{ ...tier, from: 1n }] }],
    ['terms-tiers', { tiers: [tier, { ...tier, from: 9n }, { ...tier, from: 9n }] }],
    ['terms-tiers', { tiers: Array.from({ length: 11 }, (_, at) => ({ ...tier, from: BigInt(at) })) }],
    ['terms-shares', { tiers: [{ ...tier, publisher: 5_001 }] }],
    ['terms-shares', { tiers: [tier, { from: 9n, studio: -1, publisher: 0 }] }],
  ])('are refused with %s', (code, change) => {
    expect(checkTerms({ ...terms, ...change })).toMatchObject({ ok: false, refusal: { code } })
  })

  test('stand in the record as decimal texts, and are read back the same', () => {
    const party = { name: '蓝鲸工作室', account: '0f'.repeat(20) }
    const head = { title: 'Sky', code: 'SKY', contract: 'c', version: 2 }
    const value = contractValue({
      ...head,
      terms,
      parties: { studio: party, publisher: party, channel: party },
    })
    const written = value.ok ? JSON.parse(new TextDecoder().decode(value.value)) : undefined
    expect(written).toMatchObject({
      version: '2',
      parties: { studio: party },
      terms: { tiers: [{ from: '0', studio: '5000' }], guarantee: [{ amount: '50000' }], advance: [] },
    })
    expect(termsTold(written.terms)).toEqual(terms)
    const long = { name: '鲸'.repeat(2_000), account: party.account }
    const parties = { studio: long, publisher: party, channel: party }
    expect(contractValue({ ...head, terms, parties })).toMatchObject({ refusal: { code: 'terms-too-long' } })
  })
})

test('days are those of the calendar', () => {
  expect(['2028-02-29', '2026-02-29', '2026-1-1', 'today'].map(isDay)).toEqual([true, false, false, false])
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01')
})

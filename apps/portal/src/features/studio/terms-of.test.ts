import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../trpc/refusal.ts'
import { mustBeComplete, type TermsText, termsOf } from './terms-of.ts'

const head: TermsText = {
  ...{ validFrom: '2026-01-01', validTo: '2026-12-31', payDays: '7', platformFee: '30' },
  ...{ guarantee: '', guaranteeDay: '', advance: '', advanceRate: '' },
}
const first = { key: 'a', from: '0', studio: '50', publisher: '30.25' }
const second = { key: 'b', from: '300.00', studio: '60', publisher: '25' }
const parties = { titleId: 'one', publisherId: 'two', channelId: 'three', account: 'ab' }

/** The code that something is refused with, and the field or fields that it names. */
function refused(run: () => unknown): string {
  try {
    run()
    return 'taken'
  } catch (error) {
    const { code, facts } = refusalOf(error)
    return `${code}: ${[facts.fields ?? facts.field].flat().join(', ')}`
  }
}

test('terms are read as they are typed', () => {
  const extras = { guarantee: '100.00', guaranteeDay: '2026-06-30', advance: '1', advanceRate: '0.01' }
  expect(termsOf({ ...head, ...extras }, [first, second], 2)).toEqual({
    ...{ validFrom: '2026-01-01', validTo: '2026-12-31', payDays: 7, platformFee: 3_000 },
    tiers: [
      { from: 0n, studio: 5_000, publisher: 3_025 },
      { from: 30_000n, studio: 6_000, publisher: 2_500 },
    ],
    ...{ guarantee: { amount: 10_000n, day: '2026-06-30' }, advance: { amount: 100n, rate: 1 } },
  })
})

describe('what is left out is marked, all at once', () => {
  test.each([
    ['taken', {}, {}, first],
    [
      'contract-incomplete: channelId, validTo, a studio',
      { channelId: '' },
      { validTo: '' },
      { ...first, studio: ' ' },
    ],
    ['contract-incomplete: guaranteeDay', {}, { guarantee: '5' }, first],
    ['contract-incomplete: guarantee, advanceRate', {}, { guaranteeDay: '2026-06-30', advance: '1' }, first],
  ])('%s', (told, who, times, tier) => {
    expect(refused(() => mustBeComplete({ ...parties, ...who }, { ...head, ...times }, [tier]))).toBe(told)
  })
})

test.each<[string, Partial<TermsText>, Partial<typeof second>]>([
  ['number-range: payDays', { payDays: '91' }, {}],
  ['terms-rates: platformFee', { platformFee: '101' }, {}],
  ['terms-rates: b studio', {}, { studio: 'half' }],
  ['amount-wrong: b from', {}, { from: '1,000' }],
  ['terms-tiers: b from', {}, { from: '0' }],
  ['terms-shares: b publisher', {}, { publisher: '40.01' }],
  ['terms-days: validTo', { validTo: '2025-12-31' }, {}],
  ['amount-not-positive: guarantee', { guarantee: '0', guaranteeDay: '2026-06-30' }, {}],
  ['terms-guarantee-day: guaranteeDay', { guarantee: '5', guaranteeDay: '2027-01-01' }, {}],
  ['terms-rates: advanceRate', { advance: '5', advanceRate: 'all' }, {}],
  ['advance-rate: advanceRate', { advance: '5', advanceRate: '0' }, {}],
])('%s', (told, times, tier) => {
  expect(refused(() => termsOf({ ...head, ...times }, [first, { ...second, ...tier }], 2))).toBe(told)
})

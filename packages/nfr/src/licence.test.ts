import { utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import {
  checkSale,
  handOnLicence,
  type Licence,
  licenceCode,
  licenceWrite,
  readLicence,
  salePayments,
  saleWrite,
} from './licence.ts'

const licence: Licence = {
  ...{ sale: '11111111-2222-4333-8444-555555555555', work: '99999999-2222-4333-8444-555555555555' },
  ...{ title: '山水之间', uses: ['show', 'use'], territory: '全球', days: 365, count: 3 },
  ...{ price: 20_000n, reward: 3_000n, seller: '0a'.repeat(20), unit: 2, licensee: '0b'.repeat(20) },
}
const id = '77777777-2222-4333-8444-555555555555'

test('a licence is read back from its record, whatever order its uses were given in', () => {
  const { value } = licenceWrite(id, { ...licence, uses: ['use', 'show'] })
  expect(readLicence(value)).toEqual(licence)
  expect(licenceCode(value)).toMatch(/^LIC-[0-9a-f]{24}$/)
  expect(licenceCode(licenceWrite(id, { ...licence, days: 0 }).value)).not.toBe(licenceCode(value))
})

test.each([
  ['an account', { licensee: 'nobody' }],
  ['an amount', { price: '-1' }],
  ['an id', { sale: 'mine' }],
  ['uses', { uses: 'all' }],
])('what lacks %s is no licence', (_, change) => {
  const told = JSON.parse(new TextDecoder().decode(licenceWrite(id, licence).value))
  expect(readLicence(utf8(JSON.stringify({ ...told, ...change })))).toBeUndefined()
})

test('a licence that may be sold on says so in its record, and pays its creator to the unit', () => {
  const resold = { ...licence, resale: 1_250 }
  expect(readLicence(licenceWrite(id, resold).value)).toEqual(resold)
  const key = id.replaceAll('-', '')
  const handed = handOnLicence(key, resold, { buyer: '0d'.repeat(20), price: 10_001n })
  expect(handed.payments.map(({ amount }) => amount)).toEqual([8_751n, 1_250n])
  expect(readLicence(handed.write.value)).toEqual({ ...resold, licensee: '0d'.repeat(20) })
  const free = handOnLicence(key, { ...licence, resale: 0 }, { buyer: '0d'.repeat(20), price: 5n })
  expect(free.payments.map(({ amount }) => amount)).toEqual([5n])
})

test('each licence of a sale has a coin of its own, and the price is divided to the unit', () => {
  const [first, second] = [saleWrite(licence, 0), saleWrite(licence, 1)]
  expect(first.key).not.toEqual(second.key)
  expect(first.value).toEqual(second.value)
  expect(salePayments(licence, '0c'.repeat(20)).map(({ amount }) => amount)).toEqual([17_000n, 3_000n])
  expect(salePayments({ ...licence, reward: 0n }).map(({ amount }) => amount)).toEqual([20_000n])
})

test.each([
  ['licence-uses', { uses: [] }],
  ['licence-count', { count: 0 }],
  ['licence-count', { count: 201 }],
  ['reward-over-price', { reward: 20_000n }],
  ['reward-over-price', { reward: -1n }],
  ['resale-share', { resale: 10_000 }],
] as const)('a sale is refused with %s', (code, change) => {
  expect(checkSale({ ...licence, ...change })).toMatchObject({ ok: false, refusal: { code } })
  expect(checkSale(licence)).toEqual({ ok: true, value: true })
})

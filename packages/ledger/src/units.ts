import { MAX_AMOUNT } from './transaction.ts'

const pattern = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/

/**
 * An amount in smallest units from what people write, `12.5`; undefined for a sign, an exponent, grouping, leading
 * zeros, more places than `decimals`, or an amount of 2^53 and above.
 */
export function parseAmount(text: string, decimals: number): bigint | undefined {
  const [, whole, fraction = ''] = pattern.exec(text) ?? []
  if (whole === undefined || whole.length > 16 || fraction.length > decimals) return undefined
  const amount = BigInt(whole + fraction.padEnd(decimals, '0'))
  return amount <= MAX_AMOUNT ? amount : undefined
}

/**
 * An amount in smallest units as people read it: `1250.00`, always with all `decimals`; a `locale` (en or zh) groups
 * thousands: `1,250.00`. Without one, `parseAmount` reads it back. Negative sums get a minus.
 */
export function formatAmount(amount: bigint, decimals: number, locale?: 'en' | 'zh'): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  const whole = locale === undefined ? digits.slice(0, cut) : grouped(digits.slice(0, cut))
  const sign = amount < 0n ? '-' : ''
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(cut)}`
}

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ',')

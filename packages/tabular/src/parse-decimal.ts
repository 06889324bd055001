/** Says why a number in a file is not an amount; the code is what the screen explains. */
export type DecimalFault =
  | 'amount-missing'
  | 'amount-exponent'
  | 'amount-negative'
  | 'amount-decimals'
  | 'amount-format'
  | 'amount-too-large'

export type DecimalRule = {
  /** Decimal places of the smallest unit. */
  readonly decimals: number
  readonly allowNegative?: boolean
  /** Units from which on a number is too large; 2^53 unless given, the ledger's bound for amounts. */
  readonly limit?: bigint
  /** Takes 1.5e3 and rounds half to even what is finer than the unit. Only for sources known to write floats. */
  readonly floats?: boolean
}

const AMOUNT_LIMIT = 2n ** 53n

/** Reads a decimal number exactly, as whole smallest units. No floating point takes part. */
export function parseDecimal(text: string, rule: DecimalRule): bigint | DecimalFault {
  if (text === '') return 'amount-missing'
  const match = /^([+-])?(\d{1,24})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  if (!match) return 'amount-format'
  const [, sign, whole = '', fraction = '', exponent] = match
  if (exponent !== undefined && !rule.floats) return 'amount-exponent'
  if (sign === '-' && !rule.allowNegative) return 'amount-negative'
  const units = toUnits(
    BigInt(whole + fraction),
    rule.decimals - fraction.length + Number(exponent ?? 0),
    rule.floats === true,
  )
  if (units === undefined) return 'amount-decimals'
  if (units >= (rule.limit ?? AMOUNT_LIMIT)) return 'amount-too-large'
  return sign === '-' ? -units : units
}

/** digits × 10^shift as an integer; undefined where rounding would be needed and is not allowed. */
function toUnits(digits: bigint, shift: number, mayRound: boolean): bigint | undefined {
  if (shift >= 0) return digits * 10n ** BigInt(shift)
  const divisor = 10n ** BigInt(-shift)
  const quotient = digits / divisor
  const twice = (digits % divisor) * 2n
  if (twice === 0n) return quotient
  if (!mayRound) return undefined
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n)
  return up ? quotient + 1n : quotient
}

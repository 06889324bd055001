/**
 * Writes an amount of smallest units with all its decimals, thousands grouped as the locale does.
 * Never rounds: 123456n at two decimals is "1,234.56".
 */
export function formatUnits(amount: bigint, decimals: number, locale: string): string {
  const scale = 10n ** BigInt(decimals)
  const size = amount < 0n ? -amount : amount
  const whole = new Intl.NumberFormat(locale).format(size / scale)
  const point =
    new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'
  const fraction = decimals === 0 ? '' : point + (size % scale).toString().padStart(decimals, '0')
  return `${amount < 0n ? '−' : ''}${whole}${fraction}`
}

/** The same amount for files: no grouping, a full stop, a plain minus. */
export function plainUnits(amount: bigint, decimals: number): string {
  const scale = 10n ** BigInt(decimals)
  const size = amount < 0n ? -amount : amount
  const fraction = decimals === 0 ? '' : `.${(size % scale).toString().padStart(decimals, '0')}`
  return `${amount < 0n ? '-' : ''}${size / scale}${fraction}`
}

const FIRST_PLACES = 0.0001

/** What part of the whole this is; null of an empty whole. */
export const shareOf = (part: bigint, whole: bigint): number | null =>
  whole === 0n ? null : Number(part) / Number(whole)

/**
 * Writes a share as a percentage: two decimals, and two significant digits where these would say nothing, so that only
 * nothing is written as nothing. "–" where there is no share.
 */
export function formatShare(share: number | null, locale: string): string {
  if (share === null) return '–'
  const isSmall = share !== 0 && Math.abs(share) < FIRST_PLACES
  const digits = isSmall
    ? { maximumSignificantDigits: 2 }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return new Intl.NumberFormat(locale, { style: 'percent', ...digits }).format(share)
}

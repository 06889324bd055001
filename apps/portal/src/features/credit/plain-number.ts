/** A plain number as people write it; NaN for a sign, an exponent, or anything else. */
export const plainNumber = (text: string): number =>
  /^\d{1,8}(?:\.\d{1,6})?$/.test(text.trim()) ? Number(text) : Number.NaN

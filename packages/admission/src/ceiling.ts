/** Hundredths of a ceiling from which on a screen warns; 0 below all of them. */
export type CeilingMark = 0 | 70 | 90 | 100

const marks = [100, 90, 70] as const

/** The mark that an exposure reaches, in smallest units; it warns, the ledger alone refuses. */
export function ceilingMark(exposure: bigint, ceiling: bigint): CeilingMark {
  if (ceiling <= 0n) return exposure > 0n ? 100 : 0
  return marks.find((mark) => exposure * 100n >= ceiling * BigInt(mark)) ?? 0
}

const PARTS_OF_CEILING = 10n

/** What one debtor of an agent should owe at most, as advice: a tenth of the agent's ceiling, by the debtor's score. */
export const advisedCeiling = (agentCeiling: bigint, score: number): bigint =>
  (agentCeiling * BigInt(score)) / (PARTS_OF_CEILING * 1000n)

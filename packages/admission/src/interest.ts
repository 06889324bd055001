import type { AdmissionRefusal } from './application.ts'
import { GRANT_COST } from './guarantee-mark.ts'

/**
 * What a credit costs besides the ledger's fee, in smallest units: value that the debtor does not get, though it owes
 * it (ADR 22). `premium` is the part of it that goes to who produces the block (ledger.md 2).
 */
export type Interest = { readonly amount: bigint; readonly premium: bigint }

const WHOLE = 10_000n

/** The most interest that a credit leaves room for beside the fee and its mark: the debtor gets at least one unit. */
export const mostInterest = (credit: bigint): bigint => credit - GRANT_COST - 1n

/** The highest premium of a credit on a network whose rules allow `maxPremium` parts of 10,000. */
export const mostPremium = (credit: bigint, maxPremium: number): bigint =>
  (credit * BigInt(maxPremium)) / WHOLE

/** Refuses `interest-too-high` and `premium-too-high`, each with the most that can be. */
export function checkInterest(
  credit: bigint,
  { amount, premium }: Interest,
  maxPremium: number,
): AdmissionRefusal | undefined {
  if (amount > mostInterest(credit)) return { code: 'interest-too-high', most: mostInterest(credit) }
  const limit = mostPremium(credit, maxPremium)
  const most = limit < amount ? limit : amount
  return premium > most ? { code: 'premium-too-high', most } : undefined
}

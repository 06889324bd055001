/** One part of a debt: it is repaid whole or not at all (ledger.md 4.4). */
export type Lot = { readonly amount: bigint; readonly expiryHeight: number }

/**
 * Divides a credit into lots of equal size that fall due one after another over the term; what does not divide
 * goes to the first ones, a unit each.
 */
export function toLots(amount: bigint, lots: number, fromHeight: number, termBlocks: number): Lot[] {
  const base = amount / BigInt(lots)
  const rest = Number(amount % BigInt(lots))
  return Array.from({ length: lots }, (_, i) => ({
    amount: base + (i < rest ? 1n : 0n),
    expiryHeight: fromHeight + Math.ceil((termBlocks * (i + 1)) / lots),
  }))
}

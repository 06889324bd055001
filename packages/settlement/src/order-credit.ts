/**
 * Credit on an order (docs/adr/0034): what its purchases bring, the lots that they can clear one by one, and which lots one
 * of them clears. Amounts in smallest units; `fee` is what the ledger takes for each delivery.
 */

/** What standing purchases bring to whoever delivers: each less the fee of paying it out. */
export const orderBrings = (purchases: readonly bigint[], fee: bigint): bigint =>
  purchases.reduce((sum, amount) => sum + roomOf(amount, fee), 0n)

/**
 * Divides a credit into lots no larger than what one purchase each can clear, the largest first; nothing when the purchases
 * bring less than the credit.
 */
export function lotsOnOrder(
  purchases: readonly bigint[],
  credit: bigint,
  fee: bigint,
): readonly bigint[] | undefined {
  const lots: bigint[] = []
  let left = credit
  for (const amount of purchases.toSorted(largestFirst)) {
    const lot = smaller(left, roomOf(amount, fee))
    if (lot <= 0n) break
    lots.push(lot)
    left -= lot
  }
  return left === 0n ? lots : undefined
}

/**
 * Which of the unpaid lots a delivered purchase clears: from the largest on whatever still fits. In whatever order the
 * purchases of `lotsOnOrder` are delivered, all of its lots are cleared by the last.
 */
export function lotsToClear<L extends { readonly amount: bigint }>(
  unpaid: readonly L[],
  purchase: bigint,
  fee: bigint,
): readonly L[] {
  let room = roomOf(purchase, fee)
  return unpaid
    .toSorted((a, b) => largestFirst(a.amount, b.amount))
    .filter(({ amount }) => {
      if (amount > room) return false
      room -= amount
      return true
    })
}

const roomOf = (amount: bigint, fee: bigint) => (amount > fee ? amount - fee : 0n)
const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
const largestFirst = (a: bigint, b: bigint) => (a > b ? -1 : a < b ? 1 : 0)

/** How a debt stands at a height (ledger.md 6). */
export type DebtStanding = 'current' | 'due-soon' | 'overdue' | 'bad'
export type AgeingRules = { readonly badDebtAge: number; readonly dueSoonBlocks: number }

/** Says how a debt stands: overdue from its expiry height on, bad `badDebtAge` blocks later. */
export function standingOf(expiryHeight: number, height: number, rules: AgeingRules): DebtStanding {
  if (height >= expiryHeight + rules.badDebtAge) return 'bad'
  if (height >= expiryHeight) return 'overdue'
  return height >= expiryHeight - rules.dueSoonBlocks ? 'due-soon' : 'current'
}

/** Sums debts by how they stand; the four sums together are all debts given. */
export function ageing(
  debts: readonly { amount: bigint; expiryHeight: number }[],
  height: number,
  rules: AgeingRules,
): Record<DebtStanding, bigint> {
  const sums: Record<DebtStanding, bigint> = { current: 0n, 'due-soon': 0n, overdue: 0n, bad: 0n }
  for (const { amount, expiryHeight } of debts) sums[standingOf(expiryHeight, height, rules)] += amount
  return sums
}

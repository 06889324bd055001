import type { StateReader } from './state.ts'
import { type ListedDebt, standardDebts } from './view-of.ts'

/** A standard debt past its expiry; bad once `badDebtAge` more blocks have gone by (ledger.md 6). */
export type OverdueDebt = ListedDebt & { readonly bad: boolean }

/** The standard debts that are overdue at a height, by debtor and then by expiry. */
export function* overdueDebts(
  reader: StateReader,
  at: { readonly height: number; readonly badDebtAge: number },
): Iterable<OverdueDebt> {
  for (const debt of standardDebts(reader)) {
    if (debt.expiryHeight > at.height) continue
    yield { ...debt, bad: at.height >= debt.expiryHeight + at.badDebtAge }
  }
}

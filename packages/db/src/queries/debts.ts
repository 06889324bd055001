import { DEBT } from '@vc/ledger'
import { and, asc, eq, isNotNull, isNull, lte, type SQL } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outputs } from '../schema/chain.ts'
import { badDebtAgeOf, findCursor } from './cursor.ts'

/** `overdue` from the expiry height, `bad` after badDebtAge more blocks (ledger.md 6). */
export type DebtState = 'open' | 'overdue' | 'bad'
export type OpenDebt = typeof outputs.$inferSelect & { readonly state: DebtState }

/** The state of a debt with this expiry height when the next block has height `height`. */
export function debtStateAt(expiryHeight: number | null, height: number, badDebtAge: number): DebtState {
  if (expiryHeight === null || expiryHeight > height) return 'open'
  return expiryHeight + badDebtAge > height ? 'overdue' : 'bad'
}

/** The unpaid debts of a key hash (20 bytes in hex), the one due first in front. */
export function debtsOf(db: DbOrTransaction, keyHash: string): Promise<OpenDebt[]> {
  return unpaid(db, eq(outputs.keyHash, keyHash))
}

/** Every unpaid debt of the network whose expiry height has come. */
export async function overdueDebts(db: DbOrTransaction): Promise<OpenDebt[]> {
  const height = (await findCursor(db))?.height ?? -1
  return unpaid(db, and(isNotNull(outputs.expiryHeight), lte(outputs.expiryHeight, height)))
}

async function unpaid(db: DbOrTransaction, which: SQL | undefined): Promise<OpenDebt[]> {
  const cursor = await findCursor(db)
  const height = cursor?.height ?? -1
  const rows = await db
    .select()
    .from(outputs)
    .where(and(which, eq(outputs.element, DEBT), isNull(outputs.spentHeight)))
    .orderBy(asc(outputs.expiryHeight), outputs.txid, outputs.index)
  const age = badDebtAgeOf(cursor)
  return rows.map((row) => ({ ...row, state: debtStateAt(row.expiryHeight, height, age) }))
}

import { eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { projectionCursor } from '../schema/chain.ts'

export type Cursor = typeof projectionCursor.$inferSelect
export const CURSOR_ID = 1

/** How far the tables are; undefined before the first block. Behind `headHeight` they are catching up. */
export async function findCursor(db: DbOrTransaction): Promise<Cursor | undefined> {
  const [row] = await db.select().from(projectionCursor).where(eq(projectionCursor.id, CURSOR_ID))
  return row
}

/** Blocks after its expiry at which a debt is bad (ledger.md 6), from the configuration in force. */
export function badDebtAgeOf(cursor: Cursor | undefined): number {
  const age = cursor?.parameters.badDebtAge
  return typeof age === 'number' ? age : 259_200
}

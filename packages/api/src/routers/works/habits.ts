import { toHex } from '@vc/crypto'
import { and, eq } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { MemberContext } from '../../context.ts'
import { idOfKey } from '../../input.ts'

/** What every command of this desk says of itself. */
export const decides = {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
} as const

const SIGN_MS = 10 * 60_000
/** So long an act that is not signed keeps the coins and the place that it chose. */
export const signUntil = ({ clock }: MemberContext): Date => new Date(clock.nowMs() + SIGN_MS)

/** An id for a row of which the ledger must know before the database does. */
export function newId({ random }: MemberContext): string {
  return idOfKey(toHex(random(16)))
}

/** The row that an earlier call of the same command of this person wrote. */
export const byMe = (
  { id, createdBy }: { readonly id: PgColumn; readonly createdBy: PgColumn },
  { user }: MemberContext,
  key: string,
) => and(eq(id, key), eq(createdBy, user.personId))

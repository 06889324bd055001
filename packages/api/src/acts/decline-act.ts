import { type RequiredSignature, schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { auditIn } from '../audit.ts'
import type { DbOrTransaction, MemberContext } from '../context.ts'
import { refusalToError, unwrap } from '../refusal-to-error.ts'
import { concerning, openAct } from './begin-act.ts'
import { refuseKeptOfGiven } from './kept.ts'
import { isMine, signerOf } from './my-part.ts'
import { findAct } from './stored-act.ts'

const { actDeclines, acts } = schema

/**
 * Says that this person will not sign, and why. An act that can no longer get the signatures that it needs is taken
 * back there and then, so that nobody waits for it. Refuses `not-found`, `act-closed`, `act-expired`, `already-signed`, `kept-needed`
 * and `nothing-to-sign`; said again, nothing changes.
 */
export function declineAct(ctx: MemberContext, actId: string, reason: string) {
  return ctx.db.transaction(async (tx) => {
    const signer = await signerOf(tx, ctx.user)
    const found = concerning(ctx, signer, await findAct(tx, actId, true))
    if (found && (await hasDeclined(tx, ctx, actId))) return { status: found.status }
    const act = unwrap(openAct(found, ctx.clock.nowMs()))
    const mine = act.required.filter((part) => isMine(signer, part))
    if (mine.length === 0) throw refusalToError({ code: 'nothing-to-sign' })
    if (act.signatures.some(({ by }) => by === ctx.user.personId))
      throw refusalToError({ code: 'already-signed' })
    const at = new Date(ctx.clock.nowMs())
    const keys = [...new Set(mine.map(({ key }) => key))]
    await tx.insert(actDeclines).values({ actId, personId: ctx.user.personId, keys, reason, at })
    const isOver = !canBeEnough(act.required, await declinedKeys(tx, actId))
    if (isOver) await refuseKeptOfGiven(tx, act)
    const status = isOver ? ('withdrawn' as const) : act.status
    await tx.update(acts).set({ status, updatedAt: at }).where(eq(acts.id, actId))
    await auditIn(tx, ctx, { subject: actId })
    return { status }
  })
}

/** Whether this person has said no to an act. */
export async function hasDeclined(
  tx: DbOrTransaction,
  { user }: MemberContext,
  actId: string,
): Promise<boolean> {
  const own = and(eq(actDeclines.actId, actId), eq(actDeclines.personId, user.personId))
  const [row] = await tx.select({ at: actDeclines.at }).from(actDeclines).where(own)
  return row !== undefined
}

async function declinedKeys(tx: DbOrTransaction, actId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ keys: actDeclines.keys })
    .from(actDeclines)
    .where(eq(actDeclines.actId, actId))
  return new Set(rows.flatMap(({ keys }) => keys))
}

/** Whether all places can still be signed when these keys will not: each alone, and of a set as many as it needs. */
export function canBeEnough(required: readonly RequiredSignature[], declined: ReadonlySet<string>): boolean {
  return required.every(({ set, key }) => {
    if (!set) return !declined.has(key)
    const left = required.filter((part) => part.set?.name === set.name && !declined.has(part.key))
    return left.length >= set.need
  })
}

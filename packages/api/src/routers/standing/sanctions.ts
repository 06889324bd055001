import { evaluationPeriod, sanctionsOf, worstFirst } from '@vc/admission'
import {
  consentsOf,
  evaluationsFor,
  keysAround,
  lateLots,
  namesOfDebtors,
  noticesOf,
  ownersOf,
  schema,
} from '@vc/db'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed, reads, sessionProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const MOST = 1_000

/**
 * The joint list of debtors in default, the worst and largest in front, and who has left it: every entry with the transaction by
 * which the lot was owed, every exit with the one that ended it (requirements C-39).
 */
export const sanctionsRoute = allowed('debtor.list', reads).query(async ({ ctx: { db } }) => {
  const { rules, lots } = await lateLots(db)
  const names = await namesOfDebtors(db)
  const all = sanctionsOf(lots, rules)
  const rows = all.map((one) => ({ ...one, debtor: names.get(one.keyHash) ?? null }))
  const listed = rows.filter(({ stage }) => stage !== null).sort(worstFirst)
  const left = rows.filter(({ stage }) => stage === null).sort((a, b) => b.since - a.since)
  return {
    ...{ height: rules.height, total: listed.length },
    rows: listed.slice(0, MOST),
    left: left.slice(0, MOST),
  }
})

/** What the joint list has on who applies: of every key that the organisation or the person keeps. */
export async function sanctionsAround(
  db: DbOrTransaction,
  of: { readonly organisationId: string; readonly personId: string; readonly debtKeyHash: string },
) {
  const keys = [...new Set([...(await keysAround(db, of)), of.debtKeyHash])]
  const { rules, lots } = await lateLots(db, keys)
  const found = sanctionsOf(lots, rules)
  return {
    found,
    owners: await ownersOf(
      db,
      found.map(({ keyHash }) => keyHash),
    ),
  }
}

/** What was pushed to the own authority, when the next evaluation is cut, and whose scores it may see now. */
export const evaluationsRoute = allowed('score.answer', reads).query(async ({ ctx: { db, user } }) => {
  const { organisationId: authorityId } = user
  const { height, blocksPerDay } = await blockTimes(db)
  const period = evaluationPeriod(blocksPerDay)
  const given = await consentsOf(db, { authorityId, height })
  return {
    ...{ height, period, next: (Math.floor(height / period) + 1) * period },
    rows: await evaluationsFor(db, authorityId),
    watched: given.map(({ consent: { debtKeyHash, untilHeight }, other }) => ({
      ...{ debtKeyHash, untilHeight, firm: other },
    })),
  }
})

/** What the own organisation is told besides the acts that wait for it. */
export const noticesRoute = sessionProcedure(reads).query(({ ctx: { db, user } }) =>
  noticesOf(db, user.organisationId),
)

/** Says that somebody of the organisation has seen a notice. */
export const seenRoute = sessionProcedure({
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' },
})
  .input(z.strictObject({ noticeId: idInput }))
  .mutation(({ ctx, input: { noticeId } }) =>
    ctx.db.transaction(async (tx) => {
      const { creditNotices } = schema
      const own = and(
        eq(creditNotices.id, noticeId),
        eq(creditNotices.organisationId, ctx.user.organisationId),
      )
      const [found] = await tx.select({ id: creditNotices.id }).from(creditNotices).where(own)
      if (!found) throw refusalToError({ code: 'not-found' })
      const seenAt = new Date(ctx.clock.nowMs())
      await tx
        .update(creditNotices)
        .set({ seenAt })
        .where(and(own, isNull(creditNotices.seenAt)))
      await auditIn(tx, ctx, { subject: noticeId })
      return {}
    }),
  )

import { feedbackRows, ofParty, pointSums, schema, trialRows } from '@vc/db'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput, lineInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { feedbackAnswers, rewardPoints, royaltyContracts, studioTitles, titleFeedback, trials } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const

/** The titles that a person has played: it has points of them or has tried them. */
export async function titlesPlayed(db: DbOrTransaction, ctx: MemberContext): Promise<readonly string[]> {
  const accounts = await ownAccounts(db, ctx.user)
  const held = await pointSums(db, inArray(rewardPoints.account, [...accounts, '']))
  const tried = await trialRows(db, eq(trials.personId, ctx.user.personId))
  return [...new Set([...held.map(({ titleId }) => titleId), ...tried.map(({ offer }) => offer.titleId)])]
}

/** The titles of the own studio, and those that the own organisation publishes or sells. */
async function titlesOfParty(db: DbOrTransaction, { user }: MemberContext): Promise<readonly string[]> {
  const { id, organisationId } = studioTitles
  const own = await db.select({ id }).from(studioTitles).where(eq(organisationId, user.organisationId))
  const sold = await db
    .select({ id: royaltyContracts.titleId })
    .from(royaltyContracts)
    .where(and(eq(royaltyContracts.step, 'agreed'), ofParty(db, user.organisationId)))
  return [...own, ...sold].map((row) => row.id)
}

/** What players say of the titles that the own organisation makes or sells or that the person has played, and which of these wait for its own word. */
export const feedbackRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const played = await titlesPlayed(ctx.db, ctx)
  const seen = [...new Set([...played, ...(await titlesOfParty(ctx.db, ctx))])]
  const rows = await feedbackRows(ctx.db, seen)
  const said = rows
    .filter(({ feedback }) => feedback.personId === ctx.user.personId)
    .map(({ feedback }) => feedback.titleId)
  const { id, name } = studioTitles
  const titles = await ctx.db
    .select({ id, name })
    .from(studioTitles)
    .where(inArray(id, [...played]))
  return {
    entries: rows.map(({ feedback, answer, title }) => ({
      ...{ id: feedback.id, stars: feedback.stars, words: feedback.words, createdAt: feedback.createdAt },
      ...{ title: title.name, answer: answer && { words: answer.words, createdAt: answer.createdAt } },
      isMine: feedback.personId === ctx.user.personId,
      mayAnswer: answer === null && title.organisationId === ctx.user.organisationId,
    })),
    open: titles.filter((title) => !said.includes(title.id)),
  }
})

/** Says what a player thinks of a title that it has played, once; nobody moderates it. Refuses `not-found`, `feedback-given`. */
export const giveFeedbackRoute = allowed('studio.play', { ...decides, idempotency: 'command-key' })
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, titleId: idInput },
      ...{ stars: z.int().min(1).max(5), words: lineInput(500) },
    }),
  )
  .mutation(({ ctx, input: { commandKey: id, titleId, stars, words } }) =>
    ctx.db.transaction(async (tx) => {
      if (!(await titlesPlayed(tx, ctx)).includes(titleId)) throw refusalToError({ code: 'not-found' })
      const { personId } = ctx.user
      const [made] = await tx
        .insert(titleFeedback)
        .values({ id, titleId, personId, stars, words, createdAt: new Date(ctx.clock.nowMs()) })
        .onConflictDoNothing()
        .returning({ id: titleFeedback.id })
      const own = and(eq(titleFeedback.titleId, titleId), eq(titleFeedback.personId, personId))
      const [known] = await tx.select({ id: titleFeedback.id }).from(titleFeedback).where(own)
      if (!made && known?.id !== id) throw refusalToError({ code: 'feedback-given' })
      if (made) await auditIn(tx, ctx, { subject: id })
      return {}
    }),
  )

/** Answers a player's feedback on an own title, once. Refuses `not-found`, `feedback-answered`. */
export const answerFeedbackRoute = allowed('studio.contract', decides)
  .input(z.strictObject({ feedbackId: idInput, words: lineInput(500) }))
  .mutation(({ ctx, input: { feedbackId, words } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId: createdBy } = ctx.user
      const [row] = await tx
        .select({ id: titleFeedback.id })
        .from(titleFeedback)
        .innerJoin(studioTitles, eq(studioTitles.id, titleFeedback.titleId))
        .where(and(eq(titleFeedback.id, feedbackId), eq(studioTitles.organisationId, organisationId)))
      if (!row) throw refusalToError({ code: 'not-found' })
      const [made] = await tx
        .insert(feedbackAnswers)
        .values({ feedbackId, words, createdBy, createdAt: new Date(ctx.clock.nowMs()) })
        .onConflictDoNothing()
        .returning({ words: feedbackAnswers.words })
      const [known] = await tx
        .select()
        .from(feedbackAnswers)
        .where(eq(feedbackAnswers.feedbackId, feedbackId))
      if (!made && known?.words !== words) throw refusalToError({ code: 'feedback-answered' })
      if (made) await auditIn(tx, ctx, { subject: feedbackId })
      return {}
    }),
  )

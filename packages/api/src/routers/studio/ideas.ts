import { pointSums, roadmapRows, schema } from '@vc/db'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput, lineInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mustBeOn } from './modules.ts'

const { rewardPoints, roadmapIdeas, roadmapVotes, studioTitles } = schema
const DAY_MS = 86_400_000

/** What the ideas of a title may be seen by: its studio, and accounts with points of it. */
async function titlesSeen(ctx: MemberContext): Promise<readonly string[]> {
  const own = await ctx.db
    .select({ id: studioTitles.id })
    .from(studioTitles)
    .where(eq(studioTitles.organisationId, ctx.user.organisationId))
  const accounts = await ownAccounts(ctx.db, ctx.user)
  const held = await pointSums(ctx.db, inArray(rewardPoints.account, [...accounts, '']))
  return [...own.map(({ id }) => id), ...held.map(({ titleId }) => titleId)]
}

/** The roadmap of the own titles and of those that the person has points of: each idea with its voices, the points behind it. */
export const ideasRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const rows = await roadmapRows(ctx.db, await titlesSeen(ctx), await ownAccounts(ctx.db, ctx.user))
  const nowMs = ctx.clock.nowMs()
  return rows.map(({ idea, title, organisationId, ...counts }) => ({
    ...{ id: idea.id, text: idea.text, closesAt: idea.closesAt, title, ...counts },
    isOpen: idea.closesAt.getTime() > nowMs,
    isMine: organisationId === ctx.user.organisationId,
  }))
})

/** Puts an idea for an own title to the vote of everybody with points of it. Refuses `not-found`. */
export const addIdeaRoute = allowed('studio.contract', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      commandKey: commandKeyInput,
      titleId: idInput,
      text: lineInput(300),
      days: z.int().min(1).max(90),
    }),
  )
  .mutation(({ ctx, input: { commandKey: id, titleId, text, days } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      const own = and(eq(studioTitles.id, titleId), eq(studioTitles.organisationId, organisationId))
      const [title] = await tx.select().from(studioTitles).where(own)
      if (!title) throw refusalToError({ code: 'not-found' })
      const createdAt = new Date(ctx.clock.nowMs())
      const closesAt = new Date(createdAt.getTime() + days * DAY_MS)
      await tx
        .insert(roadmapIdeas)
        .values({ id, titleId, text, createdBy: personId, closesAt, createdAt })
        .onConflictDoNothing()
      await auditIn(tx, ctx, { subject: id })
      return { ideaId: id }
    }),
  )

/**
 * Gives an idea the voice of one of the person's accounts that has points of the title: one voice, however many points. Refuses
 * `not-found`, `vote-over`, `no-points`, `module-off`.
 */
export const voteRoute = allowed('studio.play', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ ideaId: idInput }))
  .mutation(({ ctx, input: { ideaId } }) =>
    ctx.db.transaction(async (tx) => {
      const [idea] = await tx.select().from(roadmapIdeas).where(eq(roadmapIdeas.id, ideaId))
      if (!idea) throw refusalToError({ code: 'not-found' })
      const account = await accountWithPoints(tx, ctx, idea.titleId)
      if (idea.closesAt.getTime() <= ctx.clock.nowMs()) throw refusalToError({ code: 'vote-over' })
      const createdAt = new Date(ctx.clock.nowMs())
      await tx.insert(roadmapVotes).values({ ideaId, account, createdAt }).onConflictDoNothing()
      await auditIn(tx, ctx, { subject: ideaId })
      return {}
    }),
  )

/** The person's account that has points of a title from a channel whose votes are open; who has none is not told of the idea. */
async function accountWithPoints(tx: DbOrTransaction, ctx: MemberContext, titleId: string): Promise<string> {
  const accounts = await ownAccounts(tx, ctx.user)
  const held = and(eq(rewardPoints.titleId, titleId), inArray(rewardPoints.account, [...accounts, '']))
  const [first] = await tx.select().from(rewardPoints).where(held).orderBy(rewardPoints.account).limit(1)
  if (!first) throw refusalToError({ code: 'not-found' })
  await mustBeOn(tx, first.organisationId, 'votes')
  return first.account
}

import { campaignRows, findCursor, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { type Campaign, type CampaignState, campaignState } from '@vc/settlement'
import { and, eq, inArray, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { titlesPlayed } from './feedback.ts'

const { rewardCampaigns, studioTitles } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const
const heightInput = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)

/** Up to where the portal has read the chain. */
const heightNow = async (db: DbOrTransaction): Promise<number> =>
  must(await findCursor(db), 'the portal follows a chain').height

/** Campaigns of the own titles and of those that the person has played, each with what is left of its budget. */
export const campaignsRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const times = await blockTimes(ctx.db)
  const own = await ownTitles(ctx.db, ctx)
  const seen = [...own, ...(await titlesPlayed(ctx.db, ctx))]
  const rows = await campaignRows(ctx.db, inArray(rewardCampaigns.titleId, seen))
  return {
    ...times,
    campaigns: rows.map(({ campaign, title, given }) => ({
      ...{ id: campaign.id, title: title.name, kind: campaign.kind, points: campaign.points, given },
      ...{ budget: campaign.budget, fromHeight: campaign.fromHeight, toHeight: campaign.toHeight },
      ...{ state: campaignState(campaign, given, times.height), isMine: own.includes(title.id) },
    })),
  }
})

/** The titles of the own studio. */
export async function ownTitles(db: DbOrTransaction, { user }: MemberContext): Promise<readonly string[]> {
  const { id, organisationId } = studioTitles
  const rows = await db.select({ id }).from(studioTitles).where(eq(organisationId, user.organisationId))
  return rows.map((row) => row.id)
}

/** An own title. Refuses `not-found`. */
export async function mustOwnTitle(db: DbOrTransaction, ctx: MemberContext, titleId: string): Promise<void> {
  if (!(await ownTitles(db, ctx)).includes(titleId)) throw refusalToError({ code: 'not-found' })
}

const isOver = (state: CampaignState): boolean => state !== 'ahead' && state !== 'running'

/** Campaigns that are not over at a height, locked so that no two spend one budget. */
async function openCampaigns(tx: DbOrTransaction, which: SQL | undefined, height: number) {
  await tx.select({ id: rewardCampaigns.id }).from(rewardCampaigns).where(which).for('update')
  const rows = await campaignRows(tx, which)
  return rows.filter(({ campaign, given }) => !isOver(campaignState(campaign, given, height)))
}

/** The campaigns of these titles that run now, and what each has given. */
export async function runningCampaigns(tx: DbOrTransaction, titleIds: readonly string[]) {
  const height = await heightNow(tx)
  const open = await openCampaigns(tx, inArray(rewardCampaigns.titleId, [...titleIds]), height)
  const running = open.filter(({ campaign, given }) => campaignState(campaign, given, height) === 'running')
  const campaigns: readonly Campaign[] = running.map(({ campaign }) => campaign)
  return { campaigns, given: new Map(running.map(({ campaign, given }) => [campaign.id, given])) }
}

const campaigning = z.strictObject({
  ...{ commandKey: commandKeyInput, titleId: idInput, kind: z.enum(['play', 'top-up', 'purchase']) },
  ...{ points: amountInput, budget: amountInput, fromHeight: heightInput, toHeight: heightInput },
})

/**
 * Starts a campaign for an own title; one of a kind at a time. Refuses `not-found`, `campaign-heights`, `campaign-budget`,
 * `campaign-open`.
 */
export const addCampaignRoute = allowed('studio.contract', { ...decides, idempotency: 'command-key' })
  .input(campaigning)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => add(tx, ctx, input)))

async function add(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof campaigning>) {
  const { commandKey: id, ...campaign } = asked
  const { titleId, kind, points, budget, fromHeight, toHeight } = campaign
  await mustOwnTitle(tx, ctx, titleId)
  await tx
    .select({ id: studioTitles.id })
    .from(studioTitles)
    .where(eq(studioTitles.id, titleId))
    .for('update')
  const same = and(eq(rewardCampaigns.id, id), eq(rewardCampaigns.createdBy, ctx.user.personId))
  const [known] = await tx.select({ id: rewardCampaigns.id }).from(rewardCampaigns).where(same)
  if (known) return { campaignId: id }
  const height = await heightNow(tx)
  if (toHeight < fromHeight || toHeight <= height)
    throw refusalToError({ code: 'campaign-heights', facts: { height } })
  if (budget < points) throw refusalToError({ code: 'campaign-budget' })
  const ofKind = and(eq(rewardCampaigns.titleId, titleId), eq(rewardCampaigns.kind, kind))
  const open = await openCampaigns(tx, ofKind, height)
  if (open.length > 0) throw refusalToError({ code: 'campaign-open' })
  const made = { createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
  await tx.insert(rewardCampaigns).values({ id, ...campaign, ...made })
  await auditIn(tx, ctx, { subject: id })
  return { campaignId: id }
}

/** Stops a campaign of an own title for good; what it gave stays given. Refuses `not-found`. */
export const stopCampaignRoute = allowed('studio.contract', decides)
  .input(z.strictObject({ campaignId: idInput }))
  .mutation(({ ctx, input: { campaignId } }) =>
    ctx.db.transaction(async (tx) => {
      const which = and(
        eq(rewardCampaigns.id, campaignId),
        inArray(rewardCampaigns.titleId, [...(await ownTitles(tx, ctx))]),
      )
      const [campaign] = await tx.select().from(rewardCampaigns).where(which).for('update')
      if (!campaign) throw refusalToError({ code: 'not-found' })
      if (campaign.stoppedHeight !== null) return {}
      await tx
        .update(rewardCampaigns)
        .set({ stoppedHeight: await heightNow(tx) })
        .where(which)
      await auditIn(tx, ctx, { subject: campaignId })
      return {}
    }),
  )

import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { organisations } from '../schema/identity.ts'
import {
  channelModules,
  feedbackAnswers,
  redeemOffers,
  redemptions,
  rewardCampaigns,
  rewardPoints,
  roadmapIdeas,
  roadmapVotes,
  titleFeedback,
  trialOffers,
  trials,
} from '../schema/players.ts'
import { acts, submissions } from '../schema/queue.ts'
import { studioTitles } from '../schema/studio.ts'

/** Names of the events that a channel has booked. */
export async function bookedEvents(db: DbOrTransaction, channelId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ event: rewardPoints.event })
    .from(rewardPoints)
    .where(eq(rewardPoints.organisationId, channelId))
  return new Set(rows.map(({ event }) => event))
}

/** Points by title and what they were for. */
export async function pointSums(db: DbOrTransaction, which: SQL | undefined) {
  const rows = await db
    .select({
      ...{ titleId: rewardPoints.titleId, title: studioTitles.name, reason: rewardPoints.reason },
      ...{ points: sql<string>`sum(${rewardPoints.points})`, events: sql<number>`count(*)::int` },
    })
    .from(rewardPoints)
    .innerJoin(studioTitles, eq(studioTitles.id, rewardPoints.titleId))
    .where(which)
    .groupBy(rewardPoints.titleId, studioTitles.name, rewardPoints.reason)
    .orderBy(asc(studioTitles.name), asc(rewardPoints.reason))
  return rows.map((row) => ({ ...row, points: BigInt(row.points) }))
}

/** Ideas of titles with how many accounts gave them their voice, the points of these, and whether one of `accounts` did. */
export async function roadmapRows(
  db: DbOrTransaction,
  titleIds: readonly string[],
  accounts: readonly string[],
) {
  const { id, titleId } = roadmapIdeas
  const voices = sql<number>`(select count(*)::int from ${roadmapVotes} v where v.idea_id = ${id})`
  const points = sql<string>`(select coalesce(sum(p.points), 0) from ${rewardPoints} p
    join ${roadmapVotes} v on v.account = p.account where v.idea_id = ${id} and p.title_id = ${titleId})`
  const ideas = await db
    .select({
      ...{ idea: roadmapIdeas, title: studioTitles.name, organisationId: studioTitles.organisationId },
      ...{ voices, points },
    })
    .from(roadmapIdeas)
    .innerJoin(studioTitles, eq(studioTitles.id, titleId))
    .where(inArray(titleId, [...titleIds]))
    .orderBy(desc(roadmapIdeas.createdAt))
    .limit(200)
  const own = await db
    .select({ ideaId: roadmapVotes.ideaId })
    .from(roadmapVotes)
    .where(inArray(roadmapVotes.account, [...accounts, '']))
  const voted = new Set(own.map(({ ideaId }) => ideaId))
  return ideas.map((row) => ({ ...row, points: BigInt(row.points), hasVoted: voted.has(row.idea.id) }))
}

/** What channels with open trials let players try. */
export function offerRows(db: DbOrTransaction) {
  return db
    .select({
      ...{ offer: trialOffers, title: studioTitles.name },
      ...{ name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(trialOffers)
    .innerJoin(studioTitles, eq(studioTitles.id, trialOffers.titleId))
    .innerJoin(organisations, eq(organisations.id, trialOffers.organisationId))
    .innerJoin(
      channelModules,
      and(
        eq(channelModules.organisationId, trialOffers.organisationId),
        and(eq(channelModules.module, 'trial'), eq(channelModules.isOn, true)),
      ),
    )
    .orderBy(asc(studioTitles.name))
    .limit(500)
}

/** A trial with its offer and what became of its purchase. */
export type TrialRow = Awaited<ReturnType<typeof trialRows>>[number]

/** Trials, the newest first. */
export function trialRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ trial: trials, offer: trialOffers, act: acts, submission: submissions })
    .from(trials)
    .innerJoin(trialOffers, eq(trialOffers.id, trials.offerId))
    .leftJoin(acts, eq(acts.id, trials.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(which)
    .orderBy(desc(trials.createdAt))
}

/** Feedback of titles with the studio's answer, the newest first. */
export function feedbackRows(db: DbOrTransaction, titleIds: readonly string[]) {
  return db
    .select({ feedback: titleFeedback, answer: feedbackAnswers, title: studioTitles })
    .from(titleFeedback)
    .innerJoin(studioTitles, eq(studioTitles.id, titleFeedback.titleId))
    .leftJoin(feedbackAnswers, eq(feedbackAnswers.feedbackId, titleFeedback.id))
    .where(inArray(titleFeedback.titleId, [...titleIds]))
    .orderBy(desc(titleFeedback.createdAt))
    .limit(500)
}

/** Campaigns of titles with what they have given, the newest first. */
export function campaignRows(db: DbOrTransaction, which: SQL | undefined) {
  const given = sql<string>`(select coalesce(sum(p.points), 0) from ${rewardPoints} p
    where p.campaign_id = ${rewardCampaigns.id})`.mapWith(BigInt)
  return db
    .select({ campaign: rewardCampaigns, title: studioTitles, given })
    .from(rewardCampaigns)
    .innerJoin(studioTitles, eq(studioTitles.id, rewardCampaigns.titleId))
    .where(which)
    .orderBy(desc(rewardCampaigns.createdAt))
    .limit(200)
}

/** The newest offer of each title for its points, with what was promised out of its budget. */
export function redeemOfferRows(db: DbOrTransaction, titleIds: readonly string[]) {
  const promised = sql<string>`(select coalesce(sum(r.amount), 0) from ${redemptions} r
    where r.offer_id = ${redeemOffers.id})`.mapWith(BigInt)
  return db
    .selectDistinctOn([redeemOffers.titleId], { offer: redeemOffers, title: studioTitles, promised })
    .from(redeemOffers)
    .innerJoin(studioTitles, eq(studioTitles.id, redeemOffers.titleId))
    .where(inArray(redeemOffers.titleId, [...titleIds]))
    .orderBy(redeemOffers.titleId, desc(redeemOffers.createdAt))
}

/** A redemption with its title and what became of its payment. */
export type RedemptionRow = Awaited<ReturnType<typeof redemptionRows>>[number]

/** Redemptions, the newest first. */
export function redemptionRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ redemption: redemptions, title: studioTitles, act: acts, submission: submissions })
    .from(redemptions)
    .innerJoin(studioTitles, eq(studioTitles.id, redemptions.titleId))
    .leftJoin(acts, eq(acts.id, redemptions.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(which)
    .orderBy(desc(redemptions.createdAt))
    .limit(500)
}

/** What each of these accounts has of each title's points and has not redeemed. */
export async function pointsLeft(db: DbOrTransaction, accounts: readonly string[]) {
  const of = [...accounts, '']
  const got = await db
    .select({
      ...{ titleId: rewardPoints.titleId, account: rewardPoints.account },
      points: sql<string>`sum(${rewardPoints.points})`.mapWith(BigInt),
    })
    .from(rewardPoints)
    .where(inArray(rewardPoints.account, of))
    .groupBy(rewardPoints.titleId, rewardPoints.account)
  const used = await db
    .select({
      ...{ titleId: redemptions.titleId, account: redemptions.account },
      points: sql<string>`sum(${redemptions.points})`.mapWith(BigInt),
    })
    .from(redemptions)
    .where(inArray(redemptions.account, of))
    .groupBy(redemptions.titleId, redemptions.account)
  const usedOf = ({ titleId, account }: { readonly titleId: string; readonly account: string }) =>
    used.find((one) => one.titleId === titleId && one.account === account)?.points ?? 0n
  return got.map((row) => ({ ...row, points: row.points - usedOf(row) }))
}

import type { PlayEvent, PointReason } from '@vc/settlement'
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { amount, moment, rowId } from './columns.ts'
import { organisationRef, personRef } from './identity.ts'
import { acts } from './queue.ts'
import { studioTitles } from './studio.ts'

/** What a channel has opened to others (requirements V-201). */
export type ChannelModule = 'settlement' | 'trial' | 'rewards' | 'votes'

/** Switches of a channel that were ever moved. Settlement is on until it is switched off, all else off until it is switched on. */
export const channelModules = pgTable(
  'channel_modules',
  {
    organisationId: organisationRef('organisation_id').notNull(),
    module: text('module').$type<ChannelModule>().notNull(),
    isOn: boolean('is_on').notNull(),
    changedBy: personRef('changed_by').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.module] })],
)

const titleRef = () =>
  uuid('title_id')
    .notNull()
    .references(() => studioTitles.id)

/** What a player thinks of a title, once. Nobody moderates it: rows are only ever added. */
export const titleFeedback = pgTable(
  'title_feedback',
  {
    id: rowId(),
    titleId: titleRef(),
    personId: personRef('person_id').notNull(),
    stars: integer('stars').notNull(),
    words: text('words').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('title_feedback_once').on(t.titleId, t.personId)],
)

/** What the studio answers, once. Rows are only ever added. */
export const feedbackAnswers = pgTable('feedback_answers', {
  feedbackId: uuid('feedback_id')
    .primaryKey()
    .references(() => titleFeedback.id),
  words: text('words').notNull(),
  createdBy: personRef('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
})

/** A studio's campaign: points besides the rule's, between two heights, out of a budget. See Campaign of @vc/settlement. */
export const rewardCampaigns = pgTable(
  'reward_campaigns',
  {
    id: rowId(),
    titleId: titleRef(),
    kind: text('kind').$type<PlayEvent['kind']>().notNull(),
    points: amount('points').notNull(),
    budget: amount('budget').notNull(),
    fromHeight: integer('from_height').notNull(),
    toHeight: integer('to_height').notNull(),
    stoppedHeight: integer('stopped_height'),
    createdBy: personRef('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('reward_campaigns_title').on(t.titleId)],
)

/** A channel's file of play events, taken whole. */
export const rewardFiles = pgTable(
  'reward_files',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA256 of the file's bytes in hex: the same file books nothing twice. */
    digest: text('digest').notNull(),
    broughtBy: personRef('brought_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('reward_files_file').on(t.organisationId, t.digest)],
)

/** Points of accounts, once for each event and reason; nobody can hand them on. Rows are only ever added. */
export const rewardPoints = pgTable(
  'reward_points',
  {
    /** The channel whose event it is. */
    organisationId: organisationRef('organisation_id').notNull(),
    event: text('event').notNull(),
    reason: text('reason').$type<PointReason>().notNull(),
    titleId: titleRef(),
    /** HASH160 in hex. */
    account: text('account').notNull(),
    points: amount('points').notNull(),
    fileId: uuid('file_id')
      .notNull()
      .references(() => rewardFiles.id),
    /** The campaign that gave them. */
    campaignId: uuid('campaign_id').references(() => rewardCampaigns.id),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.event, t.reason] }),
    index('reward_points_account').on(t.account, t.titleId),
  ],
)

/** What a studio gives for points of a title: `amount` for each `lot` of points, out of a budget. The newest of a title holds. */
export const redeemOffers = pgTable(
  'redeem_offers',
  {
    id: rowId(),
    titleId: titleRef(),
    lot: amount('lot').notNull(),
    amount: amount('amount').notNull(),
    budget: amount('budget').notNull(),
    createdBy: personRef('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('redeem_offers_title').on(t.titleId, t.createdAt)],
)

/** Points of an account that were redeemed, once for each command: from then on they are used, and the studio owes the amount. */
export const redemptions = pgTable(
  'redemptions',
  {
    id: rowId(),
    offerId: uuid('offer_id')
      .notNull()
      .references(() => redeemOffers.id),
    titleId: titleRef(),
    /** HASH160 in hex: whose points they were, and who is paid. */
    account: text('account').notNull(),
    points: amount('points').notNull(),
    amount: amount('amount').notNull(),
    createdBy: personRef('created_by').notNull(),
    /** The newest payment that was drafted. */
    actId: uuid('act_id').references(() => acts.id),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('redemptions_title').on(t.titleId, t.createdAt),
    index('redemptions_account').on(t.account, t.titleId),
  ],
)

/** What a studio could do next with a title. */
export const roadmapIdeas = pgTable(
  'roadmap_ideas',
  {
    id: rowId(),
    titleId: titleRef(),
    text: text('text').notNull(),
    createdBy: personRef('created_by').notNull(),
    closesAt: moment('closes_at').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('roadmap_ideas_title').on(t.titleId)],
)

/** One voice of an account that holds points of the title. Rows are only ever added. */
export const roadmapVotes = pgTable(
  'roadmap_votes',
  {
    ideaId: uuid('idea_id')
      .notNull()
      .references(() => roadmapIdeas.id),
    account: text('account').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ideaId, t.account] })],
)

/** What a channel lets players try: the price after the trial, and how many days one may try. */
export const trialOffers = pgTable(
  'trial_offers',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    titleId: titleRef(),
    price: amount('price').notNull(),
    days: integer('days').notNull(),
    /** Where the price is paid, HASH160 in hex. */
    account: text('account').notNull(),
    createdBy: personRef('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('trial_offers_title').on(t.organisationId, t.titleId)],
)

/**
 * A player's trial: credit of the channel for one title, kept in the channel's books and never a debt. How it stands follows from
 * its end, its act and the blocks: bought by a payment, or lapsed with nothing owed.
 */
export const trials = pgTable(
  'trials',
  {
    id: rowId(),
    offerId: uuid('offer_id')
      .notNull()
      .references(() => trialOffers.id),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    price: amount('price').notNull(),
    endsAt: moment('ends_at').notNull(),
    /** The newest purchase that was drafted. */
    actId: uuid('act_id').references(() => acts.id),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('trials_once').on(t.offerId, t.personId)],
)

/** Items of a title that its studio issued. Each is a record (docs/adr/0028); whose it is the ledger says. */
export const gameItems = pgTable(
  'game_items',
  {
    /** Also the record's key. */
    id: rowId(),
    titleId: titleRef(),
    name: text('name').notNull(),
    /** The studio's account, HASH160 in hex, that wrote the record. */
    issuer: text('issuer').notNull(),
    actId: uuid('act_id')
      .notNull()
      .references(() => acts.id),
    txid: text('txid').notNull(),
    createdBy: personRef('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('game_items_title').on(t.titleId, t.createdAt)],
)

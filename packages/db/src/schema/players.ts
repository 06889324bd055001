import type { PointReason } from '@vc/settlement'
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
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.event, t.reason] }),
    index('reward_points_account').on(t.account, t.titleId),
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

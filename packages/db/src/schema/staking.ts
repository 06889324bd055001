import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { amount, moment, rowId } from './columns.ts'
import { organisationRef } from './identity.ts'
import { acts } from './queue.ts'

/**
 * What a producer keeps of its rewards, as its operator published it; from `fromHeight` on, until the next row. A row
 * never changes: statements of past blocks rest on it.
 */
export const stakeTerms = pgTable(
  'stake_terms',
  {
    id: rowId(),
    /** 32 bytes in hex, as blocks name it. */
    producerKey: text('producer_key').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    /** Of 10,000. */
    share: integer('share').notNull(),
    fromHeight: integer('from_height').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('stake_terms_in_force').on(t.producerKey, t.fromHeight)],
)

/** Payments of shares: the rewards of the blocks after `afterHeight` up to `toHeight`, once. What was paid stands in the blocks. */
export const stakePayments = pgTable(
  'stake_payments',
  {
    id: rowId(),
    producerKey: text('producer_key').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    afterHeight: integer('after_height').notNull(),
    toHeight: integer('to_height').notNull(),
    txid: text('txid').notNull(),
    /** Of the rewards that are shared, the fee included. */
    rewards: amount('rewards').notNull(),
    /** Of what others than the producer get. */
    shared: amount('shared').notNull(),
    owners: integer('owners').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('stake_payments_range').on(t.producerKey, t.afterHeight)],
)

/** `locked`: who posts it clears others' debts with locked value. `debt`: who posts it has debts of its own cleared. */
export type OfferSide = 'locked' | 'debt'

/** The board of debt exchanges (ledger.md 6). How an offer stands follows from its act and from the blocks. */
export const exchangeOffers = pgTable(
  'exchange_offers',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    side: text('side').$type<OfferSide>().notNull(),
    /** The account that gives, HASH160 in hex. */
    keyHash: text('key_hash').notNull(),
    /** The locked coins or the lots that are offered, "txid:index". One spent elsewhere ends the offer. */
    outpoints: text('outpoints').array().notNull(),
    /** Debt that is cleared: at most so much for locked value, exactly so much for debts. */
    amount: amount('amount').notNull(),
    /** What is paid in circulation, of 10,000 of what is cleared. */
    rate: integer('rate').notNull(),
    /** From this height on it is not taken any more. */
    closesAt: integer('closes_at').notNull(),
    withdrawnAt: moment('withdrawn_at'),
    /** The newest taking: an act that both sides sign. */
    actId: uuid('act_id').references(() => acts.id),
    takerId: organisationRef('taker_id'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('exchange_offers_closes').on(t.closesAt), index('exchange_offers_act').on(t.actId)],
)

import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { amount, moment, rowId } from './columns.ts'
import { organisationRef, personRef } from './identity.ts'
import { acts } from './queue.ts'

/**
 * What a holder would hand on for value: a record of its own, by table and key (docs/adr/0028). How an offer stands follows from the
 * newest act that takes it, the blocks, and whether the seller still holds the record; it is never stored.
 */
export const recordOffers = pgTable(
  'record_offers',
  {
    id: rowId(),
    table: text('table').$type<'item' | 'licence'>().notNull(),
    /** Hex. */
    key: text('key').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: personRef('created_by').notNull(),
    /** The seller's account, HASH160 in hex. */
    keyHash: text('key_hash').notNull(),
    price: amount('price').notNull(),
    createdAt: moment('created_at').notNull(),
    withdrawnAt: moment('withdrawn_at'),
    /** The newest taking: by whom, for which account, in which act; `txid` of the record that hands it on, and of what pays for it. */
    takerId: personRef('taker_id'),
    takerOrganisationId: organisationRef('taker_organisation_id'),
    takerHash: text('taker_hash'),
    actId: uuid('act_id').references(() => acts.id),
    txid: text('txid'),
    paymentTxid: text('payment_txid'),
    /** Of a licence: its public code from then on. */
    code: text('code'),
  },
  (t) => [
    index('record_offers_pair').on(t.table, t.key, t.createdAt),
    index('record_offers_code').on(t.code),
  ],
)

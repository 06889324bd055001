import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { amount, bytes, moment, rowId } from './columns.ts'
import { organisationRef } from './identity.ts'
import { acts } from './queue.ts'

/** A settlement centre that takes cheques. Its key certifies leaves and moves no money (docs/adr/0027). */
export const chequeCentres = pgTable('cheque_centres', {
  organisationId: organisationRef('organisation_id').primaryKey(),
  /** Of the key that certifies; every leaf's secret comes out of it too. */
  secret: bytes('secret').notNull(),
  createdAt: moment('created_at').notNull(),
})

/**
 * Value that a holder has put aside for cheques, one leaf for each: outputs 0 to leaves - 1 of its transaction. Whether a leaf
 * stands, was cashed or taken back, the blocks say.
 */
export const chequeBooks = pgTable(
  'cheque_books',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    centreId: organisationRef('centre_id')
      .notNull()
      .references(() => chequeCentres.organisationId),
    createdBy: uuid('created_by').notNull(),
    /** The drawer's account, HASH160 in hex. */
    keyHash: text('key_hash').notNull(),
    leaves: integer('leaves').notNull(),
    /** In each leaf. */
    amount: amount('amount').notNull(),
    /** From this height on no cheque is cashed, and what is left is the drawer's again. */
    expiry: integer('expiry').notNull(),
    txid: text('txid').notNull(),
    actId: uuid('act_id')
      .notNull()
      .references(() => acts.id),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('cheque_books_organisation').on(t.organisationId, t.createdAt),
    index('cheque_books_centre').on(t.centreId, t.createdAt),
    index('cheque_books_txid').on(t.txid),
  ],
)

export type ChequeStep = 'sent' | 'refused'

/** A cheque that was presented: of each leaf the first. One that the ledger refused leaves its leaf to another. */
export const cheques = pgTable(
  'cheques',
  {
    id: rowId(),
    bookId: uuid('book_id')
      .notNull()
      .references(() => chequeBooks.id),
    leaf: integer('leaf').notNull(),
    /** Who presented it. */
    organisationId: organisationRef('organisation_id').notNull(),
    presentedBy: uuid('presented_by').notNull(),
    payee: text('payee').notNull(),
    amount: amount('amount').notNull(),
    txid: text('txid').notNull(),
    step: text('step').$type<ChequeStep>().notNull(),
    /** What the network refused. */
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('cheques_once').on(t.bookId, t.leaf).where(sql`${t.step} <> 'refused'`),
    index('cheques_organisation').on(t.organisationId, t.createdAt),
  ],
)

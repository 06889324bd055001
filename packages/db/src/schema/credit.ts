import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { amount, bytes, moment } from './columns.ts'
import { organisations, people } from './identity.ts'
import { acts } from './queue.ts'

/**
 * Applications for credit. `step` is what people decided beside the ledger; who signed and what the chain says
 * is read from the act and its submission, so it can not differ from them.
 */
export const creditApplications = pgTable(
  'credit_applications',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => people.id),
    /** Asked twice with one key is asked once. */
    commandKey: uuid('command_key').notNull(),
    /** Hex of the account id and of the key hash that would owe. */
    accountId: text('account_id').notNull(),
    debtKeyHash: text('debt_key_hash').notNull(),
    amount: amount('amount').notNull(),
    termBlocks: integer('term_blocks').notNull(),
    lots: integer('lots').notNull(),
    purpose: text('purpose').notNull(),
    guarantee: text('guarantee').notNull(),
    step: text('step', { enum: ['applied', 'approving', 'given', 'declined', 'withdrawn'] })
      .notNull()
      .default('applied'),
    /** Why it was declined. */
    reason: text('reason'),
    /** The authority that drafted, and its act. */
    authorityId: uuid('authority_id').references(() => organisations.id),
    actId: uuid('act_id').references(() => acts.id),
    /** Of the transaction that gave it. */
    txid: text('txid'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    unique('credit_applications_once').on(t.organisationId, t.commandKey),
    index('credit_applications_step').on(t.step, t.createdAt),
    index('credit_applications_act').on(t.actId),
  ],
)

/** What was asked of the admission group's keys: an account of a holder, or an agent with its management credit. */
export const admissions = pgTable('admissions', {
  /** "account:<account id>" or "agent:<key>", hex. */
  subject: text('subject').primaryKey(),
  state: text('state', { enum: ['waiting', 'submitted', 'in-block', 'final', 'refused'] }).notNull(),
  /** Opens the commitment to the extended key in an account record. */
  salt: bytes('salt'),
  submissionId: uuid('submission_id'),
  /** Code of what stands in the way. */
  reason: text('reason'),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

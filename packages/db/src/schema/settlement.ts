import { sql } from 'drizzle-orm'
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { amount, bytes, moment, rowId } from './columns.ts'
import { organisationRef, personRef } from './identity.ts'
import { acts } from './queue.ts'

/** The steps of @vc/settlement, and the end of a batch that does not go on. */
export const settlementSteps = [
  'checked',
  'netted',
  'prepared',
  'approved',
  'submitted',
  'settled',
  'final',
  'declined',
] as const
export type SettlementStep = (typeof settlementSteps)[number]
/** An output of the pool that a batch spends, as the draft needs it. */
export type StoredPoolOutput = {
  readonly txid: string
  readonly index: number
  readonly amount: string
  readonly script: string
}

/** A file of obligations brought to a settlement centre. The same obligations are the same batch. */
export const settlementBatches = pgTable(
  'settlement_batches',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    /** Hex of batchDigest(obligations). */
    digest: text('digest').notNull(),
    fileName: text('file_name').notNull(),
    format: text('format').notNull(),
    encoding: text('encoding').notNull(),
    broughtBy: personRef('brought_by').notNull(),
    step: text('step').$type<SettlementStep>().notNull().default('checked'),
    obligations: integer('obligations').notNull(),
    setAside: integer('set_aside').notNull(),
    belowUnit: integer('below_unit').notNull(),
    pairs: integer('pairs').notNull().default(0),
    gross: amount('gross').notNull().default(sql`0`),
    bilateral: amount('bilateral').notNull().default(sql`0`),
    multilateral: amount('multilateral').notNull().default(sql`0`),
    /** Hex of the report's root, once netted. */
    reportRoot: text('report_root'),
    /** Who takes it for approval: another person than who brought it, with the act key that holds the pool. */
    approver: personRef('approver'),
    /** Hex, 33 bytes. */
    approverKey: text('approver_key'),
    /** "txid:index" of the output that commits to the record. */
    commitment: text('commitment'),
    commitmentSubmissionId: uuid('commitment_submission_id'),
    actId: uuid('act_id').references(() => acts.id),
    submissionId: uuid('submission_id'),
    /** What the ledger took for it, in smallest units. */
    fee: amount('fee').notNull().default(sql`0`),
    /** Of the block that settled it. */
    height: integer('height'),
    /** Code of what stands in the way, until it is tried again. */
    reason: text('reason'),
    /** Work done of the work of the present step, for the screen. */
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    // A declined batch may be brought anew.
    uniqueIndex('settlement_batches_once').on(t.organisationId, t.digest).where(sql`${t.step} <> 'declined'`),
    index('settlement_batches_step').on(t.step, t.updatedAt),
  ],
)

export const settlementObligations = pgTable(
  'settlement_obligations',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => settlementBatches.id),
    reference: text('reference').notNull(),
    debtor: text('debtor').notNull(),
    creditor: text('creditor').notNull(),
    amount: amount('amount').notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.reference] })],
)

/** Lines that the person who brought the file set aside by an explicit yes. */
export const settlementSetAside = pgTable(
  'settlement_set_aside',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => settlementBatches.id),
    line: integer('line').notNull(),
    code: text('code').notNull(),
    column: text('column'),
    facts: jsonb('facts').$type<Record<string, string | number>>(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.line, t.code] })],
)

/** Net positions of a batch: positive receives. Where a creditor's money goes is written down when it is prepared. */
export const settlementPositions = pgTable(
  'settlement_positions',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => settlementBatches.id),
    party: text('party').notNull(),
    amount: amount('amount').notNull(),
    /** Key hash in hex that is paid; null: the money stays with the centre under the party's name. */
    paidTo: text('paid_to'),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.party] })],
)

/** Who stands behind a code in the files of a centre, and where that party is paid. */
export const settlementParticipants = pgTable(
  'settlement_participants',
  {
    organisationId: organisationRef('organisation_id').notNull(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    /** HASH160 in hex. */
    keyHash: text('key_hash').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.code] })],
)

/**
 * The books of a centre's pool, double entry: the lines of one entry sum to zero. Account "ledger" is the pool on the
 * ledger seen from the other side, "centre" the centre's own money, "party:<code>" what it holds for a participant.
 * Rows are only ever added.
 */
export const settlementLines = pgTable(
  'settlement_lines',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    organisationId: organisationRef('organisation_id').notNull(),
    /** "fund:<txid>:<index>", "deposit:<command key>", "batch:<id>", "fee:<id>": booked twice is booked once. */
    entry: text('entry').notNull(),
    account: text('account').notNull(),
    amount: amount('amount').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (t) => [unique('settlement_lines_once').on(t.organisationId, t.entry, t.account)],
)

/** The transactions of a batch as they were drafted: what is approved, and what the report shows. */
export const settlementLegs = pgTable(
  'settlement_legs',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => settlementBatches.id),
    number: integer('number').notNull(),
    txid: text('txid').notNull(),
    transaction: bytes('transaction').notNull(),
    /** Outputs under the pool's own script: change, and money held for participants ("" is the change). */
    held: jsonb('held').$type<{ index: number; party: string; amount: string }[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.number] }), index('settlement_legs_txid').on(t.txid)],
)

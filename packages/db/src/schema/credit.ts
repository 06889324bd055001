import { sql } from 'drizzle-orm'
import {
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
import { collectiveProposals, collectives } from './collectives.ts'
import { amount, bytes, moment, rowId } from './columns.ts'
import { coopOrders } from './coop.ts'
import { organisationRef, personRef } from './identity.ts'
import { acts } from './queue.ts'
import type { StoredBadRow } from './rights.ts'

/** How a field of the applications of a file was read, as the person who brought it saw and confirmed. */
export type StoredReading = {
  readonly field: string
  readonly columns: readonly string[]
  readonly how: string
}

/** A file of applications for credit. Of the file itself only what the applications need is kept. */
export const creditImports = pgTable(
  'credit_imports',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA256 of the file's bytes in hex: the same file is taken once. */
    digest: text('digest').notNull(),
    readings: jsonb('readings').$type<StoredReading[]>().notNull(),
    /** Lines that the applicant chose to set aside. */
    setAside: jsonb('set_aside').$type<StoredBadRow[]>().notNull(),
    count: integer('count').notNull(),
    /** Of them, how many are applications by now. */
    done: integer('done').notNull().default(0),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [unique('credit_imports_file').on(t.organisationId, t.digest)],
)

/** An application of a file that the worker has not written yet; amount as a decimal string. */
export type WaitingApplication = {
  readonly line: number
  readonly reference: string
  readonly accountId: string
  readonly debtKeyHash: string
  readonly amount: string
  readonly termBlocks: number
  readonly lots: number
  readonly purpose: string
  readonly guarantee: string
}

/** The part of a file that one run of the worker makes applications of; gone once it has. */
export const creditImportParts = pgTable(
  'credit_import_parts',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => creditImports.id),
    part: integer('part').notNull(),
    rows: jsonb('rows').$type<WaitingApplication[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.part] })],
)

/**
 * Applications for credit. `step` is what people decided beside the ledger; who signed and what the chain says
 * is read from the act and its submission, so it can not differ from them.
 */
export const creditApplications = pgTable(
  'credit_applications',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    /** Asked twice with one key is asked once. */
    commandKey: uuid('command_key').notNull().defaultRandom(),
    /** The file that brought it, its line there, and what the applicant calls it. */
    importId: uuid('import_id').references(() => creditImports.id),
    line: integer('line'),
    reference: text('reference'),
    /** Hex of the account id and of the key hash that would owe. */
    accountId: text('account_id').notNull(),
    debtKeyHash: text('debt_key_hash').notNull(),
    amount: amount('amount').notNull(),
    termBlocks: integer('term_blocks').notNull(),
    lots: integer('lots').notNull(),
    purpose: text('purpose').notNull(),
    guarantee: text('guarantee').notNull(),
    /** Who gets the value in the debtor's place, in hex: HASH160 of an account's key, or a collective's ledger id; and what the applicant calls it. */
    payee: text('payee'),
    payeeName: text('payee_name'),
    /** The order whose suppliers get the value in the debtor's place, and whose buyers' value pays the debt back. */
    orderId: uuid('order_id').references(() => coopOrders.id),
    /** The collective that owes in the applicant's place; then `account_id` is its ledger id. And the vote of its members on the draft. */
    collectiveId: uuid('collective_id').references(() => collectives.id),
    proposalId: uuid('proposal_id').references(() => collectiveProposals.id),
    step: text('step', { enum: ['applied', 'approving', 'given', 'declined', 'withdrawn'] })
      .notNull()
      .default('applied'),
    /** Why it was declined. */
    reason: text('reason'),
    /** The authority that drafted, and its act. */
    authorityId: organisationRef('authority_id'),
    actId: uuid('act_id').references(() => acts.id),
    /** The restructuring that the authority keeps, of a debt under a script of its own (docs/adr/0051). */
    keptActId: uuid('kept_act_id').references(() => acts.id),
    /** Of the transaction that gave it. */
    txid: text('txid'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    unique('credit_applications_once').on(t.organisationId, t.commandKey),
    index('credit_applications_step').on(t.step, t.createdAt),
    index('credit_applications_act').on(t.actId),
    index('credit_applications_newest').on(t.createdAt, t.line),
    index('credit_applications_import').on(t.importId),
    index('credit_applications_order').on(t.orderId),
    // What was declined or taken back may be asked for again by its old name.
    uniqueIndex('credit_applications_reference')
      .on(t.organisationId, t.reference)
      .where(sql`${t.step} not in ('declined', 'withdrawn')`),
  ],
)

/** What a creditor writes into the case file of a debt. Rows are only ever added. */
export const creditNotes = pgTable(
  'credit_notes',
  {
    id: rowId(),
    /** The transaction that gave the debt, in hex. */
    root: text('root').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    /** Written twice with one key is written once. */
    commandKey: uuid('command_key').notNull(),
    text: text('text').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('credit_notes_once').on(t.organisationId, t.commandKey),
    index('credit_notes_root').on(t.root, t.createdAt),
  ],
)

/** When debtors are reminded of their lots; filled by the projection from the blocks alone. */
export const creditReminders = pgTable(
  'credit_reminders',
  {
    txid: text('txid').notNull(),
    index: integer('index').notNull(),
    stage: text('stage', { enum: ['soon', 'last', 'due'] }).notNull(),
    /** From this height on. */
    height: integer('height').notNull(),
    /** Of the block that wrote the lot. */
    writtenHeight: integer('written_height').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.txid, t.index, t.stage] }),
    index('credit_reminders_written').on(t.writtenHeight),
  ],
)

/** What a creditor asks the reserve to clear. How far it is is read from the act and its submission. */
export const creditWriteOffs = pgTable(
  'credit_write_offs',
  {
    id: rowId(),
    /** The transaction that gave the debt, in hex. */
    root: text('root').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    /** Asked twice with one key is asked once. */
    commandKey: uuid('command_key').notNull(),
    /** The agent whose management credit is read and whose key signs, in hex. */
    agentKey: text('agent_key').notNull(),
    /** Names of the bad lots, "txid:index", and their sum in smallest units. */
    lots: text('lots').array().notNull(),
    amount: amount('amount').notNull(),
    /** Why nothing more can be got. */
    grounds: text('grounds').notNull(),
    /** Code of what stands in the way of the draft. */
    refusal: text('refusal'),
    actId: uuid('act_id').references(() => acts.id),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('credit_write_offs_once').on(t.organisationId, t.commandKey),
    index('credit_write_offs_root').on(t.root, t.createdAt),
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

import type { Part, ToldTerms } from '@vc/settlement'
import {
  bigserial,
  date,
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
import { creditApplications } from './credit.ts'
import { organisationRef, personRef } from './identity.ts'
import { acts } from './queue.ts'
import type { Finality } from './rights.ts'

/** Titles of studios. `code` is what every channel's statements call it. */
export const studioTitles = pgTable('studio_titles', {
  id: rowId(),
  organisationId: organisationRef('organisation_id').notNull(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  createdBy: personRef('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
})

export type ContractStep = 'proposed' | 'prepared' | 'agreed' | 'refused' | 'withdrawn'

/**
 * Versions of revenue-share contracts (docs/adr/0020). A version never changes: another one takes its place from its first day on.
 * It holds once the record that all three parties signed is in a block.
 */
export const royaltyContracts = pgTable(
  'royalty_contracts',
  {
    id: rowId(),
    /** The contract through all its versions: the id of the first. */
    lineId: uuid('line_id').notNull(),
    version: integer('version').notNull(),
    titleId: uuid('title_id')
      .notNull()
      .references(() => studioTitles.id),
    terms: jsonb('terms').$type<ToldTerms>().notNull(),
    step: text('step').$type<ContractStep>().notNull(),
    /** The draft that waits for the keys of all three; null until the worker has made it. */
    actId: uuid('act_id').references(() => acts.id),
    txid: text('txid'),
    height: integer('height'),
    finality: text('finality').$type<Finality>(),
    /** What the network refused. */
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    unique('royalty_contracts_version').on(t.lineId, t.version),
    index('royalty_contracts_title').on(t.titleId),
  ],
)

/** The three parties of a version. Who has taken part has named an account and the person whose key signs. */
export const royaltyParties = pgTable(
  'royalty_parties',
  {
    contractId: uuid('contract_id')
      .notNull()
      .references(() => royaltyContracts.id),
    part: text('part').$type<Part>().notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    /** Where shares are paid, HASH160 in hex. */
    account: text('account'),
    signerId: personRef('signer_id'),
    signerKey: bytes('signer_key'),
    joinedAt: moment('joined_at'),
  },
  (t) => [
    primaryKey({ columns: [t.contractId, t.part] }),
    index('royalty_parties_organisation').on(t.organisationId),
  ],
)

/** What a publisher pays a studio ahead. It counts once a block has output 0 of its transaction. */
export const royaltyAdvances = pgTable(
  'royalty_advances',
  {
    id: rowId(),
    lineId: uuid('line_id').notNull(),
    amount: amount('amount').notNull(),
    txid: text('txid').notNull(),
    actId: uuid('act_id')
      .notNull()
      .references(() => acts.id),
    createdBy: personRef('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('royalty_advances_line').on(t.lineId)],
)

/**
 * What a studio expects its shares of sales in these days to come to, both days included. The newest of a contract holds; rows are
 * only ever added, so that the other parties see what was expected before.
 */
export const royaltyForecasts = pgTable(
  'royalty_forecasts',
  {
    id: rowId(),
    lineId: uuid('line_id').notNull(),
    amount: amount('amount').notNull(),
    fromDay: date('from_day', { mode: 'string' }).notNull(),
    toDay: date('to_day', { mode: 'string' }).notNull(),
    createdBy: personRef('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('royalty_forecasts_line').on(t.lineId, t.createdAt)],
)

/** Credit that a studio asked for against its forecast. How it stands is the application's and the ledger's to say. */
export const royaltyDraws = pgTable(
  'royalty_draws',
  {
    applicationId: uuid('application_id')
      .primaryKey()
      .references(() => creditApplications.id),
    lineId: uuid('line_id').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('royalty_draws_line').on(t.lineId)],
)

/** A channel's statement, taken whole. A correction is a statement that names the one it corrects (docs/adr/0029). */
export const royaltyStatements = pgTable(
  'royalty_statements',
  {
    id: rowId(),
    /** The channel. */
    organisationId: organisationRef('organisation_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA256 of the file's bytes in hex: the same file books nothing twice. */
    digest: text('digest').notNull(),
    /** The statement that it corrects, and the how manieth correction of it; 0 of what corrects nothing. */
    corrects: uuid('corrects'),
    correction: integer('correction').notNull().default(0),
    broughtBy: personRef('brought_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('royalty_statements_file').on(t.organisationId, t.digest, t.correction),
    uniqueIndex('royalty_statements_corrects').on(t.corrects, t.correction),
  ],
)

/**
 * What was sold of a title on a day, and what each party gets of it, smallest units. A day is stated once; the line of a correction
 * says what it changes, below zero where there is less. Rows are only ever added.
 */
export const royaltyLines = pgTable(
  'royalty_lines',
  {
    statementId: uuid('statement_id')
      .notNull()
      .references(() => royaltyStatements.id),
    line: integer('line').notNull(),
    /** The version that is in force on the day. */
    contractId: uuid('contract_id')
      .notNull()
      .references(() => royaltyContracts.id),
    lineId: uuid('line_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    ...{ units: amount('units').notNull(), gross: amount('gross').notNull() },
    ...{ refunds: amount('refunds').notNull(), tax: amount('tax').notNull(), net: amount('net').notNull() },
    ...{ studio: amount('studio').notNull(), publisher: amount('publisher').notNull() },
    channel: amount('channel').notNull(),
    ...{ entitled: amount('entitled').notNull(), toppedUp: amount('topped_up').notNull() },
    recouped: amount('recouped').notNull(),
    /** The order of booking, through all statements. */
    place: bigserial('place', { mode: 'number' }).notNull(),
    correction: integer('correction').notNull().default(0),
    /** What blocks had of the advance when the line was booked; null where it was not kept. */
    advanced: amount('advanced'),
  },
  (t) => [
    primaryKey({ columns: [t.statementId, t.line] }),
    uniqueIndex('royalty_lines_day').on(t.lineId, t.day, t.correction),
    index('royalty_lines_contract').on(t.contractId),
  ],
)

/**
 * What the channel owes for a line, to studio or publisher; below zero what a correction says was too much, which is set off. How it
 * stands follows from its act, its credit, what was set off, and the blocks.
 */
export const royaltyDues = pgTable(
  'royalty_dues',
  {
    statementId: uuid('statement_id')
      .notNull()
      .references(() => royaltyStatements.id),
    line: integer('line').notNull(),
    part: text('part').$type<Exclude<Part, 'channel'>>().notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    /** HASH160 in hex. */
    account: text('account').notNull(),
    amount: amount('amount').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    dueDay: date('due_day', { mode: 'string' }).notNull(),
    /** The newest act that pays it. */
    actId: uuid('act_id').references(() => acts.id),
    /** The application that turns it into debt. */
    applicationId: uuid('application_id').references(() => creditApplications.id),
  },
  (t) => [
    primaryKey({ columns: [t.statementId, t.line, t.part] }),
    index('royalty_dues_organisation').on(t.organisationId),
  ],
)

/** What was too much by one due (below zero), and is not paid again with another one. Rows are only ever added. */
export const royaltySetOffs = pgTable(
  'royalty_set_offs',
  {
    id: rowId(),
    part: text('part').$type<Exclude<Part, 'channel'>>().notNull(),
    excessStatementId: uuid('excess_statement_id')
      .notNull()
      .references(() => royaltyStatements.id),
    excessLine: integer('excess_line').notNull(),
    dueStatementId: uuid('due_statement_id')
      .notNull()
      .references(() => royaltyStatements.id),
    dueLine: integer('due_line').notNull(),
    amount: amount('amount').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('royalty_set_offs_excess').on(t.excessStatementId, t.excessLine),
    index('royalty_set_offs_due').on(t.dueStatementId, t.dueLine),
  ],
)

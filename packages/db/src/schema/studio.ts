import type { Part, ToldTerms } from '@vc/settlement'
import {
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

/** A channel's statement, taken whole. */
export const royaltyStatements = pgTable(
  'royalty_statements',
  {
    id: rowId(),
    /** The channel. */
    organisationId: organisationRef('organisation_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA256 of the file's bytes in hex: the same file books nothing twice. */
    digest: text('digest').notNull(),
    broughtBy: personRef('brought_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('royalty_statements_file').on(t.organisationId, t.digest)],
)

/** What was sold of a title on a day, and what each party gets of it, smallest units. A day is stated once. Rows are only ever added. */
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
  },
  (t) => [
    primaryKey({ columns: [t.statementId, t.line] }),
    uniqueIndex('royalty_lines_day').on(t.lineId, t.day),
    index('royalty_lines_contract').on(t.contractId),
  ],
)

/** What the channel owes for a line, to studio or publisher. How it stands follows from its act, its credit and the blocks. */
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

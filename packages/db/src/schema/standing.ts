import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { amount, moment, rowId } from './columns.ts'
import { organisationRef, personRef } from './identity.ts'

/** How debtors stand: who they are, their score with what authorities said of it, and what was told to whom. */

/**
 * Whose a debt key is, where the portal's own wallets, act keys and collectives do not tell it. Rows are only ever added: of two
 * for one key the newer counts.
 */
export const debtorEntities = pgTable(
  'debtor_entities',
  {
    id: rowId(),
    /** HASH160 in hex of the key that owes. */
    keyHash: text('key_hash').notNull(),
    kind: text('kind', { enum: ['organisation', 'person'] }).notNull(),
    name: text('name').notNull(),
    /** The number that its register of companies, or its identity document, has for it. */
    registration: text('registration').notNull(),
    /** How the authority knows that the key is theirs. */
    grounds: text('grounds').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    /** Said twice with one key is said once. */
    commandKey: uuid('command_key').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('debtor_entities_once').on(t.organisationId, t.commandKey),
    index('debtor_entities_key').on(t.keyHash, t.createdAt),
  ],
)

/** What a scored party holds against a term of its score, and how the term stood then. Rows are only ever added. */
export const scoreAppeals = pgTable(
  'score_appeals',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    commandKey: uuid('command_key').notNull(),
    debtKeyHash: text('debt_key_hash').notNull(),
    /** The authority that is asked. */
    authorityId: organisationRef('authority_id').notNull(),
    term: text('term', {
      enum: ['repayment', 'ageing', 'turnover', 'cover', 'concentration'],
    }).notNull(),
    reason: text('reason').notNull(),
    /** SHA256 in hex of a document that stays with the appellant. */
    document: text('document'),
    /** Where the ledger stood, and the score and the term's points there. */
    height: integer('height').notNull(),
    score: integer('score').notNull(),
    points: integer('points').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('score_appeals_once').on(t.organisationId, t.commandKey),
    index('score_appeals_key').on(t.debtKeyHash, t.createdAt),
    index('score_appeals_authority').on(t.authorityId, t.createdAt),
  ],
)

/** What an authority states of one output ("txid:index") of a scored key, beside the ledger. */
export type StoredStatement = { readonly output: string; readonly says: 'in-time' | 'turnover' }

/** What the authority answered, with its key: the score stands, or the inputs are corrected. Rows are only ever added. */
export const scoreAnswers = pgTable('score_answers', {
  appealId: uuid('appeal_id')
    .primaryKey()
    .references(() => scoreAppeals.id),
  organisationId: organisationRef('organisation_id').notNull(),
  personId: personRef('person_id').notNull(),
  /** The sign-in key that was touched for exactly these words. */
  passkeyId: uuid('passkey_id').notNull(),
  outcome: text('outcome', { enum: ['stands', 'reopened'] }).notNull(),
  reason: text('reason').notNull(),
  /** From the height on they count; none when the score stands. */
  statements: jsonb('statements').$type<StoredStatement[]>().notNull(),
  height: integer('height').notNull(),
  scoreBefore: integer('score_before').notNull(),
  scoreAfter: integer('score_after').notNull(),
  createdAt: moment('created_at').notNull(),
})

/** Which authority may see a key's score in all its terms, between two heights; it gets the evaluations that are cut meanwhile. */
export const scoreConsents = pgTable(
  'score_consents',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    commandKey: uuid('command_key').notNull(),
    debtKeyHash: text('debt_key_hash').notNull(),
    authorityId: organisationRef('authority_id').notNull(),
    fromHeight: integer('from_height').notNull(),
    /** The last height that it holds for; a withdrawal brings it nearer. */
    untilHeight: integer('until_height').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    unique('score_consents_once').on(t.organisationId, t.commandKey),
    index('score_consents_key').on(t.debtKeyHash, t.untilHeight),
    index('score_consents_authority').on(t.authorityId, t.untilHeight),
  ],
)

/** An evaluation as it was pushed to an authority at a height of the schedule. Rows are only ever added. */
export const creditEvaluations = pgTable(
  'credit_evaluations',
  {
    authorityId: organisationRef('authority_id').notNull(),
    height: integer('height').notNull(),
    debtKeyHash: text('debt_key_hash').notNull(),
    /** The evaluated firm. */
    organisationId: organisationRef('organisation_id').notNull(),
    score: integer('score').notNull(),
    /** Points by term. */
    points: jsonb('points').$type<Readonly<Record<string, number>>>().notNull(),
    unpaid: amount('unpaid').notNull(),
    overdue: amount('overdue').notNull(),
    bad: amount('bad').notNull(),
    received: amount('received').notNull(),
    /** Good, adverse and repaired records of each facet, as outside registers had said by then. */
    facets: jsonb('facets')
      .$type<Readonly<Record<string, readonly [good: number, adverse: number, repaired: number]>>>()
      .notNull()
      .default({}),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.height, t.debtKeyHash] })],
)

/** What an organisation is told besides the acts that wait for it. Each is told once, whoever says it how often. */
export const creditNotices = pgTable(
  'credit_notices',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    kind: text('kind', {
      enum: ['evaluations', 'guarantee-moved', 'appeal', 'debt-bad', 'credit-moved'],
    }).notNull(),
    /** Tells notices of a kind apart: a height, an application with its guarantee, an appeal, a lot, an act with the credit it read. */
    about: text('about').notNull(),
    height: integer('height').notNull(),
    createdAt: moment('created_at').notNull(),
    seenAt: moment('seen_at'),
  },
  (t) => [
    unique('credit_notices_once').on(t.organisationId, t.kind, t.about),
    index('credit_notices_newest').on(t.organisationId, t.createdAt),
  ],
)

/**
 * The number that the register of companies has for the legal person behind a debt key of the portal; of others it stands with their
 * entity. Rows are only ever added: the newest counts.
 */
export const legalPersons = pgTable(
  'legal_persons',
  {
    id: rowId(),
    keyHash: text('key_hash').notNull(),
    registration: text('registration').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    commandKey: uuid('command_key').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('legal_persons_once').on(t.organisationId, t.commandKey),
    index('legal_persons_key').on(t.keyHash, t.createdAt),
  ],
)

/** What outside registers say of legal persons, line by line of the files that brought it. Rows are only ever added. */
export const publicRecords = pgTable(
  'public_records',
  {
    /** Order in which it was said. */
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    registration: text('registration').notNull(),
    facet: text('facet', {
      enum: ['judicial', 'administrative', 'financial', 'occupational', 'daily', 'civic'],
    }).notNull(),
    source: text('source', {
      enum: [
        ...(['tax', 'market', 'customs', 'court', 'water', 'power', 'gas'] as const),
        ...(['social-insurance', 'housing-fund', 'other'] as const),
      ],
    }).notNull(),
    standing: text('standing', { enum: ['good', 'adverse', 'repaired', 'withdrawn'] }).notNull(),
    day: text('day').notNull(),
    reference: text('reference').notNull(),
    statement: text('statement').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    fileName: text('file_name').notNull(),
    digest: text('digest').notNull(),
    line: integer('line').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('public_records_once').on(t.organisationId, t.digest, t.line),
    index('public_records_person').on(t.registration, t.id),
  ],
)

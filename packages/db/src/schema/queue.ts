import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment, rowId } from './columns.ts'

/** Work promised in the same database transaction as the fact that asks for it. The row is the truth, a job a hint. */
export const outbox = pgTable(
  'outbox',
  {
    id: rowId(),
    topic: text('topic').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    /** Two promises with one key are one promise. */
    key: text('key').notNull().unique(),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Not to be tried before; moved forward after a fault. */
    dueAt: moment('due_at').notNull().defaultNow(),
    dispatchedAt: moment('dispatched_at'),
    doneAt: moment('done_at'),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    /** The trace that the promise was made in, as W3C's `traceparent`. */
    trace: text('trace'),
  },
  (t) => [index('outbox_open').on(t.topic, t.dueAt).where(sql`${t.doneAt} is null`)],
)

/** Answers of commands by idempotency key; the same key with another request is a conflict. */
export const commands = pgTable(
  'commands',
  {
    tenant: text('tenant').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    result: jsonb('result').$type<unknown>(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.key] }), index('commands_created').on(t.createdAt)],
)

export type SubmissionState = 'queued' | 'submitted' | 'in-block' | 'final' | 'refused'
export type StoredRefusal = { readonly code: string; readonly facts: Record<string, unknown> }

/** Signed transactions on their way to the chain: one, or the legs of a bundle. The bytes never change. */
export const submissions = pgTable(
  'submissions',
  {
    id: rowId(),
    /** Hex of each whole transaction. */
    transactions: jsonb('transactions').$type<string[]>().notNull(),
    txids: text('txids').array().notNull(),
    /** What the inputs name, as "txid:index": not to be chosen again while this is under way. */
    outpoints: text('outpoints').array().notNull().default([]),
    state: text('state').$type<SubmissionState>().notNull().default('queued'),
    refusal: jsonb('refusal').$type<StoredRefusal>(),
    /** Of the block with the last of the txids. */
    height: integer('height'),
    /** Names the handler that waits, and what it waits for. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('submissions_txids').using('gin', t.txids),
    index('submissions_outpoints').using('gin', t.outpoints),
    index('submissions_state').on(t.state, t.height),
    index('submissions_subject').on(t.subjectKind, t.subjectId),
  ],
)

/** Which signature an act still needs: a witness item of an input, or an acceptance of an output, of a leg. */
export type RequiredSignature = {
  readonly transaction: number
  readonly part: 'input' | 'acceptance'
  readonly index: number
  /** Hex: 33 bytes P-256, 32 bytes x-only, or a HASH160 of 20 bytes when only that is known. */
  readonly key: string
  /** Hex of the digest to be signed. */
  readonly sighash: string
  /** The sighash type (ledger.md 11); 00 where it is not told. */
  readonly type?: number
  /** Whoever may give it: an account, organisation or person id; null when anyone with the key may. */
  readonly signer: string | null
  /** Signatures of one set stand for each other: `need` of them are enough. */
  readonly set?: { readonly name: string; readonly need: number }
}
export type CollectedSignature = {
  readonly transaction: number
  readonly part: 'input' | 'acceptance'
  readonly index: number
  readonly key: string
  /** Hex of the witness item or of the acceptance's signature. */
  readonly signature: string
  readonly by: string
  /** ISO 8601. */
  readonly at: string
}
/** What an input names, for the act sheet; amount as a decimal string. */
export type NamedOutput = {
  readonly element: 0 | 1 | 2
  readonly amount: string
  readonly script: string
  readonly layer: 0 | 1 | 2
}
export type ActStatus = 'open' | 'complete' | 'submitted' | 'final' | 'refused' | 'expired' | 'withdrawn'

/** Drafts: transactions that wait for signatures of people. */
export const acts = pgTable(
  'acts',
  {
    id: rowId(),
    kind: text('kind').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** Hex of each transaction, signatures left out. */
    transactions: jsonb('transactions').$type<string[]>().notNull(),
    /** The outputs that the inputs of each transaction name, in order. */
    named: jsonb('named').$type<NamedOutput[][]>().notNull(),
    /** What the inputs name, as "txid:index": not to be chosen again while the act is open. */
    outpoints: text('outpoints').array().notNull().default([]),
    required: jsonb('required').$type<RequiredSignature[]>().notNull(),
    signatures: jsonb('signatures').$type<CollectedSignature[]>().notNull().default([]),
    /** What else the handler needs to finish the act (witness layouts, names on the sheet). */
    context: jsonb('context').$type<Record<string, unknown>>().notNull().default({}),
    status: text('status').$type<ActStatus>().notNull().default('open'),
    submissionId: uuid('submission_id').references(() => submissions.id),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    index('acts_outpoints').using('gin', t.outpoints),
    index('acts_subject').on(t.subjectKind, t.subjectId),
    index('acts_status').on(t.status, t.expiresAt),
    index('acts_created_by').on(t.createdBy, t.status),
  ],
)

/** Who was asked to sign an act and will not, and why. What is asked of these keys is then asked of the others. */
export const actDeclines = pgTable(
  'act_declines',
  {
    actId: uuid('act_id')
      .notNull()
      .references(() => acts.id, { onDelete: 'cascade' }),
    personId: uuid('person_id').notNull(),
    /** The keys of the act, as `required` names them, by which the person was asked. */
    keys: text('keys').array().notNull(),
    reason: text('reason').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.actId, t.personId] })],
)

import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { collectiveProposals } from './collectives.ts'
import { amount, moment, rowId } from './columns.ts'
import { creditApplications } from './credit.ts'
import { organisationRef, personRef } from './identity.ts'
import { acts } from './queue.ts'

/**
 * What stands behind an application, in its order. Whether a thing is still there, and what else it stands behind, is read
 * from the ledger and from the other applications.
 */
export const creditGuarantees = pgTable(
  'credit_guarantees',
  {
    applicationId: uuid('application_id')
      .notNull()
      .references(() => creditApplications.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    kind: text('kind', {
      enum: ['asset', 'right', 'certificates', 'collective', 'order', 'contract'],
    }).notNull(),
    /** SHA256 of an asset's document in hex; "nfr/ID" or "work/ID"; "ISSUE/HOLDING"; a collective's ledger id; "order/ID". */
    reference: text('reference').notNull(),
    description: text('description').notNull(),
    /** How much of the debt it is to cover, smallest units. */
    cover: amount('cover').notNull(),
    /** Of a collective: the vote by which its members answer for the debt, and the height that they do so until. */
    proposalId: uuid('proposal_id').references(() => collectiveProposals.id),
    until: integer('until'),
  },
  (t) => [
    primaryKey({ columns: [t.applicationId, t.position] }),
    index('credit_guarantees_thing').on(t.kind, t.reference),
  ],
)

/**
 * What an authority said with its key when it gave in spite of advice, and how things stood then. Rows are only ever added,
 * and stay when a removed sample's application goes, so that they name it as the audit log does.
 */
export const creditOverrules = pgTable(
  'credit_overrules',
  {
    id: rowId(),
    applicationId: uuid('application_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** The sign-in key that was touched for exactly these words. */
    passkeyId: uuid('passkey_id').notNull(),
    reason: text('reason').notNull(),
    cover: amount('cover').notNull(),
    amount: amount('amount').notNull(),
    /** The ceiling advised for the debtor, and how far its debt went over it. */
    advised: amount('advised').notNull(),
    over: amount('over').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('credit_overrules_application').on(t.applicationId, t.createdAt)],
)

/** What debtors ask to be taken over by another. How far it is is read from the act and its submission. */
export const creditTransfers = pgTable(
  'credit_transfers',
  {
    id: rowId(),
    /** The transaction that gave the debt, in hex. */
    root: text('root').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    /** Asked twice with one key is asked once. */
    commandKey: uuid('command_key').notNull(),
    /** Names of the lots, "txid:index", and their sum in smallest units. */
    lots: text('lots').array().notNull(),
    amount: amount('amount').notNull(),
    /** HASH160 in hex of the key that would owe. */
    toKeyHash: text('to_key_hash').notNull(),
    grounds: text('grounds').notNull(),
    step: text('step', { enum: ['asked', 'drafted', 'declined', 'withdrawn'] }).notNull(),
    /** Why it was declined. */
    reason: text('reason'),
    actId: uuid('act_id').references(() => acts.id),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    unique('credit_transfers_once').on(t.organisationId, t.commandKey),
    index('credit_transfers_root').on(t.root, t.createdAt),
  ],
)

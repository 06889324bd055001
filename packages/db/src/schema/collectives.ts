import type { WrittenRequest } from '@vc/crypto'
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { amount, bytes, moment, rowId } from './columns.ts'
import { organisationRef } from './identity.ts'
import { acts, type NamedOutput } from './queue.ts'
import type { Finality } from './rights.ts'

/**
 * Every descriptor that a collective ever had on the ledger; the newest is in force. Written by the worker's projection
 * only. `kind` 1 is VCC1, 2 VCB1, 0 a record that was deleted.
 */
export const collectiveVersions = pgTable(
  'collective_versions',
  {
    height: integer('height').notNull(),
    index: integer('index').notNull(),
    txid: text('txid').notNull(),
    /** The id that outputs are locked to, hex. */
    ledgerId: text('ledger_id').notNull(),
    kind: smallint('kind').notNull(),
    /** Null where the descriptor does not tell it. */
    members: integer('members'),
    weight: amount('weight').notNull(),
    threshold: amount('threshold').notNull(),
    descriptor: bytes('descriptor').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.height, t.index] }),
    index('collective_versions_id').on(t.ledgerId, t.height, t.index),
  ],
)

/** The members of each VCB1 descriptor in their order, as the list on the ledger has them. Written by the projection only. */
export const collectiveSeats = pgTable(
  'collective_seats',
  {
    /** Place of the descriptor's record. */
    height: integer('height').notNull(),
    index: integer('index').notNull(),
    position: integer('position').notNull(),
    /** The block after which the list was whole. */
    seatedHeight: integer('seated_height').notNull(),
    ledgerId: text('ledger_id').notNull(),
    /** BLS key, 48 bytes in hex. */
    key: text('key').notNull(),
    weight: amount('weight').notNull(),
    /** HASH160 of the owner's account key, hex. */
    owner: text('owner').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.height, t.index, t.position] }),
    index('collective_seats_owner').on(t.owner),
    index('collective_seats_seated').on(t.seatedHeight),
  ],
)

export type CollectiveStep = 'queued' | 'sent' | 'registered' | 'refused'

/** A collective that somebody here has registered, with the names that the ledger does not know. */
export const collectives = pgTable(
  'collectives',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    name: text('name').notNull(),
    ledgerId: text('ledger_id').notNull(),
    descriptor: bytes('descriptor').notNull(),
    /** The collective that its members are of, when it is a group in one. */
    parentId: uuid('parent_id').references((): AnyPgColumn => collectives.id),
    fileName: text('file_name').notNull(),
    step: text('step').$type<CollectiveStep>().notNull(),
    txid: text('txid'),
    height: integer('height'),
    finality: text('finality').$type<Finality>(),
    /** What the network refused. */
    reason: text('reason'),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('collectives_ledger_id').on(t.ledgerId),
    index('collectives_parent').on(t.parentId),
    index('collectives_organisation').on(t.organisationId, t.createdAt),
  ],
)

/** The list of members as it was brought, in its order, with their names. */
export const collectiveMembers = pgTable(
  'collective_members',
  {
    collectiveId: uuid('collective_id')
      .notNull()
      .references(() => collectives.id),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    key: text('key').notNull(),
    weight: amount('weight').notNull(),
    owner: text('owner').notNull(),
    possession: bytes('possession').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.collectiveId, t.position] }),
    uniqueIndex('collective_members_key').on(t.collectiveId, t.key),
    index('collective_members_owner').on(t.owner),
  ],
)

/** `preparing`: the worker writes what must be on the ledger before a vote can be opened. */
export type ProposalStep = 'preparing' | 'open' | 'joined' | 'moved' | 'refused' | 'withdrawn'

/**
 * What a vote decides: a payment, who the members are and how many votes decide from then on, a loan to a member, a credit that
 * the collective shall owe, that others may clear its lots, that it answers for somebody's credit, that it repays lots, that the
 * creditor may restructure them or have another owe them, or who has which role in a union.
 */
export type ProposalKind =
  | 'payment'
  | 'members'
  | 'loan'
  | 'credit'
  | 'release'
  | 'guarantee'
  | 'repayment'
  | 'restructuring'
  | 'transfer'
  | 'roles'

/** What came of a vote that others' signatures follow: the transaction with its witnesses in hex, and one release for each lot. */
export type JoinedVote = { readonly transaction: string; readonly releases: readonly string[] }

/** The voters of a round of VCC1 by position, and for each voted input the numbers C, S, T1, T2 in hex. */
export type VoteRound = {
  readonly voters: readonly number[]
  readonly requests: readonly WrittenRequest[]
}

/** A transaction that a collective votes on. Its bytes do not change; the witness of the vote goes beside them. */
export const collectiveProposals = pgTable(
  'collective_proposals',
  {
    id: rowId(),
    collectiveId: uuid('collective_id')
      .notNull()
      .references(() => collectives.id),
    kind: text('kind').$type<ProposalKind>().notNull().default('payment'),
    purpose: text('purpose').notNull(),
    /** The descriptor under which is voted. */
    descriptor: bytes('descriptor').notNull(),
    /** The descriptor that a change of members writes. */
    nextDescriptor: bytes('next_descriptor'),
    /** Hex, without votes; empty while it is prepared. */
    transaction: text('transaction').notNull(),
    txid: text('txid').notNull(),
    named: jsonb('named').$type<NamedOutput[]>().notNull(),
    /** What its inputs name, "txid:index": nobody else may draw on them while it is open. */
    outpoints: text('outpoints').array().notNull(),
    /** The script that is paid, hex, and how much; null where nobody is. */
    payee: text('payee'),
    amount: amount('amount'),
    /** Of VCC1: the round in which the voters are, and once they are fixed who they are and what each input asks of them. */
    round: integer('round').notNull().default(0),
    request: jsonb('request').$type<VoteRound>(),
    /** Of a vote on a credit or its lots: what the joined votes make. */
    joined: jsonb('joined').$type<JoinedVote>(),
    /** From this height on no vote is taken. */
    closesAt: integer('closes_at').notNull(),
    step: text('step').$type<ProposalStep>().notNull(),
    height: integer('height'),
    finality: text('finality').$type<Finality>(),
    reason: text('reason'),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    index('collective_proposals_of').on(t.collectiveId, t.createdAt),
    index('collective_proposals_txid').on(t.txid),
    index('collective_proposals_open').using('gin', t.outpoints).where(sql`${t.step} = 'open'`),
  ],
)

/** A member's vote: its signatures (of VCC1 answers, 32 bytes) under the voted inputs of the proposal, in their order. */
export const collectiveVotes = pgTable(
  'collective_votes',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => collectiveProposals.id),
    position: integer('position').notNull(),
    weight: amount('weight').notNull(),
    /** In hex. */
    signatures: jsonb('signatures').$type<string[]>().notNull(),
    /** Who handed it in; it counts by its signatures alone. */
    handedInBy: uuid('handed_in_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.position] })],
)

/** Who comes and who goes by a proposal, in the order in which it was said. */
export const collectiveChanges = pgTable(
  'collective_changes',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => collectiveProposals.id),
    position: integer('position').notNull(),
    comes: boolean('comes').notNull(),
    name: text('name').notNull(),
    key: text('key').notNull(),
    weight: amount('weight').notNull(),
    owner: text('owner').notNull(),
    /** Of who comes. */
    possession: bytes('possession'),
  },
  (t) => [
    primaryKey({ columns: [t.proposalId, t.position] }),
    index('collective_changes_owner').on(t.owner),
    index('collective_changes_key').on(t.key),
  ],
)

/** What a member of VCC1 publishes first: for each voted input T1 | T2, 512 bytes in hex. Each is used once. */
export const collectiveCommitments = pgTable(
  'collective_commitments',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => collectiveProposals.id),
    round: integer('round').notNull(),
    position: integer('position').notNull(),
    commitments: jsonb('commitments').$type<string[]>().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.round, t.position] })],
)

/**
 * A loan that a collective's account gives to a member, by the proposal that pays it (docs/adr/0026). The terms never change;
 * what is owed follows from the proposal's block, the repayments and the height, and is never stored.
 */
export const collectiveLoans = pgTable(
  'collective_loans',
  {
    proposalId: uuid('proposal_id')
      .primaryKey()
      .references(() => collectiveProposals.id),
    organisationId: organisationRef('organisation_id').notNull(),
    /** The member's account that is paid and pays back, HASH160 in hex. */
    borrower: text('borrower').notNull(),
    amount: amount('amount').notNull(),
    /** What is paid back on top. */
    price: amount('price').notNull(),
    /** From this height on what is left is overdue. */
    due: integer('due').notNull(),
  },
  (t) => [index('collective_loans_borrower').on(t.borrower)],
)

/** A part that a member pays back: output 0 of its transaction pays the collective. */
export const collectiveRepayments = pgTable(
  'collective_repayments',
  {
    id: rowId(),
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => collectiveLoans.proposalId),
    amount: amount('amount').notNull(),
    txid: text('txid').notNull(),
    actId: uuid('act_id')
      .notNull()
      .references(() => acts.id),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('collective_repayments_loan').on(t.proposalId, t.createdAt),
    index('collective_repayments_txid').on(t.txid),
  ],
)

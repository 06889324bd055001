import { integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { collectiveProposals, collectives } from './collectives.ts'
import { bytes, moment } from './columns.ts'
import { organisationRef } from './identity.ts'
import { acts } from './queue.ts'

/** What a member is in a farm union. */
export type StoredUnionRole = 'leader' | 'cooperative' | 'farm'

/**
 * A farm union: a collective and the community of its members, founded as one (docs/adr/0047). How far it is follows from the act
 * and its block.
 */
export const unions = pgTable(
  'unions',
  {
    collectiveId: uuid('collective_id')
      .primaryKey()
      .references(() => collectives.id),
    organisationId: organisationRef('organisation_id').notNull(),
    /** The key of its record in table `chain`, and the genesis that this names, hex. */
    chainId: text('chain_id').notNull(),
    genesis: text('genesis').notNull(),
    /** The act key that speaks for the community's chain. */
    authorityKey: bytes('authority_key').notNull(),
    /** The bundle of its records, which the council signs. */
    actId: uuid('act_id').references(() => acts.id),
    /** Why there is none, when the network or its rules refused it. */
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [uniqueIndex('unions_chain').on(t.chainId)],
)

/** The role of each member that a union was founded with, by its place in the list of members. */
export const unionRoles = pgTable(
  'union_roles',
  {
    collectiveId: uuid('collective_id')
      .notNull()
      .references(() => unions.collectiveId),
    position: integer('position').notNull(),
    role: text('role').$type<StoredUnionRole>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.collectiveId, t.position] })],
)

/** The roles that members of a union give by a vote, in the order in which it was asked; in force with the block that has the vote. */
export const unionRoleChanges = pgTable(
  'union_role_changes',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => collectiveProposals.id),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    /** HASH160 of the member's account key, and the credential, hex. */
    owner: text('owner').notNull(),
    key: text('key').notNull(),
    role: text('role').$type<StoredUnionRole | 'none'>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.position] })],
)

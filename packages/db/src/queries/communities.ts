import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { transactions } from '../schema/chain.ts'
import { collectiveMembers, collectiveProposals } from '../schema/collectives.ts'
import { unionRoleChanges, unionRoles } from '../schema/unions.ts'

/**
 * What a collective's members have decided by votes whose transactions blocks have, in the order of the ledger; with `upTo` of
 * blocks up to that height alone. Where the ledger stands is read from the blocks, not from how far the vote's own row is.
 */
export function decidedVotes(db: DbOrTransaction, collectiveId: string, upTo?: number) {
  const { id, kind, txid, purpose, nextDescriptor } = collectiveProposals
  const { height, index } = transactions
  return db
    .select({ id, kind, txid, purpose, nextDescriptor, height })
    .from(collectiveProposals)
    .innerJoin(transactions, eq(transactions.txid, txid))
    .where(
      and(
        eq(collectiveProposals.collectiveId, collectiveId),
        upTo === undefined ? undefined : lte(height, upTo),
      ),
    )
    .orderBy(asc(height), asc(index))
}

/** The roles that each of these votes gives, in the order in which they were asked. */
export async function rolesGivenBy(db: DbOrTransaction, proposalIds: readonly string[]) {
  if (proposalIds.length === 0) return []
  const { proposalId, position } = unionRoleChanges
  return db
    .select()
    .from(unionRoleChanges)
    .where(inArray(proposalId, [...proposalIds]))
    .orderBy(proposalId, position)
}

/** The members that a union was founded with, with their roles, in the order of its list; none where a collective is no union. */
export function foundersOf(db: DbOrTransaction, collectiveId: string) {
  const { position, name, owner, key, weight } = collectiveMembers
  const same = and(
    eq(unionRoles.collectiveId, collectiveMembers.collectiveId),
    eq(unionRoles.position, position),
  )
  return db
    .select({ position, name, role: unionRoles.role, account: owner, credential: key, weight })
    .from(collectiveMembers)
    .innerJoin(unionRoles, same)
    .where(eq(collectiveMembers.collectiveId, collectiveId))
    .orderBy(asc(position))
}

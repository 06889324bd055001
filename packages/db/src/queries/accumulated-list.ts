import { listAfter } from '@vc/crypto'
import { asc, eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import {
  collectiveChanges,
  collectiveMembers,
  collectiveProposals,
  collectives,
} from '../schema/collectives.ts'

/** A member of a list that the portal keeps, at its place. */
export type KeptMember = {
  readonly position: number
  readonly key: string
  readonly weight: bigint
  readonly owner: string
  readonly possession: Uint8Array
}
type Unplaced = Omit<KeptMember, 'position'>

/**
 * The list of VCC1 under a descriptor, which is not on the ledger: the registered one, or what a change made of the list
 * before it (docs/adr/0023, 0032). The descriptor holds whoever computes it anew to this very list; empty for one that
 * nobody here has brought.
 */
export async function accumulatedList(
  db: DbOrTransaction,
  descriptor: Uint8Array,
): Promise<readonly KeptMember[]> {
  const registered = await registeredList(db, descriptor)
  if (registered.length > 0) return registered
  const [change] = await db
    .select({ id: collectiveProposals.id, before: collectiveProposals.descriptor })
    .from(collectiveProposals)
    .where(eq(collectiveProposals.nextDescriptor, descriptor))
    // The first that led there: one that came back to a list follows it.
    .orderBy(asc(collectiveProposals.createdAt), asc(collectiveProposals.id))
    .limit(1)
  if (!change) return []
  return changed(await accumulatedList(db, change.before), await changesOf(db, change.id))
}

function registeredList(db: DbOrTransaction, descriptor: Uint8Array): Promise<KeptMember[]> {
  const { position, key, weight, owner, possession, collectiveId } = collectiveMembers
  return db
    .select({ position, key, weight, owner, possession })
    .from(collectiveMembers)
    .innerJoin(collectives, eq(collectives.id, collectiveId))
    .where(eq(collectives.descriptor, descriptor))
    .orderBy(asc(position))
}

function changesOf(db: DbOrTransaction, proposalId: string) {
  const { comes, key, weight, owner, possession, position } = collectiveChanges
  return db
    .select({ comes, key, weight, owner, possession })
    .from(collectiveChanges)
    .where(eq(collectiveChanges.proposalId, proposalId))
    .orderBy(asc(position))
}

function changed(
  before: readonly KeptMember[],
  changes: Awaited<ReturnType<typeof changesOf>>,
): readonly KeptMember[] {
  const goes = changes.flatMap(({ comes, key }) => (comes ? [] : [key]))
  const come = changes.flatMap(({ comes, possession, ...member }) =>
    comes && possession ? [{ ...member, possession }] : [],
  )
  return listAfter<Unplaced>(before, { goes, comes: come }).map((member, position) => ({
    ...member,
    position,
  }))
}

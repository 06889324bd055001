import { decidedVotes, foundersOf, rolesGivenBy, schema } from '@vc/db'
import { type RoleGiven, type Roles, rolesAfter, type UnionTerms } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type CollectiveRow, findCollective } from '../collectives/find.ts'

const { unions } = schema
export type UnionRow = typeof unions.$inferSelect

/** A union that the person may see, with its collective; others' are `not-found`. */
export async function findUnion(db: DbOrTransaction, user: SessionUser, collectiveId: string) {
  const collective = await findCollective(db, user, collectiveId)
  const [union] = await db.select().from(unions).where(eq(unions.collectiveId, collective.id))
  if (!union) throw refusalToError({ code: 'not-found' })
  return { union, collective }
}

/** What a union was founded as: what its genesis is the root of. */
export async function termsOfUnion(
  db: DbOrTransaction,
  { id, name, ledgerId }: CollectiveRow,
): Promise<UnionTerms> {
  const founders = await foundersOf(db, id)
  const members = founders.map(({ position: _, weight, ...member }) => ({
    ...member,
    weight: Number(weight),
  }))
  return { name, collective: ledgerId, members }
}

/** The roles in force: those of the founding, and what votes that blocks have made of them since; by credential. */
export async function rolesInForce(db: DbOrTransaction, { id }: Pick<CollectiveRow, 'id'>): Promise<Roles> {
  const founders = await foundersOf(db, id)
  const founded: Roles = new Map(founders.map(({ credential, role }) => [credential, role]))
  const votes = (await decidedVotes(db, id)).filter(({ kind }) => kind === 'roles')
  const given = await rolesByVote(
    db,
    votes.map((vote) => vote.id),
  )
  return votes.reduce((roles, vote) => rolesAfter(roles, given.get(vote.id) ?? []), founded)
}

/** What each of these votes gives to whom. */
export async function rolesByVote(
  db: DbOrTransaction,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, readonly RoleGiven[]>> {
  const rows = await rolesGivenBy(db, proposalIds)
  const given = new Map<string, RoleGiven[]>()
  for (const { proposalId, name, owner: account, key: credential, role } of rows)
    given.set(proposalId, [...(given.get(proposalId) ?? []), { name, account, credential, role }])
  return given
}

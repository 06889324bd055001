import { fromHex, hash160, toHex } from '@vc/crypto'
import { accumulatedList, schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext, SessionUser } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const {
  collectiveChanges,
  collectiveLoans,
  collectiveMembers,
  collectiveProposals,
  collectives,
  collectiveSeats,
  collectiveVersions,
} = schema
/** `kind` of a version that is of VCC1, and the first byte of its descriptor. */
export const ACCUMULATED = 1
export type CollectiveRow = typeof collectives.$inferSelect
export type ProposalRow = typeof collectiveProposals.$inferSelect
/** A place in a list, at its position. */
export type Seat = Pick<typeof collectiveSeats.$inferSelect, 'position' | 'key' | 'weight' | 'owner'>

/**
 * Collectives that the organisation registered, those in force with an account of the person among their members or proposed
 * to be, and all for who watches. Who has left sees a collective no more, unless it has lent to them.
 */
export function visibleTo(user: SessionUser): SQL | undefined {
  if (user.role === 'regulator') return undefined
  return sql`(${collectives.organisationId} = ${user.organisationId} or exists (
    select 1 from ${sealedSeeds} s where s.person_id = ${user.personId}
      and s.organisation_id = ${user.organisationId} and (${isSeated} or ${isListed} or ${isProposed} or ${isBorrower})))`
}

const account = sql`encode(s.debt_key_hash, 'hex')`
/** Has the account `s` a seat under the newest descriptor? */
const isSeated = sql`exists (
  select 1 from ${collectiveSeats} seat where seat.owner = ${account} and seat.ledger_id = ${collectives.ledgerId}
    and (seat.height, seat.index) = (select v.height, v.index from ${collectiveVersions} v
      where v.ledger_id = ${collectives.ledgerId} order by v.height desc, v.index desc limit 1))`
const isRegistered = sql`exists (
  select 1 from ${collectiveMembers} m where m.collective_id = ${collectives.id} and m.owner = ${account})`
/** Whether the last change that named it brought it; null when none did. */
const hasCome = sql`(
  select c.comes from ${collectiveChanges} c join ${collectiveProposals} p on p.id = c.proposal_id
  where c.owner = ${account} and p.collective_id = ${collectives.id} and p.step = 'moved'
  order by p.created_at desc, c.comes desc limit 1)`
/** Does the list name it that was registered, or where no block has one, the list that changes made of it? */
const isListed = sql`(case when get_byte(${collectives.descriptor}, 0) = ${ACCUMULATED} then coalesce(${hasCome}, ${isRegistered})
  else ${collectives.step} <> 'registered' and ${isRegistered} end)`
/** Would it come by a vote that is not over? */
const isProposed = sql`exists (
  select 1 from ${collectiveChanges} c join ${collectiveProposals} p on p.id = c.proposal_id
  where c.owner = ${account} and c.comes and p.collective_id = ${collectives.id}
    and p.step in ('preparing', 'open', 'joined'))`
/** Has it paid a loan to the account `s`? */
const isBorrower = sql`exists (
  select 1 from ${collectiveLoans} l join ${collectiveProposals} p on p.id = l.proposal_id
  where l.borrower = ${account} and p.collective_id = ${collectives.id} and p.step = 'moved')`

/** A collective that the person may see; others' are `not-found`. */
export async function findCollective(
  db: DbOrTransaction,
  user: SessionUser,
  id: string,
): Promise<CollectiveRow> {
  const [row] = await db
    .select()
    .from(collectives)
    .where(and(eq(collectives.id, id), visibleTo(user)))
  if (!row) throw refusalToError({ code: 'not-found' })
  return row
}

/** A proposal of a collective that the person may see, locked when asked. */
export async function findProposal(
  db: DbOrTransaction,
  { user }: MemberContext,
  id: string,
  lock = false,
): Promise<{ readonly proposal: ProposalRow; readonly collective: CollectiveRow }> {
  const asked = db.select().from(collectiveProposals).where(eq(collectiveProposals.id, id))
  const [proposal] = await (lock ? asked.for('update') : asked)
  if (!proposal) throw refusalToError({ code: 'not-found' })
  return { proposal, collective: await findCollective(db, user, proposal.collectiveId) }
}

/** The descriptor in force on the ledger; undefined while no block has one. */
export async function versionInForce(db: DbOrTransaction, ledgerId: string) {
  const { height, index } = collectiveVersions
  const [row] = await db
    .select()
    .from(collectiveVersions)
    .where(eq(collectiveVersions.ledgerId, ledgerId))
    .orderBy(desc(height), desc(index))
    .limit(1)
  return row
}

/**
 * The members of a descriptor in their order, as the ledger has them; with `key` the one of that key. A list of VCC1 is not on
 * the ledger: there it is the one kept here, which the descriptor was computed of.
 */
export async function seatsOf(
  db: DbOrTransaction,
  ledgerId: string,
  descriptor: Uint8Array,
  key?: string,
): Promise<readonly Seat[]> {
  if (descriptor[0] === ACCUMULATED)
    return (await accumulatedList(db, descriptor)).filter((seat) => key === undefined || seat.key === key)
  const same = and(
    eq(collectiveVersions.ledgerId, ledgerId),
    eq(collectiveVersions.descriptor, descriptor),
    eq(collectiveVersions.height, collectiveSeats.height),
    eq(collectiveVersions.index, collectiveSeats.index),
  )
  const rows = await db
    .select({ seat: collectiveSeats })
    .from(collectiveSeats)
    .innerJoin(collectiveVersions, same)
    .where(key === undefined ? undefined : eq(collectiveSeats.key, key))
    .orderBy(desc(collectiveSeats.height), desc(collectiveSeats.index), asc(collectiveSeats.position))
  const [first] = rows
  // The same descriptor may have been in force twice; its members are the same.
  return rows.filter(({ seat }) => seat.height === first?.seat.height).map(({ seat }) => seat)
}

/** The hash by which the ledger's outputs know a collective: HASH160 of its id. */
export const accountOfCollective = ({ ledgerId }: Pick<CollectiveRow, 'ledgerId'>): string =>
  toHex(hash160(fromHex(ledgerId)))

/** Names that the registration or a later change gave, by key: the newest of each. */
export async function namesByKey(db: DbOrTransaction, collectiveId: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ key: collectiveMembers.key, name: collectiveMembers.name })
    .from(collectiveMembers)
    .where(eq(collectiveMembers.collectiveId, collectiveId))
  const { key, name, comes, proposalId } = collectiveChanges
  const later = await db
    .select({ key, name })
    .from(collectiveChanges)
    .innerJoin(collectiveProposals, eq(collectiveProposals.id, proposalId))
    .where(and(eq(collectiveProposals.collectiveId, collectiveId), eq(comes, true)))
    .orderBy(asc(collectiveProposals.createdAt))
  return new Map([...rows, ...later].map((row) => [row.key, row.name]))
}

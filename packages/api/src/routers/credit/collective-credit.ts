import { toHex } from '@vc/crypto'
import { outpointsOf, outputAtOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { encodeTransaction, type NamedOutput, type OutputAt, type Transaction, txidOf } from '@vc/ledger'
import { and, eq, inArray } from 'drizzle-orm'
import { writeOutput } from '../../acts/stored-act.ts'
import type { DbOrTransaction, MemberContext, SessionUser } from '../../context.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { freeCoins, mustBeInForce } from '../collectives/draft-spend.ts'
import {
  accountOfCollective,
  type CollectiveRow,
  findCollective,
  type ProposalRow,
  seatsOf,
  versionInForce,
} from '../collectives/find.ts'
import { heightIn } from '../collectives/keep-proposal.ts'
import { namedBy, readTransaction } from '../collectives/paper.ts'
import { nowOf, stageOf } from '../collectives/stage-of.ts'
import { booksOf } from './collective-standing.ts'
import { accountFacts, keepsDebtKey } from './facts.ts'

const { collectiveProposals, collectives, creditApplications } = schema
type Application = typeof creditApplications.$inferSelect
/** So long the members of a collective have to vote on a credit. */
const VOTE_DAYS = 14

/**
 * The collective that shall owe in the applicant's place: one that its organisation keeps, or of which the person is a member.
 * Refuses `not-found`, `collective-not-ready`.
 */
export async function votingDebtor(tx: DbOrTransaction, { user }: MemberContext, collectiveId: string) {
  const collective = await findCollective(tx, user, collectiveId)
  await mustBeInForce(tx, collective)
  const isKept = collective.organisationId === user.organisationId
  if (!isKept && !(await hasSeat(tx, user, collective))) throw refusalToError({ code: 'not-found' })
  const debtKeyHash = accountOfCollective(collective)
  return { collectiveId, accountId: collective.ledgerId, debtKeyHash }
}

/** Whether an account of this person has a seat in a collective now. */
export async function hasSeat(
  db: DbOrTransaction,
  user: SessionUser,
  { ledgerId }: Pick<CollectiveRow, 'ledgerId'>,
): Promise<boolean> {
  const version = await versionInForce(db, ledgerId)
  if (!version || version.kind === 0) return false
  const own = await ownAccounts(db, user)
  return (await seatsOf(db, ledgerId, version.descriptor)).some(({ owner }) => own.includes(owner))
}

/** The collective that an application is of, undefined when an account shall owe. */
export async function collectiveOf(
  db: DbOrTransaction,
  { collectiveId }: Pick<Application, 'collectiveId'>,
): Promise<CollectiveRow | undefined> {
  if (collectiveId === null) return undefined
  const [row] = await db.select().from(collectives).where(eq(collectives.id, collectiveId))
  return must(row, 'an application names a collective that is there')
}

/** A coin of a collective, the smallest that is free, whose input carries the vote. Refuses `collective-short`. */
export async function coinForVote(tx: DbOrTransaction, collective: CollectiveRow): Promise<OutputAt> {
  const { descriptor } = await mustBeInForce(tx, collective)
  const coins = await freeCoins(tx, { collective, descriptor })
  const [first, ...others] = coins
  const coin = first && others.reduce((least, one) => (one.amount < least.amount ? one : least), first)
  if (!coin) throw refusalToError({ code: 'collective-short', facts: { present: 0n, need: 1n } })
  return outputAtOf(coin)
}

/** A draft and what its inputs name. */
export type Grant = { readonly transaction: Transaction; readonly named: readonly NamedOutput[] }

/** Puts a draft to the members' vote: their signatures under it are the collective's consent, and release its lots. */
export async function putToVote(
  tx: DbOrTransaction,
  ctx: MemberContext,
  application: Application,
  { transaction, named }: Grant,
): Promise<string> {
  const collective = must(await collectiveOf(tx, application), 'a collective is to owe')
  const { purpose, amount } = application
  const outpoints = outpointsOf([transaction])
  const vote = { kind: 'credit', purpose, amount, days: VOTE_DAYS, outpoints } as const
  return openVote(tx, ctx, collective, { ...vote, transaction, named })
}

/** What an authority asks members to vote on; for how many days, and what nobody else may draw on meanwhile. */
type AskedVote = Grant & {
  readonly kind: 'credit' | 'restructuring' | 'transfer'
  readonly purpose: string
  readonly amount: bigint
  readonly days: number
  readonly outpoints: readonly string[]
}

/** Opens a vote of a collective on a draft of the authority's; gives its id. Refuses `collective-not-ready`. */
export async function openVote(
  tx: DbOrTransaction,
  ctx: MemberContext,
  collective: CollectiveRow,
  { transaction, named, days, outpoints, ...asked }: AskedVote,
): Promise<string> {
  const { descriptor } = await mustBeInForce(tx, collective)
  const at = new Date(ctx.clock.nowMs())
  const [made] = await tx
    .insert(collectiveProposals)
    .values({
      ...{ ...asked, collectiveId: collective.id, descriptor, step: 'open', outpoints: [...outpoints] },
      transaction: toHex(encodeTransaction(transaction)),
      ...{ txid: toHex(txidOf(transaction)), named: named.map(writeOutput) },
      closesAt: await heightIn(tx, days),
      ...{ createdBy: ctx.user.personId, createdAt: at, updatedAt: at },
    })
    .returning({ id: collectiveProposals.id })
  return must(made, 'an inserted row comes back').id
}

export type VoteOnGrant =
  | { readonly is: 'open'; readonly proposalId: string }
  | ({ readonly is: 'joined'; readonly proposalId: string } & Grant)

/** How the members' vote on an application is: still open, joined, or undefined when there is none that could still hold. */
export async function voteOn(
  tx: DbOrTransaction,
  application: Application,
): Promise<VoteOnGrant | undefined> {
  const { proposalId } = application
  const collective = await collectiveOf(tx, application)
  if (!collective || proposalId === null) return undefined
  const [found] = await tx.select().from(collectiveProposals).where(eq(collectiveProposals.id, proposalId))
  const proposal = must(found, 'an application names a vote that is there')
  const now = await nowOf(tx, collective)
  const stage = stageOf(proposal, now)
  if (stage === 'open') return { is: 'open', proposalId }
  // Votes hold under the descriptor that they were given under.
  if (stage !== 'joined' || toHex(proposal.descriptor) !== now.inForce) return undefined
  return { is: 'joined', proposalId, ...grantIn(proposal) }
}

function grantIn(proposal: ProposalRow): Grant {
  const { transaction } = must(proposal.joined ?? undefined, 'a joined vote has its transaction')
  return { transaction: readTransaction(transaction), named: namedBy(proposal) }
}

/** Ends a vote whose application is over. */
export async function endVote(tx: DbOrTransaction, ctx: MemberContext, { proposalId }: Application) {
  if (proposalId === null) return
  const open = and(
    eq(collectiveProposals.id, proposalId),
    inArray(collectiveProposals.step, ['open', 'joined']),
  )
  const set = { step: 'withdrawn', updatedAt: new Date(ctx.clock.nowMs()) } as const
  await tx.update(collectiveProposals).set(set).where(open)
}

/** Whether who shall owe stands on the ledger: an account by its record, a collective by its descriptor in force. */
export async function debtorFacts(db: DbOrTransaction, application: Application) {
  const collective = await collectiveOf(db, application)
  if (!collective) return accountFacts(db, application.accountId, application.debtKeyHash)
  const version = await versionInForce(db, collective.ledgerId)
  const isActive = version !== undefined && version.kind !== 0
  const { height = null } = version ?? {}
  return { isRegistered: version !== undefined, isActive, height, ofRecord: application.debtKeyHash }
}

/** Whether a person would decide about itself: it keeps the key that would owe, or has a seat where members would. */
export async function isOneself(
  db: DbOrTransaction,
  { user }: MemberContext,
  application: Pick<Application, 'collectiveId' | 'debtKeyHash'>,
): Promise<boolean> {
  const collective = await collectiveOf(db, application)
  if (collective) return hasSeat(db, user, collective)
  return keepsDebtKey(db, user.personId, application.debtKeyHash)
}

/** What an authority sees of the collective that shall owe, and of its members' vote; null when an account shall. */
export async function collectiveBehind(db: DbOrTransaction, application: Application) {
  const collective = await collectiveOf(db, application)
  if (!collective) return null
  const version = await versionInForce(db, collective.ledgerId)
  const { name, ledgerId } = collective
  return {
    ...{ name, ledgerId, ...(await booksOf(db, collective)), members: version?.members ?? null },
    ...{ weight: version?.weight ?? 0n, threshold: version?.threshold ?? 0n },
    vote: await voteBehind(db, collective, application.proposalId),
  }
}

async function voteBehind(db: DbOrTransaction, collective: CollectiveRow, proposalId: string | null) {
  if (proposalId === null) return null
  const [row] = await db.select().from(collectiveProposals).where(eq(collectiveProposals.id, proposalId))
  const { closesAt, txid, ...proposal } = must(row, 'an application names a vote that is there')
  return { closesAt, txid, stage: stageOf({ ...proposal, closesAt }, await nowOf(db, collective)) }
}

import { fromHex, toHex } from '@vc/crypto'
import { applicationGiven, type CollectedSignature, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { type OutputAt, parseCollectiveDebt, voteAlone } from '@vc/ledger'
import { eq, inArray } from 'drizzle-orm'
import { packed } from '../../acts/finish-act.ts'
import { findAct, type StoredAct } from '../../acts/stored-act.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mustBeInForce } from '../collectives/draft-spend.ts'
import { accountOfCollective, type CollectiveRow } from '../collectives/find.ts'
import { MOST_SIGNATURES } from '../collectives/paper.ts'
import { nowOf, type ProposalStage, stageOf } from '../collectives/stage-of.ts'
import { type Grant, openVote } from './collective-credit.ts'

const { acts, collectiveProposals, collectives } = schema
/** The collective that owes lots, undefined where a key does. Refuses `collective-not-ready` and `coins-too-many`. */
export async function collectiveOwing(
  tx: DbOrTransaction,
  debts: readonly OutputAt[],
): Promise<CollectiveRow | undefined> {
  const collective = debts[0] && (await collectiveUnder(tx, debts[0].output.script))
  if (!collective) return undefined
  await mustBeInForce(tx, collective)
  if (debts.length > MOST_SIGNATURES)
    throw refusalToError({ code: 'coins-too-many', facts: { most: MOST_SIGNATURES } })
  return collective
}

/** The collective that owes under a script; undefined where a key does. */
export async function collectiveUnder(
  db: DbOrTransaction,
  script: Uint8Array,
): Promise<CollectiveRow | undefined> {
  const debt = parseCollectiveDebt(script)
  if (!debt) return undefined
  const [found] = await db
    .select()
    .from(collectives)
    .where(eq(collectives.ledgerId, toHex(debt.id)))
  return must(found, 'a collective that owes is one of the portal')
}

/**
 * Puts a restructuring, or a transfer to another debtor, to the members' vote: each lot with what is written, whatever credit the
 * creditor adds (ledger.md 6).
 */
export async function putLotsToVote(
  tx: DbOrTransaction,
  ctx: MemberContext,
  of: {
    readonly collective: CollectiveRow
    readonly kind: 'restructuring' | 'transfer'
    readonly days: number
    readonly root: string
    readonly amount: bigint
    readonly grant: Grant
  },
): Promise<string> {
  const { collective, root, grant, ...asked } = of
  const purpose = (await applicationGiven(tx, root))?.purpose ?? collective.name
  // Kept restructurings hold no lot back, and neither does a vote on one.
  return openVote(tx, ctx, collective, { ...asked, ...grant, purpose, outpoints: [] })
}

const proposalIn = ({ context }: Pick<StoredAct, 'context'>): string | undefined =>
  typeof context.proposalId === 'string' ? context.proposalId : undefined

/**
 * Puts what members have voted for into a restructuring that the creditor keeps, or into a transfer: nobody signs before them. Refuses
 * `restructuring-voting` while they have not, `vote-overtaken` when others are members now.
 */
export async function takeVotes(tx: DbOrTransaction, ctx: MemberContext, act: StoredAct): Promise<StoredAct> {
  const id = proposalIn(act)
  if (id === undefined) return act
  const [row] = await tx
    .select({ proposal: collectiveProposals, collective: collectives })
    .from(collectiveProposals)
    .innerJoin(collectives, eq(collectives.id, collectiveProposals.collectiveId))
    .where(eq(collectiveProposals.id, id))
  const { proposal, collective } = must(row, 'an act names a vote that is there')
  if (!proposal.joined) throw refusalToError({ code: 'restructuring-voting' })
  const { inForce } = await nowOf(tx, collective)
  if (toHex(proposal.descriptor) !== inForce) throw refusalToError({ code: 'vote-overtaken' })
  const account = accountOfCollective(collective)
  if (act.signatures.some(({ key }) => key === account)) return act
  const lots = act.required.filter(({ key }) => key === account)
  const at = new Date(ctx.clock.nowMs())
  const signatures = lots.map(({ transaction, part, index, key }, i): CollectedSignature => {
    const witness = fromHex(must(proposal.joined?.releases[i], 'a vote is over every lot'))
    const signature = packed({ item: voteAlone(witness), key: new Uint8Array(0) })
    return { ...{ transaction, part, index, key, signature }, by: collective.id, at: at.toISOString() }
  })
  await tx.update(acts).set({ signatures, updatedAt: at }).where(eq(acts.id, act.id))
  return { ...act, signatures }
}

/** The act of a transfer for the creditor to sign; while a collective's members vote on it the creditor waits. Refuses what `takeVotes` refuses. */
export async function handOut(
  tx: DbOrTransaction,
  ctx: MemberContext,
  actId: string,
): Promise<{ readonly actId: string; readonly isVoting?: true }> {
  const act = must(await findAct(tx, actId, true), 'a transfer names an act that is there')
  const vote = (await votesOf(tx, [act])).get(actId)
  if (vote?.stage === 'open') return { actId, isVoting: true }
  await takeVotes(tx, ctx, act)
  return { actId }
}

/** How the members' votes on kept restructurings stand, by act; those of a key's debt have none. */
export async function votesOf(
  db: DbOrTransaction,
  kept: readonly Pick<StoredAct, 'id' | 'context'>[],
): Promise<ReadonlyMap<string, { readonly proposalId: string; readonly stage: ProposalStage }>> {
  const ids = kept.flatMap((act) => proposalIn(act) ?? [])
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ proposal: collectiveProposals, collective: collectives })
    .from(collectiveProposals)
    .innerJoin(collectives, eq(collectives.id, collectiveProposals.collectiveId))
    .where(inArray(collectiveProposals.id, ids))
  const stages = await Promise.all(
    rows.map(async ({ proposal, collective }) => {
      const stage = stageOf(proposal, await nowOf(db, collective))
      return [proposal.id, stage] as const
    }),
  )
  const known = new Map(stages)
  return new Map(
    kept.flatMap((act) => {
      const proposalId = proposalIn(act)
      const stage = proposalId === undefined ? undefined : known.get(proposalId)
      return proposalId === undefined || !stage ? [] : [[act.id, { proposalId, stage }] as const]
    }),
  )
}

import { fromHex, toHex } from '@vc/crypto'
import { applicationGiven, type CollectedSignature, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { type OutputAt, parseCollectiveDebt, voteAlone } from '@vc/ledger'
import { eq, inArray } from 'drizzle-orm'
import { packed } from '../../acts/finish-act.ts'
import type { StoredAct } from '../../acts/stored-act.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mustBeInForce } from '../collectives/draft-spend.ts'
import { accountOfCollective, type CollectiveRow } from '../collectives/find.ts'
import { MOST_SIGNATURES } from '../collectives/paper.ts'
import { nowOf, type ProposalStage, stageOf } from '../collectives/stage-of.ts'
import { type Grant, openVote } from './collective-credit.ts'

const { acts, collectiveProposals, collectives } = schema
/** So long the members have to vote; what they have agreed to then is kept as long as the act. */
const VOTE_DAYS = 30

/**
 * The collective that owes lots, undefined where a key does. Refuses `debtor-votes` for its lots on an order, which deliveries clear,
 * `collective-not-ready` and `coins-too-many`.
 */
export async function collectiveOwing(
  tx: DbOrTransaction,
  debts: readonly OutputAt[],
  root: string,
): Promise<CollectiveRow | undefined> {
  const script = debts[0] && parseCollectiveDebt(debts[0].output.script)
  if (!script) return undefined
  const ledgerId = toHex(script.id)
  const [found] = await tx.select().from(collectives).where(eq(collectives.ledgerId, ledgerId))
  const collective = must(found, 'a collective that owes is one of the portal')
  if ((await applicationGiven(tx, root))?.orderId != null) throw refusalToError({ code: 'debtor-votes' })
  await mustBeInForce(tx, collective)
  if (debts.length > MOST_SIGNATURES)
    throw refusalToError({ code: 'coins-too-many', facts: { most: MOST_SIGNATURES } })
  return collective
}

/** Puts a restructuring to the members' vote: each lot with what is written, whatever credit the creditor adds (ledger.md 6). */
export async function putRestructuringToVote(
  tx: DbOrTransaction,
  ctx: MemberContext,
  of: {
    readonly collective: CollectiveRow
    readonly root: string
    readonly amount: bigint
    readonly grant: Grant
  },
): Promise<string> {
  const { collective, root, amount, grant } = of
  const purpose = (await applicationGiven(tx, root))?.purpose ?? collective.name
  // Kept restructurings hold no lot back, and neither does a vote on one.
  const vote = { kind: 'restructuring', purpose, amount, days: VOTE_DAYS, outpoints: [] } as const
  return openVote(tx, ctx, collective, { ...vote, ...grant })
}

const proposalIn = ({ context }: Pick<StoredAct, 'context'>): string | undefined =>
  typeof context.proposalId === 'string' ? context.proposalId : undefined

/**
 * Puts what members have voted for into a restructuring that the creditor keeps, before the creditor signs. Refuses
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
  // The creditor signs last, over what is whole then.
  await tx.update(acts).set({ signatures, updatedAt: at }).where(eq(acts.id, act.id))
  return { ...act, signatures }
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

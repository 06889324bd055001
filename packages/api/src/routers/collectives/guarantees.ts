import { blocksPerDayOf } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { findCursor, guaranteesOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { type SuretyTerms, suretyMark } from '@vc/settlement'
import { and, eq, notInArray } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { draftSpend, mustBeInForce } from './draft-spend.ts'
import { type CollectiveRow, findCollective, findProposal } from './find.ts'
import { heightIn, isKnown, keepProposal } from './keep-proposal.ts'
import { ownSeat } from './loans.ts'
import { markedBy } from './paper.ts'
import { nowOf, stageOf } from './stage-of.ts'

const { collectiveProposals, collectives, creditApplications, creditGuarantees } = schema
/** So long after the vote the authority may take to decide; the collective answers until the debt that it gives then is due. */
const DECIDE_DAYS = 30

const asking = z.strictObject({
  commandKey: commandKeyInput,
  applicationId: idInput,
  /** Which of its guarantees, from one on. */
  position: z.int().min(1).max(100),
  days: z.int().min(1).max(60),
})
type Asking = z.infer<typeof asking>
type Application = typeof creditApplications.$inferSelect

/**
 * Asks the members of a collective that is named as a guarantee to answer for the debt (docs/adr/0039): the vote is over one
 * transaction that commits to debtor, amount and height. Asked by a member of it, about an own application. Refuses `not-found`,
 * `seat-unknown`, `guarantee-voted`, `collective-not-ready`, `collective-short`, `coins-too-many`.
 */
export const askGuaranteeRoute = allowed('collective.propose', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(asking)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => ask(tx, ctx, input)))

async function ask(tx: DbOrTransaction, ctx: MemberContext, asked: Asking) {
  const { commandKey: proposalId, applicationId, position, days } = asked
  const application = await ownApplication(tx, ctx, applicationId)
  const guarantee = (await guaranteesOf(tx, applicationId))[position - 1]
  if (guarantee?.kind !== 'collective') throw refusalToError({ code: 'not-found' })
  const collective = await collectiveNamed(tx, ctx, guarantee.reference)
  if (await isKnown(tx, ctx, collective, proposalId)) return { proposalId }
  if (await isVotedOn(tx, collective, guarantee.proposalId)) throw refusalToError({ code: 'guarantee-voted' })
  const { descriptor } = await mustBeInForce(tx, collective)
  const member = await ownSeat(tx, ctx, collective, descriptor)
  const until = await untilOf(tx, application, days)
  const { cover: amount } = guarantee
  const terms = termsOf(application, { reference: guarantee.reference, cover: amount, until })
  const drafted = await draftSpend(tx, { collective, descriptor }, [suretyMark(terms, fromHex(member))])
  const kept = {
    collectiveId: collective.id,
    kind: 'guarantee',
    step: 'open',
    ...drafted,
    descriptor,
  } as const
  await keepProposal(
    tx,
    ctx,
    { commandKey: proposalId, purpose: application.purpose, days },
    { ...kept, amount },
  )
  await tx.update(creditGuarantees).set({ proposalId, until }).where(at(applicationId, guarantee.position))
  return { proposalId }
}

const at = (applicationId: string, position: number) =>
  and(eq(creditGuarantees.applicationId, applicationId), eq(creditGuarantees.position, position))

const termsOf = (
  { id: application, debtKeyHash: debtor }: Pick<Application, 'id' | 'debtKeyHash'>,
  { reference, cover, until }: { readonly reference: string; readonly cover: bigint; readonly until: number },
): SuretyTerms => ({ collective: reference, debtor, application, amount: cover, until })

/** An application of the own organisation that nothing was given on, locked. */
async function ownApplication(
  tx: DbOrTransaction,
  { user }: MemberContext,
  id: string,
): Promise<Application> {
  const open = notInArray(creditApplications.step, ['given', 'declined', 'withdrawn'])
  const mine = eq(creditApplications.organisationId, user.organisationId)
  const [found] = await tx
    .select()
    .from(creditApplications)
    .where(and(eq(creditApplications.id, id), mine, open))
    .for('update')
  if (!found) throw refusalToError({ code: 'not-found' })
  return found
}

async function collectiveNamed(tx: DbOrTransaction, { user }: MemberContext, ledgerId: string) {
  const [row] = await tx.select().from(collectives).where(eq(collectives.ledgerId, ledgerId))
  if (!row) throw refusalToError({ code: 'not-found' })
  return findCollective(tx, user, row.id)
}

/** Whether a vote that could still hold has been asked for. */
async function isVotedOn(tx: DbOrTransaction, collective: CollectiveRow, proposalId: string | null) {
  if (proposalId === null) return false
  const [row] = await tx.select().from(collectiveProposals).where(eq(collectiveProposals.id, proposalId))
  const stage = stageOf(must(row, 'a guarantee names a vote that is there'), await nowOf(tx, collective))
  return ['open', 'joined', 'in-block', 'final'].includes(stage)
}

async function untilOf(tx: DbOrTransaction, { termBlocks }: Application, days: number): Promise<number> {
  const { parameters } = must(await findCursor(tx), 'a collective is on a chain that is followed')
  return (await heightIn(tx, days)) + DECIDE_DAYS * blocksPerDayOf(parameters) + termBlocks
}

/** What a vote on a guarantee is about: for whose debt, how much, until when; null when the vote is on something else. */
export const suretyRoute = allowed('collective.list', reads)
  .input(z.strictObject({ proposalId: idInput }))
  .query(async ({ ctx, input: { proposalId } }) => {
    const { proposal } = await findProposal(ctx.db, ctx, proposalId)
    const [row] = await ctx.db
      .select({ guarantee: creditGuarantees, application: creditApplications })
      .from(creditGuarantees)
      .innerJoin(creditApplications, eq(creditApplications.id, creditGuarantees.applicationId))
      .where(eq(creditGuarantees.proposalId, proposalId))
    if (!row) return null
    const { reference, cover, until } = row.guarantee
    const terms = termsOf(row.application, { reference, cover, until: until ?? 0 })
    const { purpose, termBlocks, amount: credit } = row.application
    return { ...terms, purpose, credit, termBlocks, member: markedBy(proposal) }
  })

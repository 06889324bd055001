import { checkInterest, decideCreditApproval, type Interest, LEDGER_FEE, NO_INTEREST } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { type CreditApplicationRow, type CreditStage, outputAtOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  DEBT,
  giveCredit,
  keyHashScript,
  type Output,
  type OutputAt,
  outputKey,
  outputsOf,
  parseStandard,
  VALUE,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, amountOrNoneInput, idInput, lineInput } from '../../input.ts'
import { standingOfDebtor } from '../../people/debtor-standing.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { adviceOn, judgeAdvice } from './advice.ts'
import {
  coinForVote,
  collectiveOf,
  debtorFacts,
  endVote,
  type Grant,
  isOneself,
  putToVote,
  type VoteOnGrant,
  voteOn,
} from './collective-credit.ts'
import { markOf } from './commitment.ts'
import { agentFacts, maxPremiumOf } from './facts.ts'
import { paidWith, refuseUnlessRepayable } from './grant-parts.ts'
import { guaranteesNow, type JudgedGuarantee, refuseBadGuarantees } from './guarantees.ts'
import { draftKept, type Kept, keptOfGrant, withdrawKept } from './kept-debt.ts'
import { lockApplication, lockAuthority } from './lock.ts'

/** What the lender keeps, and the account (an address or key hash) that gets it apart from the premium. */
const interestInput = z.strictObject({
  amount: amountInput,
  premium: amountOrNoneInput,
  account: lineInput(200),
})
type AskedInterest = z.infer<typeof interestInput>

/**
 * Drafts the transaction that gives the credit, after every rule of approval has held; gives the act that the
 * authority's hardware key and the debtor's key sign, in whatever order. While an act is open the same one is given. Where a
 * collective shall owe, its members vote on the draft first (docs/adr/0039): then it gives that vote, and the act of the
 * authority's key once they have.
 */
export const approveRoute = allowed('credit.approve', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      applicationId: idInput,
      interest: interestInput.optional(),
      /** The debt lies under a script of its own, and the authority keeps its restructuring (docs/adr/0051). */
      isKept: z.boolean().default(false),
    }),
  )
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => approve(tx, ctx, input)))

type Asked = {
  readonly applicationId: string
  readonly interest?: AskedInterest | undefined
  readonly isKept: boolean
}
type Approved = {
  readonly actId: string | null
  readonly proposalId: string | null
  readonly keptActId: string | null
}

async function approve(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { applicationId, interest, isKept }: Asked,
): Promise<Approved> {
  await lockAuthority(tx, ctx.user.organisationId)
  const { application, stage } = await lockApplication(tx, ctx, applicationId)
  const isMine = application.authorityId === ctx.user.organisationId
  const { proposalId, keptActId } = application
  if (openStages.includes(stage) && isMine)
    return { actId: must(application.actId, 'an open act'), proposalId, keptActId }
  const isVoted = (stage === 'voting' || stage === 'voted') && isMine
  if (!freeStages.includes(stage) && !isVoted)
    throw refusalToError({ code: 'application-step', facts: { step: stage, wanted: 'approved' } })
  const vote = await voteOn(tx, application)
  if (vote?.is === 'open') return { actId: null, proposalId, keptActId }
  if (isKept && (application.orderId !== null || application.collectiveId !== null))
    throw refusalToError({ code: 'kept-by-vote' })
  await withdrawKept(tx, ctx, application)
  const drafted = await draftCredit(tx, ctx, application, { interest, vote, isKept })
  await tx
    .update(schema.creditApplications)
    .set({
      ...{ step: 'approving', ...drafted, authorityId: ctx.user.organisationId },
      updatedAt: new Date(ctx.clock.nowMs()),
    })
    .where(eq(schema.creditApplications.id, application.id))
  await auditIn(tx, ctx, { subject: application.id })
  return drafted
}

const openStages: readonly CreditStage[] = ['approving', 'approved', 'accepted']
/** Stages in which a draft can be made. */
export const freeStages: readonly CreditStage[] = ['applied', 'expired', 'refused']

type Application = CreditApplicationRow['application']
type Drafting = {
  readonly interest: AskedInterest | undefined
  /** What the members of a collective have decided already. */
  readonly vote: VoteOnGrant | undefined
  readonly isKept: boolean
}

async function draftCredit(
  tx: DbOrTransaction,
  ctx: MemberContext,
  application: Application,
  { interest, vote, isKept }: Drafting,
): Promise<Approved> {
  const { agent, guarantees } = await judgeApproval(tx, ctx, application)
  const managementCredit = outputAtOf(agent.source)
  const isSame = vote?.is === 'joined' && drawsOn(vote, managementCredit)
  if (isSame)
    return {
      actId: await draftGrant(tx, ctx, application, agent, vote, interestIn(application, vote)),
      proposalId: vote.proposalId,
      keptActId: null,
    }
  const grant = await grantOf(tx, ctx, application, { managementCredit, guarantees, interest, isKept })
  if (application.collectiveId === null) {
    const keptActId = grant.kept ? await draftKept(tx, ctx, agent, grant.kept) : null
    return {
      actId: await draftGrant(tx, ctx, application, agent, grant, interest),
      proposalId: null,
      keptActId,
    }
  }
  await endVote(tx, ctx, application)
  return { actId: null, proposalId: await putToVote(tx, ctx, application, grant), keptActId: null }
}

/** Whether a draft reads this very credit still. */
const drawsOn = ({ transaction: { inputs } }: Grant, { outpoint }: OutputAt): boolean =>
  inputs[0] !== undefined && outputKey(inputs[0]) === outputKey(outpoint)

/** Every rule of approval, by how things stand now; gives the agent with its credit, and the guarantees. */
async function judgeApproval(tx: DbOrTransaction, ctx: MemberContext, application: Application) {
  const { debtKeyHash, amount } = application
  if (await isOneself(tx, ctx, application)) throw refusalToError({ code: 'own-application' })
  const agent = await agentFacts(tx, ctx.user, ctx.clock.nowMs(), application.id)
  if (!agent) throw refusalToError({ code: 'agent-missing' })
  const account = await debtorFacts(tx, application)
  const { inputs } = await standingOfDebtor(tx, debtKeyHash)
  unwrap(
    withFacts(
      decideCreditApproval({
        amount,
        applicantOrganisation: application.organisationId,
        approverOrganisation: ctx.user.organisationId,
        ceiling: agent.ceiling,
        exposure: agent.exposure,
        hasAccount: account.isActive,
        hasOverdueDebt: inputs.overdue > 0n,
      }),
    ),
  )
  const guarantees = await guaranteesNow(tx, application)
  refuseBadGuarantees(guarantees)
  const advice = await adviceOn(tx, ctx, application, agent, guarantees)
  unwrap(withFacts(await judgeAdvice(tx, ctx, application.id, advice)))
  const { source } = agent
  if (!source || source.amount < amount)
    throw refusalToError({
      code: 'management-credit-short',
      facts: { present: source?.amount ?? 0n, amount },
    })
  return { agent: { ...agent, source }, guarantees }
}

type Judged = {
  readonly managementCredit: OutputAt
  readonly guarantees: readonly JudgedGuarantee[]
  readonly interest: AskedInterest | undefined
  readonly isKept: boolean
}

/** The transaction that gives a credit, without any signature. */
async function grantOf(
  tx: DbOrTransaction,
  ctx: MemberContext,
  application: Application,
  { managementCredit, guarantees, interest, isKept }: Judged,
): Promise<Grant & { readonly kept?: Kept }> {
  const { debtKeyHash, amount } = application
  const { lots, ...paid } = await paidWith(tx, application)
  const terms = { managementCredit, amount, fee: LEDGER_FEE, debtorKeyHash: fromHex(debtKeyHash), lots }
  const kept = await keptOf(tx, application, interest)
  const collective = await collectiveOf(tx, application)
  const voted = collective && { id: fromHex(collective.ledgerId), coin: await coinForVote(tx, collective) }
  const agreed = { interest: interest ?? NO_INTEREST, schedule: lots }
  const mark = markOf(application, guarantees, agreed, managementCredit)
  const transaction = giveCredit({ ...terms, ...paid, ...kept, mark, voted, isKept })
  if (isKept) {
    const own = keptOfGrant(transaction, { managementCredit, debtorKeyHash: terms.debtorKeyHash, lots })
    // The debts themselves nobody else opens: what the lender keeps has to be repayable.
    refuseUnlessRepayable(ctx.env, own.transaction)
    return { transaction, named: outputsOf([managementCredit]), kept: own }
  }
  refuseUnlessRepayable(ctx.env, transaction)
  return { transaction, named: outputsOf(voted ? [managementCredit, voted.coin] : [managementCredit]) }
}

/** The act of the authority's key and, where an account shall owe, of its key for every lot. */
function draftGrant(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { id, collectiveId }: Application,
  { key, keyHash }: { readonly key: string; readonly keyHash: string },
  { transaction, named }: Grant,
  interest?: Interest,
): Promise<string> {
  const lots = transaction.outputs.flatMap(({ element }, index) => (element === DEBT ? [index] : []))
  // Under a script of its own a debt is consented to by the restructuring that its debtor signs.
  const accepted = lots.filter(
    (index) => parseStandard(transaction.outputs[index]?.script ?? NONE)?.name === 'standard-debt',
  )
  const sign = { inputs: [0], acceptances: collectiveId === null ? accepted : [] }
  return draftAct(tx, ctx, {
    kind: 'credit.approve',
    subject: { kind: 'credit-application', id },
    legs: [{ transaction, named, sign }],
    signerOf: (asked) => (asked === keyHash ? ctx.user.personId : undefined),
    context: { agentKey: key, ...contextOf(interest) },
    spendsNothing: true,
  })
}

/**
 * What the builder takes: nothing without interest. Refuses `interest-with-payee` (who is paid in the debtor's place would
 * bear the debtor's interest), `payee-unknown`, `interest-too-high`, `premium-too-high`.
 */
async function keptOf(
  tx: DbOrTransaction,
  { amount: credit, payee, orderId }: Application,
  interest: AskedInterest | undefined,
) {
  if (!interest) return {}
  if (payee !== null || orderId !== null) throw refusalToError({ code: 'interest-with-payee' })
  const keyHash = await keyHashNamed(tx, interest.account)
  if (!keyHash) throw refusalToError({ code: 'payee-unknown' })
  const wrong = checkInterest(credit, interest, await maxPremiumOf(tx))
  if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
  const { premium, amount } = interest
  const kept = { amount: amount - premium, payTo: keyHashScript(keyHash) }
  return { premium, ...(kept.amount > 0n ? { interest: kept } : {}) }
}

/** What the lender keeps by a draft that members have voted on; of one on an order nothing is kept. */
function interestIn({ orderId }: Application, { transaction }: Grant): Interest | undefined {
  const { outputs, premium } = transaction
  const isKept = ({ element, script }: Output) =>
    element === VALUE && parseStandard(script)?.name !== 'record'
  // Output 0 is the value, the last one the coin that carried the vote.
  const kept = orderId === null ? outputs.slice(1, -1).filter(isKept) : []
  const amount = kept.reduce((sum, output) => sum + output.amount, premium)
  return amount > 0n ? { amount, premium } : undefined
}

const NONE = new Uint8Array(0)
const contextOf = (interest: Interest | undefined) =>
  interest ? { interest: String(interest.amount), premium: String(interest.premium) } : {}

/** A refusal of the domain with its numbers as facts of the API. */
function withFacts<T, R extends { readonly code: string }>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R },
) {
  if (result.ok) return result
  return { ok: false as const, refusal: { code: result.refusal.code, facts: result.refusal } }
}

import {
  ceilingMark,
  coverOf,
  GRANT_COST,
  LEAST_TERM_BLOCKS,
  LEDGER_FEE,
  MOST_LOTS,
  mostInterest,
  mostPremium,
  mostTermBlocks,
} from '@vc/admission'
import { toHex } from '@vc/crypto'
import {
  type CreditApplicationRow,
  countCreditApplications,
  creditApplicationsOf,
  creditOrders,
  creditStages,
  ownersOf,
  schema,
} from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { approvedByModel } from '../../acts/approved-by-model.ts'
import { creditWindowOf } from '../../acts/credit-window.ts'
import { type Waiting, waitsOf } from '../../acts/waits.ts'
import type { MemberContext, SessionUser } from '../../context.ts'
import { idInput } from '../../input.ts'
import { blockTimes, standingOfDebtor } from '../../people/debtor-standing.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { orderBehind } from '../coop/credit.ts'
import { sanctionsAround } from '../standing/sanctions.ts'
import { adviceOn, judgeAdvice, overrulesFor } from './advice.ts'
import { applicationView } from './application-view.ts'
import { freeStages } from './approve.ts'
import { automaticOf } from './automatic.ts'
import { collectiveBehind, debtorFacts, isOneself } from './collective-credit.ts'
import { type AgentFacts, accountFacts, agentFacts, maxPremiumOf } from './facts.ts'
import { guaranteesNow, type JudgedGuarantee, shownGuarantees } from './guarantees.ts'

/** What a form of application has to know: the limits, how long a block is, and the person's accounts. */
export const termsRoute = allowed('credit.list', reads).query(async ({ ctx }) => {
  const { personId, organisationId } = ctx.user
  const seeds = await ctx.db
    .selectDistinctOn([sealedSeeds.accountId])
    .from(sealedSeeds)
    .where(and(eq(sealedSeeds.personId, personId), eq(sealedSeeds.organisationId, organisationId)))
  const accounts = seeds.map(async (seed) => {
    const [accountId, debtKeyHash] = [toHex(seed.accountId), toHex(seed.debtKeyHash)]
    const facts = await accountFacts(ctx.db, accountId, debtKeyHash)
    const [asked] = await ctx.db
      .select({ state: schema.admissions.state, reason: schema.admissions.reason })
      .from(schema.admissions)
      .where(eq(schema.admissions.subject, `account:${accountId}`))
    return { accountId, debtKeyHash, ...facts, admission: asked ?? null }
  })
  const times = await blockTimes(ctx.db)
  const mostTerm = mostTermBlocks(times.blocksPerDay)
  return {
    ...times,
    fee: LEDGER_FEE,
    limits: { leastTermBlocks: LEAST_TERM_BLOCKS, mostTermBlocks: mostTerm, mostLots: MOST_LOTS },
    accounts: await Promise.all(accounts),
  }
})

const textInput = z.string().trim().max(200).optional()
const MOST_ROWS = 1000

/** The member's view of applications: a holder sees its own organisation's, everyone else all. */
const seenBy = ({ role, organisationId }: SessionUser) => (role === 'holder' ? { organisationId } : {})

/** A page of the applications that concern the member, filtered and in order; how many there are on all pages, and their sum. */
export const listRoute = allowed('credit.list', reads)
  .input(
    z.strictObject({
      page: z.int().min(0).max(100_000).default(0),
      pageSize: z.int().min(1).max(MOST_ROWS).default(25),
      order: z.enum(creditOrders).default('asked'),
      down: z.boolean().default(true),
      stage: z.enum(creditStages).optional(),
      importId: idInput.optional(),
      ...{ who: textInput, purpose: textInput, reference: textInput },
    }),
  )
  .query(async ({ ctx, input }) => {
    const { page, pageSize, order, down, ...filter } = input
    const at = new Date(ctx.clock.nowMs())
    const wanted = { ...filter, ...seenBy(ctx.user) }
    const place = { order, down, limit: pageSize, offset: page * pageSize }
    const [rows, counted] = await Promise.all([
      creditApplicationsOf(ctx.db, at, wanted, place),
      countCreditApplications(ctx.db, at, wanted),
    ])
    return { rows: rows.map(applicationView), ...counted }
  })

/** One application that concerns the member. */
export const showRoute = allowed('credit.list', reads)
  .input(z.strictObject({ applicationId: idInput }))
  .query(async ({ ctx, input }) => {
    const wanted = { id: input.applicationId, ...seenBy(ctx.user) }
    const [found] = await creditApplicationsOf(ctx.db, new Date(ctx.clock.nowMs()), wanted)
    if (!found) throw refusalToError({ code: 'not-found' })
    const { application } = found
    return {
      ...applicationView(found),
      waiting: await waitingOf(ctx, found),
      ...guaranteesView(await guaranteesNow(ctx.db, application)),
      // What an authority said against advice is for who watches it, not for the applicant.
      overrules: ctx.user.role === 'holder' ? [] : await overrulesFor(ctx.db, application.id),
      /** The credit model that approved it, if one did. */
      model: (await approvedByModel(ctx.db, [application.id])).get(application.id) ?? null,
    }
  })

/** Why a credit that all have signed is in no block yet; null of any other. */
async function waitingOf(ctx: MemberContext, { act, stage }: CreditApplicationRow): Promise<Waiting | null> {
  if (!act || stage !== 'submitted') return null
  return (await waitsOf(ctx, [act])).get(act.id) ?? null
}

/** Guarantees with how each stands now, and what all of them cover together. */
const guaranteesView = (list: readonly JudgedGuarantee[]) => ({
  guarantees: shownGuarantees(list),
  cover: coverOf(list),
})

/** Everything that an authority needs to decide, on one screen. */
export const reviewRoute = allowed('credit.review', reads)
  .input(z.strictObject({ applicationId: idInput }))
  .query(async ({ ctx, input }) => {
    const [found] = await creditApplicationsOf(ctx.db, new Date(ctx.clock.nowMs()), {
      id: input.applicationId,
    })
    if (!found) throw refusalToError({ code: 'not-found' })
    const { application } = found
    const agent = await agentFacts(ctx.db, ctx.user, ctx.clock.nowMs(), application.id)
    const { debtKeyHash, organisationId } = application
    const standing = await standingOfDebtor(ctx.db, debtKeyHash)
    const guarantees = await guaranteesNow(ctx.db, application)
    const isOwn = organisationId === ctx.user.organisationId || (await isOneself(ctx.db, ctx, application))
    return {
      application: applicationView(found),
      waiting: await waitingOf(ctx, found),
      window: freeStages.includes(found.stage) ? await creditWindowOf(ctx, application.amount) : null,
      times: await blockTimes(ctx.db),
      account: await debtorFacts(ctx.db, application),
      collective: await collectiveBehind(ctx.db, application),
      owners: await ownersOf(ctx.db, [debtKeyHash, ...(agent ? [agent.keyHash] : [])]),
      order: await orderBehind(ctx.db, application.orderId),
      standing,
      sanctions: await sanctionsAround(ctx.db, application),
      ...guaranteesView(guarantees),
      ceilings: agent && (await ceilingsOf(ctx, application, agent, guarantees)),
      overrules: await overrulesFor(ctx.db, application.id),
      automatic: await automaticOf(ctx.db, ctx.user, application.id),
      agent: agent && {
        key: agent.key,
        keyHash: agent.keyHash,
        ceiling: agent.ceiling,
        exposure: agent.exposure,
        unpaid: agent.unpaid,
        pending: agent.pending,
        handedOn: agent.handedOn,
        source: agent.source?.amount ?? 0n,
      },
      isOwn,
      cost: GRANT_COST,
      limits: await limitsOf(ctx, application.amount),
      accounts: await accountsOf(ctx),
    }
  })

/** The most interest and premium that the credit bears. */
async function limitsOf({ db }: MemberContext, amount: bigint) {
  return { interest: mostInterest(amount), premium: mostPremium(amount, await maxPremiumOf(db)) }
}

/** Key hashes of the accounts that the member's organisation keeps, the newest first: where interest may go. */
async function accountsOf({ db, user }: MemberContext): Promise<readonly string[]> {
  const rows = await db
    .select({ debtKeyHash: sealedSeeds.debtKeyHash })
    .from(sealedSeeds)
    .where(eq(sealedSeeds.organisationId, user.organisationId))
    .orderBy(desc(sealedSeeds.createdAt))
  return rows.map(({ debtKeyHash }) => toHex(debtKeyHash))
}

/**
 * How far this credit would fill the agent's ceiling, and what is advised for one debtor with what that is made of; smallest
 * units. `inTheWay` is the advice that has to be overruled before it can be approved.
 */
async function ceilingsOf(
  ctx: MemberContext,
  application: CreditApplicationRow['application'],
  agent: AgentFacts,
  guarantees: readonly JudgedGuarantee[],
) {
  const advice = await adviceOn(ctx.db, ctx, application, agent, guarantees)
  const judged = await judgeAdvice(ctx.db, ctx, application.id, advice)
  const fill = (used: bigint, ceiling: bigint) => ({ used, ceiling, mark: ceilingMark(used, ceiling) })
  return {
    agent: fill(agent.exposure + application.amount, agent.ceiling),
    debtor: fill(advice.used, advice.advised),
    score: advice.score,
    inTheWay: judged.ok ? null : judged.refusal.code,
  }
}

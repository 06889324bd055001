import { LEAST_TERM_BLOCKS, LEDGER_FEE, MOST_LOTS, MOST_TERM_BLOCKS, standingOf } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { badDebtAgeOf, creditApplicationsOf, findCursor, schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountFacts, agentFacts, blockTimes, historyOf, keepsDebtKey } from './facts.ts'
import { applicationView } from './stage.ts'

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
  return {
    ...(await blockTimes(ctx.db)),
    fee: LEDGER_FEE,
    limits: { leastTermBlocks: LEAST_TERM_BLOCKS, mostTermBlocks: MOST_TERM_BLOCKS, mostLots: MOST_LOTS },
    accounts: await Promise.all(accounts),
  }
})

/** Applications that concern the member: a holder's own organisation's, else all. */
export const listRoute = allowed('credit.list', reads).query(async ({ ctx }) => {
  const { role, organisationId } = ctx.user
  const rows = await creditApplicationsOf(ctx.db, role === 'holder' ? { organisationId } : {})
  return rows.map((row) => applicationView(row, ctx.clock.nowMs()))
})

/** Everything that an authority needs to decide, on one screen. */
export const reviewRoute = allowed('credit.review', reads)
  .input(z.strictObject({ applicationId: idInput }))
  .query(async ({ ctx, input }) => {
    const [found] = await creditApplicationsOf(ctx.db, { id: input.applicationId })
    if (!found) throw refusalToError({ code: 'not-found' })
    const { application } = found
    const agent = await agentFacts(ctx.db, ctx.user, ctx.clock.nowMs(), application.id)
    const { debtKeyHash, organisationId } = application
    const isOwn =
      organisationId === ctx.user.organisationId ||
      (await keepsDebtKey(ctx.db, ctx.user.personId, debtKeyHash))
    return {
      application: applicationView(found, ctx.clock.nowMs()),
      times: await blockTimes(ctx.db),
      account: await accountFacts(ctx.db, application.accountId, debtKeyHash),
      history: await historyOf(ctx.db, debtKeyHash),
      agent: agent && {
        key: agent.key,
        ceiling: agent.ceiling,
        exposure: agent.exposure,
        unpaid: agent.unpaid,
        pending: agent.pending,
        source: agent.source?.amount ?? 0n,
      },
      isOwn,
      fee: LEDGER_FEE,
    }
  })

/** How debts stand: current, due soon (a tenth of their term, at most seven days), overdue, bad. */
export async function standingRules(db: Parameters<typeof blockTimes>[0]) {
  const { blocksPerDay, height } = await blockTimes(db)
  const cursor = await findCursor(db)
  const rules = { badDebtAge: badDebtAgeOf(cursor), dueSoonBlocks: 7 * blocksPerDay }
  const standing = (debt: { readonly expiryHeight: number | null; readonly createdHeight: number }) => {
    if (debt.expiryHeight === null) return 'current' as const
    const soon = Math.ceil((debt.expiryHeight - debt.createdHeight) / 10)
    const dueSoonBlocks = Math.min(rules.dueSoonBlocks, Math.max(1, soon))
    return standingOf(debt.expiryHeight, height + 1, { ...rules, dueSoonBlocks })
  }
  return { standing, height, blocksPerDay }
}

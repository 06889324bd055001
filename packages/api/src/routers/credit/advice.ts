import { advisedCeiling, type CreditAdvice, coverOf, decideAdvice, overAdvice } from '@vc/admission'
import { overrulesOf, pendingCredit, schema } from '@vc/db'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { standingOfDebtor } from '../../people/debtor-standing.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { isOneself } from './collective-credit.ts'
import { type AgentFacts, agentFacts } from './facts.ts'
import { guaranteesNow, type JudgedGuarantee } from './guarantees.ts'
import { lockApplication } from './lock.ts'

type Application = typeof schema.creditApplications.$inferSelect
/** The advice on an application now, with what it was made of. Amounts in smallest units. */
export type Advice = CreditAdvice & { readonly used: bigint; readonly score: number }

/** What is advised of an application: full cover, and a debtor's ceiling by the agent's own and the debtor's score. */
export async function adviceOn(
  db: DbOrTransaction,
  { clock }: Pick<MemberContext, 'clock'>,
  application: Application,
  agent: Pick<AgentFacts, 'ceiling'>,
  guarantees: readonly JudgedGuarantee[],
): Promise<Advice> {
  const { id, amount, debtKeyHash } = application
  const { score, inputs } = await standingOfDebtor(db, debtKeyHash)
  const pending = await pendingCredit(db, { debtKeyHash }, new Date(clock.nowMs()), id)
  const used = inputs.unpaid + pending + amount
  const advised = advisedCeiling(agent.ceiling, score)
  const cover = coverOf(guarantees)
  return { amount, cover, advised, over: overAdvice(used, advised), used, score }
}

/** Whether the authority may give on this advice: as it is, or by what it said with its key before. */
export async function judgeAdvice(
  db: DbOrTransaction,
  { user }: MemberContext,
  id: string,
  advice: CreditAdvice,
) {
  const said = await overrulesOf(db, id)
  const own = said.find((one) => one.said.organisationId === user.organisationId)
  return decideAdvice(advice, own?.said)
}

/**
 * Says, with a fresh touch of the key for exactly these words, why credit is given though it is not covered in full or goes
 * over what is advised (requirements V-023, V-141). It holds as long as things are no worse than they are now.
 */
export const overruleRoute = allowed('credit.approve', {
  stepUp: 'key',
  idempotency: 'none',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ applicationId: idInput, reason: z.string().trim().min(1).max(1000) }))
  .mutation(({ ctx, input: { applicationId, reason } }) =>
    ctx.db.transaction(async (tx) => {
      const { application } = await lockApplication(tx, ctx, applicationId)
      const isOwn =
        application.organisationId === ctx.user.organisationId || (await isOneself(tx, ctx, application))
      if (isOwn) throw refusalToError({ code: 'own-application' })
      const agent = await agentFacts(tx, ctx.user, ctx.clock.nowMs(), application.id)
      if (!agent) throw refusalToError({ code: 'agent-missing' })
      const advice = await adviceOn(tx, ctx, application, agent, await guaranteesNow(tx, application))
      if ((await judgeAdvice(tx, ctx, application.id, advice)).ok)
        throw refusalToError({ code: 'nothing-to-overrule' })
      await keep(tx, ctx, application.id, reason, advice)
      return { applicationId }
    }),
  )

async function keep(
  tx: DbOrTransaction,
  ctx: MemberContext,
  applicationId: string,
  reason: string,
  { cover, amount, advised, over }: Advice,
): Promise<void> {
  const { organisationId, personId, passkeyId } = ctx.user
  const createdAt = new Date(ctx.clock.nowMs())
  const stood = { cover, amount, advised, over }
  await tx
    .insert(schema.creditOverrules)
    .values({ applicationId, organisationId, personId, passkeyId, reason, ...stood, createdAt })
  await auditIn(tx, ctx, { subject: applicationId })
}

/** What authorities said of an application, for who reviews it. */
export async function overrulesFor(db: DbOrTransaction, applicationId: string) {
  const rows = await overrulesOf(db, applicationId)
  return rows.map(({ said, by, organisation }) => {
    const { reason, cover, amount, advised, over, createdAt } = said
    return { reason, cover, amount, advised, over, createdAt, by, organisation }
  })
}

import { TRPCError } from '@trpc/server'
import { advisedCeiling, chooseCoins, LEDGER_FEE, NO_INTEREST } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { outputAtOf, type schema } from '@vc/db'
import { must } from '@vc/kernel'
import { DEBT, giveHandedOn, outputsOf, signAsGiver, type Transaction } from '@vc/ledger'
import { draftAct } from '../../acts/draft-act.ts'
import type { Leg } from '../../acts/stored-act.ts'
import { overCeilings, type Warning, warningsOfLeg } from '../../acts/warnings.ts'
import type { DbOrTransaction } from '../../context.ts'
import { describeError } from '../../refusal-to-error.ts'
import { markOf } from './commitment.ts'
import { paidWith, refuseUnlessRepayable } from './grant-parts.ts'
import type { ModelFacts } from './model-facts.ts'
import type { Office } from './model-office.ts'
import { termsHashOf } from './model-terms.ts'

type Application = typeof schema.creditApplications.$inferSelect
type Model = typeof schema.creditModels.$inferSelect

/** Drafts the grant out of the model's credit, signed by the giver; or gives what would warn a person who had to sign it. */
export async function giveByModel(
  tx: DbOrTransaction,
  ctx: Office,
  application: Application,
  model: Model,
  facts: ModelFacts,
): Promise<{ readonly actId: string } | { readonly reasons: readonly string[] }> {
  const leg = await grantOrCode(tx, ctx, application, model, facts)
  if (typeof leg === 'string') return { reasons: [leg] }
  const reasons = await risksOf(tx, ctx, application, model, facts, leg)
  if (reasons.length > 0) return { reasons }
  const lots = leg.transaction.outputs.flatMap(({ element }, index) => (element === DEBT ? [index] : []))
  const drafter = { ...ctx, user: { organisationId: model.organisationId } }
  const actId = await draftAct(tx, drafter, {
    ...{ kind: 'credit.approve', subject: { kind: 'credit-application', id: application.id } },
    legs: [{ ...leg, sign: { inputs: [], acceptances: lots } }],
    context: { agentKey: model.agentKey, modelId: model.id },
  })
  return { actId }
}

/** The grant, or the code of what it is refused for. */
async function grantOrCode(
  tx: DbOrTransaction,
  ctx: Office,
  application: Application,
  model: Model,
  facts: ModelFacts,
): Promise<Leg | string> {
  try {
    return await grantOf(tx, ctx, application, model, facts)
  } catch (error) {
    if (error instanceof TRPCError) return describeError(error).code
    throw error
  }
}

async function grantOf(
  tx: DbOrTransaction,
  { env, giver }: Office,
  application: Application,
  model: Model,
  { coins: free, guarantees }: ModelFacts,
): Promise<Leg> {
  const { amount, debtKeyHash } = application
  const coins = chooseCoins(free, amount).map(outputAtOf)
  const { lots, ...paid } = await paidWith(tx, application)
  const agreed = { interest: NO_INTEREST, schedule: lots }
  const lender = must(coins[0], 'the model has so much credit')
  const mark = markOf(application, guarantees, agreed, lender)
  const terms = { amount, fee: LEDGER_FEE, debtorKeyHash: fromHex(debtKeyHash), lots, mark }
  const drafted = giveHandedOn({ ...terms, ...paid, coins })
  refuseUnlessRepayable(env, drafted)
  const named = outputsOf(coins)
  const by = { ...giver, termsHash: termsHashOf(model) }
  const sign = (tx: Transaction, _: unknown, index: number) =>
    signAsGiver({ tx, named, network: env.network }, index, by)
  return { transaction: named.reduce(sign, drafted), named }
}

/**
 * What a person would be warned of: each keeps the order from being approved by a model alone. The hours are not among them: when a
 * model approves is a term that its authority's key has signed (docs/adr/0055).
 */
async function risksOf(
  tx: DbOrTransaction,
  { time }: Office,
  { amount }: Application,
  { organisationId }: Model,
  { agent, use, owed, score }: ModelFacts,
  leg: Leg,
): Promise<readonly Warning[]> {
  const { ceiling } = must(agent, 'its rules were asked')
  const used = must(use, 'an agent has its use').exposure
  const exposure = {
    agent: { before: used, after: used, ceiling },
    debtor: { before: owed, after: owed + amount, ceiling: advisedCeiling(ceiling, score) },
  }
  const drafted = { createdBy: organisationId, createdAt: new Date(time * 1_000) }
  const warnings = await warningsOfLeg(tx, leg, drafted, overCeilings(exposure, true))
  return warnings.filter((one) => one !== 'outside-hours')
}

import { checkGuarantees, decideAdvice, judgeByModel } from '@vc/admission'
import { equalBytes, fromHex, hash160, toHex } from '@vc/crypto'
import { coinsOfModel, newestRecords, pendingCredit, schema } from '@vc/db'
import { passkeys } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { handedOnScript, POWER_CREDIT, parseAgent } from '@vc/ledger'
import { and, eq, isNull } from 'drizzle-orm'
import { creditWindowOf } from '../../acts/credit-window.ts'
import type { DbOrTransaction } from '../../context.ts'
import { agentUse } from '../../people/agent-use.ts'
import { standingOfDebtor } from '../../people/debtor-standing.ts'
import { sanctionsAround } from '../standing/sanctions.ts'
import { adviceOn } from './advice.ts'
import { debtorFacts } from './collective-credit.ts'
import { keepsDebtKey } from './facts.ts'
import { guaranteesNow } from './guarantees.ts'
import type { Office } from './model-office.ts'
import { modelOf, termsHashOf } from './model-terms.ts'

type Application = typeof schema.creditApplications.$inferSelect
type Model = typeof schema.creditModels.$inferSelect
export type ModelFacts = Awaited<ReturnType<typeof modelFacts>>

/** What a model decides on: how the debtor, its guarantees, the agent and the model's own credit stand now. */
export async function modelFacts(tx: DbOrTransaction, ctx: Office, application: Application, model: Model) {
  const { debtKeyHash, id } = application
  const now = new Date(ctx.clock.nowMs())
  const { score, inputs } = await standingOfDebtor(tx, debtKeyHash)
  const owed = inputs.unpaid + (await pendingCredit(tx, { debtKeyHash }, now, id))
  const agent = await agentOf(tx, model)
  const use = agent && (await agentUse(tx, agent, model.organisationId, now, id))
  const guarantees = await guaranteesNow(tx, application)
  const coins = await coinsUnder(tx, ctx, model)
  const free = coins.reduce((sum, { amount }) => sum + amount, 0n)
  return { score, owed, overdue: inputs.overdue, agent, use, guarantees, coins, free }
}

/** The agent by its record and by whether a person of its authority has its key still; undefined when it gives credit no more. */
async function agentOf(tx: DbOrTransaction, { agentKey, personId }: Model) {
  const [row] = await newestRecords(tx, 'agent', agentKey)
  const agent = row && parseAgent(row.value)
  if (!agent || (agent.powers & POWER_CREDIT) === 0) return undefined
  const own = and(eq(passkeys.personId, personId), eq(passkeys.kind, 'act'), isNull(passkeys.revokedAt))
  const keys = await tx.select({ actKey: passkeys.actKey }).from(passkeys).where(own)
  const isHeld = keys.some(({ actKey }) => actKey !== null && toHex(actKey) === agentKey)
  if (!isHeld) return undefined
  return { key: agentKey, keyHash: toHex(hash160(fromHex(agentKey))), ceiling: agent.ceiling }
}

/** The model's credit that nothing has taken; none that lies under another key than the giver's now. */
async function coinsUnder(tx: DbOrTransaction, { giver }: Office, model: Model) {
  const script = fromHex(must(model.script ?? undefined, 'a model in force was drafted'))
  const agent = hash160(fromHex(model.agentKey))
  const own = handedOnScript({ termsHash: termsHashOf(model), giver: hash160(giver.key), agent })
  return equalBytes(script, own) ? coinsOfModel(tx, script, { free: true }) : []
}

/** Why a person has to decide: what stands in the way of any approval, then every term of the model that is not met. */
export async function stopsOf(
  tx: DbOrTransaction,
  ctx: Office,
  application: Application,
  model: Model,
  facts: ModelFacts,
): Promise<readonly string[]> {
  const { amount, termBlocks, purpose } = application
  const { score, owed, free } = facts
  const { height, time } = ctx
  const suppliers = await suppliersOf(tx, application)
  const terms = { amount, termBlocks, purpose, suppliers, score, owes: owed + amount, free, height, time }
  return [...(await rulesBroken(tx, ctx, application, model, facts)), ...judgeByModel(modelOf(model), terms)]
}

async function suppliersOf(tx: DbOrTransaction, { orderId }: Application): Promise<readonly string[]> {
  const { coopOrders } = schema
  const [order] = await tx
    .select({ contracts: coopOrders.contracts })
    .from(coopOrders)
    .where(eq(coopOrders.id, orderId ?? ''))
  return must(order, 'an application names an order that is there').contracts.map(({ account }) => account)
}

/** Bounds of a node's policy that stop all credit, whatever was handed on before. */
const halts: readonly (string | null | undefined)[] = ['notice', 'switch', 'stop']

/** The rules of every approval that do not hold, by their codes. */
async function rulesBroken(
  tx: DbOrTransaction,
  ctx: Office,
  application: Application,
  { organisationId, personId }: Model,
  { agent, guarantees, overdue }: ModelFacts,
): Promise<readonly string[]> {
  const isOwn =
    application.organisationId === organisationId ||
    (await keepsDebtKey(tx, personId, application.debtKeyHash))
  const { isActive } = await debtorFacts(tx, application)
  const listed = (await sanctionsAround(tx, application)).found.some(({ stage }) => stage !== null)
  const advised = agent && decideAdvice(await adviceOn(tx, ctx, application, agent, guarantees), undefined)
  const window = await creditWindowOf({ db: tx, client: ctx.client }, application.amount)
  const broken: readonly (readonly [string | undefined, boolean])[] = [
    ['own-application', isOwn],
    ['agent-missing', !agent],
    ['account-missing', !isActive],
    ['debt-overdue', overdue > 0n],
    ['debtor-listed', listed],
    [checkGuarantees(guarantees)?.code, true],
    [advised?.ok === false ? advised.refusal.code : undefined, true],
    ['node-silent', window === null],
    ['credit-halted', halts.includes(window?.bound)],
  ]
  return broken.flatMap(([code, holds]) => (code !== undefined && holds ? [code] : []))
}

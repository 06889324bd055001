import { modelCoins } from '@vc/admission'
import { draftAct, judgeByModels, termsHashOf, withdrawUnder } from '@vc/api'
import { fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import {
  coinsOfModel,
  type DbTransaction,
  managementCreditOf,
  outputAtOf,
  queueSubmission,
  schema,
} from '@vc/db'
import { draftCreditModel, endCreditModel, judgeApplication } from '@vc/jobs'
import { failpoint } from '@vc/kernel'
import {
  endHandedOn,
  handedOnScript,
  handOnCredit,
  outputsOf,
  signAsGiver,
  type Transaction,
} from '@vc/ledger'
import { eq, sql } from 'drizzle-orm'
import { commitmentHook, networkOf } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'

const { creditModels, submissions } = schema
const clock = { nowMs: () => Date.now() }
const OPEN_MS = 7 * 86_400_000
type Model = typeof creditModels.$inferSelect

/** Credit of a model that something has taken for now; its end is tried again. */
class CreditUnderWayError extends Error {}

async function lockModel(tx: DbTransaction, id: string): Promise<Model | undefined> {
  const [model] = await tx.select().from(creditModels).where(eq(creditModels.id, id)).for('update')
  return model
}

/**
 * Drafts the act that hands an agent's credit on under a model's terms (docs/adr/0049): its hardware key
 * alone signs. The hash of the terms stands in every script that the key signs.
 */
export const draftCreditModelHandler = domainHandler(draftCreditModel, async ({ modelId }, tx, deps) => {
  const model = await lockModel(tx, modelId)
  if (!model || model.actId !== null || model.refusal !== null || model.endedAt !== null) return
  const agent = hash160(fromHex(model.agentKey))
  const [source] = await managementCreditOf(tx, toHex(agent))
  if (!source || source.amount < model.total) return keep(tx, modelId, { refusal: 'management-credit-short' })
  const { operatingKey: secret } = deps
  const to = { termsHash: termsHashOf(model), giver: hash160(schnorrPublicKey(secret)), agent }
  const managementCredit = outputAtOf(source)
  const parts = modelCoins({ total: model.total, mostOrder: BigInt(model.terms.mostOrder) })
  const transaction = handOnCredit({ managementCredit, parts, to })
  const network = await networkOf(tx)
  const drafter = { clock, env: { network }, user: { organisationId: model.organisationId } }
  const actId = await draftAct(tx, drafter, {
    ...{ kind: 'credit.model', subject: { kind: 'credit-model', id: modelId } },
    legs: [{ transaction, named: outputsOf([managementCredit]), sign: { inputs: [0], acceptances: [] } }],
    signerOf: (key) => (key === toHex(agent) ? model.personId : undefined),
    context: { title: model.terms.title, amount: String(model.total), until: model.untilHeight },
    expiresAt: new Date(clock.nowMs() + OPEN_MS),
  })
  await keep(tx, modelId, { actId, script: toHex(handedOnScript(to)) })
})

async function keep(tx: DbTransaction, modelId: string, set: Partial<Model>): Promise<void> {
  await tx.update(creditModels).set(set).where(eq(creditModels.id, modelId))
}

/** Has the models in force look at an application; whatever they say is written with "done", or not at all. */
export const judgeApplicationHandler = domainHandler(
  judgeApplication,
  async ({ applicationId }, tx, { operatingKey: secret, client }) => {
    await judgeByModels(tx, { secret, client, clock }, applicationId)
    await failpoint('application-judged')
  },
)

/**
 * Ends what is left of the credit of a model that is over, with one transaction that makes nothing of it. What a grant on its way
 * has taken is looked at again when that is in a block.
 */
export const endCreditModelHandler = domainHandler(endCreditModel, async ({ modelId }, tx, deps) => {
  const model = await lockModel(tx, modelId)
  if (!model || model.endedAt === null) return
  await withdrawUnder(tx, model, new Date(clock.nowMs()))
  if (model.script === null) return
  if (await isComing(tx, model)) throw new CreditUnderWayError('the credit itself is on its way')
  const script = fromHex(model.script)
  if ((await coinsOfModel(tx, script, { free: false })).length === 0) return
  const coins = (await coinsOfModel(tx, script, { free: true })).map(outputAtOf)
  if (coins.length === 0) throw new CreditUnderWayError('a grant on its way has taken what is left')
  const { operatingKey: secret } = deps
  const network = await networkOf(tx)
  const named = outputsOf(coins)
  const by = { secret, key: schnorrPublicKey(secret), termsHash: termsHashOf(model) }
  const sign = (leg: Transaction, _: unknown, index: number) =>
    signAsGiver({ tx: leg, named, network }, index, by)
  const ended = named.reduce(sign, endHandedOn(coins))
  await queueSubmission(tx, { transactions: [ended], subject: { kind: 'credit-model-end', id: modelId } })
})

/** Whether the transaction that hands the credit on waits for its block. */
async function isComing(tx: DbTransaction, { actId }: Model): Promise<boolean> {
  const coming = sql`${submissions.id} = (select submission_id from acts where id = ${actId})
    and ${submissions.state} in ('queued', 'submitted')`
  return (await tx.select({ id: submissions.id }).from(submissions).where(coming)).length > 0
}

/** After every end of credit it is asked whether anything is left. */
export const creditModelEndHook = commitmentHook('end-credit-model', (modelId) => ({ modelId }))

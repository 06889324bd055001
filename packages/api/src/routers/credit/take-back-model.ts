import { fromHex, hash160, toHex } from '@vc/crypto'
import { coinsOfModel, outputAtOf, schema, writeOutbox } from '@vc/db'
import { endHandedOn, type OutputAt, outputsOf, type Transaction } from '@vc/ledger'
import { and, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { endNow, lockOwnModel, type StoredModel } from './end-model.ts'

const { acts } = schema
const KIND = 'credit.take-back'
const END = 'end-credit-model'
/** Whoever presses signs at once; what is not signed then the worker ends. */
const OPEN_MS = 10 * 60_000
/** The agent's branch of where its credit lies opens from this height on (docs/adr/0049). */
const OPENS_AT = 1
/** The branch of the agent's key, without the hash of the terms. */
const byAgent = new Uint8Array(0)

/**
 * Takes what is left of an own model's credit back by the agent's own key, with nobody's help (docs/adr/0049, 0055): ends the model, and
 * gives the act that the key signs, once for each coin. While one waits the same one is given. Refuses `not-found`, and
 * `model-spent` when nothing is left that another transaction has not taken.
 */
export const takeBackModelRoute = allowed('credit.approve', {
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' },
})
  .input(z.strictObject({ modelId: idInput }))
  .mutation(({ ctx, input: { modelId } }) =>
    ctx.db.transaction(async (tx) => {
      const model = await lockOwnModel(tx, ctx, modelId)
      await endNow(tx, ctx, model)
      const actId = (await waitingAct(tx, ctx, modelId)) ?? (await draft(tx, ctx, model))
      await auditIn(tx, ctx, { subject: modelId })
      return { actId }
    }),
  )

async function waitingAct(
  tx: DbOrTransaction,
  { clock }: MemberContext,
  modelId: string,
): Promise<string | undefined> {
  const now = new Date(clock.nowMs())
  const waits = [eq(acts.kind, KIND), eq(acts.subjectId, modelId), eq(acts.status, 'open')]
  const [act] = await tx
    .select({ id: acts.id })
    .from(acts)
    .where(and(...waits, gt(acts.expiresAt, now)))
  return act?.id
}

async function draft(tx: DbOrTransaction, ctx: MemberContext, model: StoredModel): Promise<string> {
  const script = model.script === null ? undefined : fromHex(model.script)
  const coins = script ? (await coinsOfModel(tx, script, { free: true })).map(outputAtOf) : []
  if (coins.length === 0) throw refusalToError({ code: 'model-spent' })
  const agent = toHex(hash160(fromHex(model.agentKey)))
  const named = outputsOf(coins)
  const expiresAt = new Date(ctx.clock.nowMs() + OPEN_MS)
  const actId = await draftAct(tx, ctx, {
    ...{ kind: KIND, subject: { kind: 'credit-model-end', id: model.id } },
    legs: [
      { transaction: takenBack(coins), named, sign: { inputs: named.map((_, i) => i), acceptances: [] } },
    ],
    signerOf: (key) => (key === agent ? model.personId : undefined),
    context: { title: model.terms.title },
    expiresAt,
  })
  const after = { payload: { modelId: model.id }, key: `${END}-${model.id}-${actId}`, dueAt: expiresAt }
  await writeOutbox(tx, { topic: END, ...after })
  return actId
}

/** Spends the coins by the agent's branch and makes nothing of them. */
const takenBack = (coins: readonly OutputAt[]): Transaction => ({
  ...endHandedOn(coins),
  lockTime: OPENS_AT,
  witnesses: coins.map(() => [byAgent]),
})

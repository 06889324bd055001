import { type CreditModel, checkModel } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { approvedBy, coinsOfModel, creditModelRows, schema, writeOutbox } from '@vc/db'
import { must } from '@vc/kernel'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { signedBy } from '../../acts/approved-by-model.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { endNow, lockOwnModel } from './end-model.ts'
import { agentFacts } from './facts.ts'
import { lockAuthority } from './lock.ts'
import { modelOf, modelState, termsHashOf } from './model-terms.ts'
import { queuesInput, refuseOverWindow } from './window.ts'

const { creditModels } = schema
const DRAFT = 'draft-credit-model'
const END = 'end-credit-model'
const habits = { audit: 'decision', rate: 'act' } as const

const modelInput = z.strictObject({
  commandKey: commandKeyInput,
  title: lineInput(80),
  ...{ total: amountInput, mostOrder: amountInput, mostDebtor: amountInput },
  leastScore: z.int().min(0).max(1000),
  mostTermBlocks: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  purposes: z.array(lineInput(120)).min(1).max(20),
  suppliers: z
    .array(z.strictObject({ name: lineInput(80), account: lineInput(200) }))
    .min(1)
    .max(50),
  fromHour: z.int().min(0).max(23),
  toHour: z.int().min(1).max(24),
  onWeekends: z.boolean().default(false),
  untilHeight: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
})
type Asked = z.infer<typeof modelInput>

/**
 * Sets a credit model: the terms under which a part of the own agent's credit is handed on, once its hardware key has signed the act
 * that the worker drafts (docs/adr/0049). Refuses what `checkModel` refuses, `payee-unknown` with the supplier, `agent-missing`,
 * `ceiling-exceeded`, `management-credit-short`, and `no-capacity` unless it waits for a window.
 */
export const setModelRoute = allowed('credit.approve', {
  ...{ stepUp: 'none', idempotency: 'command-key', ...habits },
})
  .input(modelInput.extend({ queues: queuesInput }))
  .mutation(async ({ ctx, input: { queues, ...asked } }) => {
    if (!queues) await refuseOverWindow(ctx, { amount: asked.total, commandKey: asked.commandKey })
    const done = await ctx.db.transaction((tx) => setModel(tx, ctx, asked))
    if (done.isNew) await ctx.wake(DRAFT, `${DRAFT}-${done.modelId}`)
    return { modelId: done.modelId }
  })

async function setModel(tx: DbOrTransaction, ctx: MemberContext, of: Asked) {
  const { commandKey, suppliers, onWeekends, ...asked } = of
  const { organisationId, personId } = ctx.user
  await lockAuthority(tx, organisationId)
  const once = and(eq(creditModels.organisationId, organisationId), eq(creditModels.commandKey, commandKey))
  const [known] = await tx.select({ id: creditModels.id }).from(creditModels).where(once)
  if (known) return { modelId: known.id, isNew: false }
  const named = { suppliers: await suppliersNamed(tx, suppliers) }
  const model: CreditModel = { ...asked, ...named, ...(onWeekends && { onWeekends }) }
  const wrong = checkModel(model, (await blockTimes(tx)).height)
  if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
  const { key: agentKey } = await agentWithRoom(tx, ctx, model.total)
  const { total, mostOrder, mostDebtor, untilHeight, ...rest } = model
  const amounts = { total: String(total), mostOrder: String(mostOrder), mostDebtor: String(mostDebtor) }
  const terms = { ...rest, ...amounts, untilHeight }
  const row = { organisationId, personId, commandKey, agentKey, terms, total, untilHeight }
  const createdAt = new Date(ctx.clock.nowMs())
  const [made] = await tx
    .insert(creditModels)
    .values({ ...row, createdAt })
    .returning({ id: creditModels.id })
  const { id: modelId } = must(made, 'an inserted row comes back')
  await writeOutbox(tx, { topic: DRAFT, payload: { modelId }, key: `${DRAFT}-${modelId}` })
  await auditIn(tx, ctx, { subject: modelId })
  return { modelId, isNew: true }
}

async function suppliersNamed(
  tx: DbOrTransaction,
  list: Asked['suppliers'],
): Promise<CreditModel['suppliers']> {
  const named: { name: string; account: string }[] = []
  for (const { name, account } of list) {
    const keyHash = await keyHashNamed(tx, account)
    if (!keyHash) throw refusalToError({ code: 'payee-unknown', facts: { name } })
    named.push({ name, account: toHex(keyHash) })
  }
  return named
}

/** The person's agent, whose ceiling and management credit hold so much more. */
async function agentWithRoom(tx: DbOrTransaction, ctx: MemberContext, amount: bigint) {
  const agent = await agentFacts(tx, ctx.user, ctx.clock.nowMs())
  if (!agent) throw refusalToError({ code: 'agent-missing' })
  const { ceiling, exposure, source } = agent
  if (exposure + amount > ceiling)
    throw refusalToError({ code: 'ceiling-exceeded', facts: { ceiling, exposure, amount } })
  const present = source?.amount ?? 0n
  if (present < amount) throw refusalToError({ code: 'management-credit-short', facts: { present, amount } })
  return agent
}

/**
 * Ends an own model at once: nothing more is approved by it, what it approved and its debtor has not signed is taken back, and the
 * worker ends what is left of its credit with the next block. Refuses `not-found`.
 */
export const endModelRoute = allowed('credit.approve', {
  ...{ stepUp: 'none', idempotency: 'same-result', ...habits },
})
  .input(z.strictObject({ modelId: idInput }))
  .mutation(async ({ ctx, input: { modelId } }) => {
    await ctx.db.transaction((tx) => endModel(tx, ctx, modelId))
    await ctx.wake(END, `${END}-${modelId}`)
    return {}
  })

async function endModel(tx: DbOrTransaction, ctx: MemberContext, modelId: string): Promise<void> {
  const model = await lockOwnModel(tx, ctx, modelId)
  if (model.endedAt !== null) return
  await endNow(tx, ctx, model)
  await writeOutbox(tx, { topic: END, payload: { modelId }, key: `${END}-${modelId}` })
  await auditIn(tx, ctx, { subject: modelId })
}

/** The own authority's models with their state, what of their credit is left, and what they approved; the newest first. */
export const modelsRoute = allowed('credit.approve', reads).query(async ({ ctx }) => {
  const { db, user, clock } = ctx
  const rows = await creditModelRows(db, eq(creditModels.organisationId, user.organisationId))
  const { height, blocksPerDay } = await blockTimes(db)
  const models = await Promise.all(
    rows.map(async (row) => {
      const { model, act } = row
      const coins = model.script ? await coinsOfModel(db, fromHex(model.script), { free: false }) : []
      const left = coins.reduce((sum, { amount }) => sum + amount, 0n)
      const approved = await approvedBy(db, [model.id])
      return {
        ...{ id: model.id, agentKey: model.agentKey, model: modelOf(model), left, coins: coins.length },
        isOwn: model.personId === user.personId,
        state: modelState(row, clock.nowMs(), left),
        ...{ actId: act?.id ?? null, refusal: model.refusal, signed: signedBy(row), setBy: row.person.name },
        ...{ termsHash: toHex(termsHashOf(model)), txid: row.submission?.txids[0] ?? null },
        ...{ createdAt: model.createdAt, endedAt: model.endedAt },
        approved: approved.map(({ application, judgement }) => ({
          ...{ applicationId: application.id, amount: application.amount, txid: application.txid },
          ...{ at: judgement.createdAt, step: application.step },
        })),
      }
    }),
  )
  return { height, blocksPerDay, models }
})

/** What authorities approve of themselves: whoever asks for credit on an order sees under which purposes and up to how much. */
export const modelOffersRoute = allowed('credit.apply', reads).query(async ({ ctx: { db, clock } }) => {
  const rows = await creditModelRows(db, isNull(creditModels.endedAt))
  const open = rows.filter((row) => modelState(row, clock.nowMs(), 0n) === 'open')
  return open.map(({ model, organisation }) => {
    const { title, purposes, mostOrder, leastScore, mostTermBlocks, untilHeight } = modelOf(model)
    return { id: model.id, organisation, title, purposes, mostOrder, leastScore, mostTermBlocks, untilHeight }
  })
})

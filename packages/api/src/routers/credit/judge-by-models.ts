import { creditModelRows, schema } from '@vc/db'
import { auditLog } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'
import { giveByModel } from './give-by-model.ts'
import { lockApplication, lockAuthority } from './lock.ts'
import { modelFacts, stopsOf } from './model-facts.ts'
import { type Giver, type Office, officeOf } from './model-office.ts'
import { modelState } from './model-terms.ts'

const { creditApplications, creditJudgements, creditModels } = schema

/**
 * Has every model in force look at an application for credit on an order, the one set first in front, until one approves it: the
 * grant is drafted and signed as far as the authority is concerned, and waits for its debtor alone (docs/adr/0049). What none
 * approves stays with people, each model's reasons beside it. An application that anybody has begun to decide, or that a model has
 * looked at, is left as it is: so it may run again at any time.
 */
export async function judgeByModels(tx: DbOrTransaction, giver: Giver, applicationId: string): Promise<void> {
  const { application, stage } = await lockApplication(tx, giver, applicationId)
  if (stage !== 'applied' || application.orderId === null || application.collectiveId !== null) return
  const ctx = await officeOf(tx, giver)
  const rows = await creditModelRows(tx, isNull(creditModels.endedAt))
  for (const row of rows.toReversed()) {
    if (modelState(row, giver.clock.nowMs(), 0n) !== 'open') continue
    await lockAuthority(tx, row.model.organisationId)
    if (await judge(tx, ctx, application, row.model)) return
  }
}

type Application = typeof creditApplications.$inferSelect
type Model = typeof creditModels.$inferSelect

async function judge(
  tx: DbOrTransaction,
  ctx: Office,
  application: Application,
  model: Model,
): Promise<boolean> {
  const { applicationId, modelId } = creditJudgements
  const said = and(eq(applicationId, application.id), eq(modelId, model.id))
  if ((await tx.select({ modelId }).from(creditJudgements).where(said)).length > 0) return false
  const facts = await modelFacts(tx, ctx, application, model)
  const stops = await stopsOf(tx, ctx, application, model, facts)
  const given = stops.length > 0 ? { reasons: stops } : await giveByModel(tx, ctx, application, model, facts)
  const actId = 'actId' in given ? given.actId : null
  await keep(tx, ctx, { application, model }, { actId, reasons: 'reasons' in given ? given.reasons : [] })
  return actId !== null
}

type Verdict = { readonly actId: string | null; readonly reasons: readonly string[] }
type Judged = { readonly application: Application; readonly model: Model }

/** The judgement with its entry in the audit log, and the application with what it is drafted as. */
async function keep(
  tx: DbOrTransaction,
  { clock, height }: Office,
  { application: { id }, model }: Judged,
  { actId, reasons }: Verdict,
): Promise<void> {
  const createdAt = new Date(clock.nowMs())
  const { organisationId, personId } = model
  await tx.insert(creditJudgements).values({
    ...{ applicationId: id, modelId: model.id, height, reasons: [...reasons], actId, createdAt },
  })
  await tx.insert(auditLog).values({
    ...{ at: createdAt, requestId: `model ${model.id}`, procedure: 'credit.approve by model', subject: id },
    ...{ decision: actId === null ? 'refused' : 'allowed', code: reasons[0] ?? 'ok' },
    ...{ personId, organisationId, role: 'authority', ledgerHeight: BigInt(height) },
  })
  if (actId === null) return
  const drafted = { step: 'approving', actId, authorityId: organisationId, updatedAt: createdAt } as const
  await tx.update(creditApplications).set(drafted).where(eq(creditApplications.id, id))
}

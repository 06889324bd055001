import { CREDIT } from '@vc/ledger'
import { and, asc, desc, eq, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outputs } from '../schema/chain.ts'
import { creditApplications } from '../schema/credit.ts'
import { creditJudgements, creditModels } from '../schema/credit-models.ts'
import { organisations, people } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'
import { writeOutbox } from '../stores/write-outbox.ts'
import { isFree, type UnspentOutput } from './unspent.ts'

/** Models with who set them, act and submission, the newest first. */
export function creditModelRows(db: DbOrTransaction, which: SQL | undefined) {
  const { name, nameZh } = organisations
  return db
    .select({
      model: creditModels,
      organisation: { name, nameZh },
      person: { name: people.name },
      act: acts,
      submission: submissions,
    })
    .from(creditModels)
    .innerJoin(organisations, eq(organisations.id, creditModels.organisationId))
    .innerJoin(people, eq(people.id, creditModels.personId))
    .leftJoin(acts, eq(acts.id, creditModels.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(which)
    .orderBy(desc(creditModels.createdAt), creditModels.id)
}
export type CreditModelRow = Awaited<ReturnType<typeof creditModelRows>>[number]

/** The credit that lies under a model's script and is not given yet, the oldest first; with `free` without what is under way. */
export function coinsOfModel(
  db: DbOrTransaction,
  script: Uint8Array,
  { free }: { readonly free: boolean },
): Promise<UnspentOutput[]> {
  const lies = [eq(outputs.script, script), eq(outputs.element, CREDIT), isNull(outputs.spentHeight)]
  return db
    .select()
    .from(outputs)
    .where(and(...lies, free ? isFree() : undefined))
    .orderBy(asc(outputs.createdHeight), outputs.txid, outputs.index)
}

/** What models are to hand on of an agent's credit that no block has yet, in smallest units: `at` tells which acts are still open. */
export async function pendingModels(db: DbOrTransaction, agentKey: string, at: Date): Promise<bigint> {
  const isComing = sql`(${acts.id} is null and ${creditModels.refusal} is null)
    or (${acts.status} = 'open' and ${acts.expiresAt} > ${at.toISOString()}::timestamptz)
    or ${submissions.state} in ('queued', 'submitted')`
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${creditModels.total}), 0)` })
    .from(creditModels)
    .leftJoin(acts, eq(acts.id, creditModels.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(and(eq(creditModels.agentKey, agentKey), isNull(creditModels.endedAt), sql`(${isComing})`))
  return BigInt(row?.sum ?? 0)
}

/** What models said of an application, with the models. */
export function judgementsOf(db: DbOrTransaction, applicationIds: readonly string[]) {
  return db
    .select({ judgement: creditJudgements, model: creditModels })
    .from(creditJudgements)
    .innerJoin(creditModels, eq(creditModels.id, creditJudgements.modelId))
    .where(inArray(creditJudgements.applicationId, [...applicationIds]))
    .orderBy(asc(creditModels.createdAt))
}

/** The applications that a model approved, the newest first, with what they are and the act that gives. */
export function approvedBy(db: DbOrTransaction, modelIds: readonly string[]) {
  return db
    .select({ judgement: creditJudgements, application: creditApplications, act: acts })
    .from(creditJudgements)
    .innerJoin(creditApplications, eq(creditApplications.id, creditJudgements.applicationId))
    .innerJoin(acts, eq(acts.id, creditJudgements.actId))
    .where(inArray(creditJudgements.modelId, [...modelIds]))
    .orderBy(desc(creditJudgements.createdAt))
}

/**
 * Ends every model whose height has come, and promises that its credit is ended on the ledger. Called with every look at the chain,
 * so that the end needs no clock.
 */
export async function endModelsDue(tx: DbOrTransaction, height: number): Promise<void> {
  const ended = await tx
    .update(creditModels)
    .set({ endedAt: sql`now()` })
    .where(and(isNull(creditModels.endedAt), lte(creditModels.untilHeight, height)))
    .returning({ modelId: creditModels.id })
  for (const { modelId } of ended)
    await writeOutbox(tx, {
      ...{ topic: 'end-credit-model', payload: { modelId } },
      key: `end-credit-model-${modelId}`,
    })
}

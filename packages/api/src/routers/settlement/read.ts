import { type SettlementBatch, schema } from '@vc/db'
import { groupFlows, type PairSum } from '@vc/settlement'
import { desc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { findBatch } from './find-batch.ts'

const MOST_BATCHES = 500

/** The batches of the own centre, newest first; the regulator sees those of all centres. */
export const listRoute = allowed('settlement.list', reads).query(async ({ ctx }) => {
  const { settlementBatches } = schema
  const { role, organisationId } = ctx.user
  const rows = await ctx.db
    .select()
    .from(settlementBatches)
    .where(role === 'regulator' ? undefined : eq(settlementBatches.organisationId, organisationId))
    .orderBy(desc(settlementBatches.createdAt))
    .limit(MOST_BATCHES)
  const stageOf = await stagesOf(ctx.db, rows)
  return rows.map((batch) => ({ ...batch, stage: stageOf(batch) }))
})

/** A batch with its positions, what was set aside, who did what, and how far it is. */
export const readRoute = allowed('settlement.list', reads)
  .input(z.strictObject({ batchId: idInput }))
  .query(async ({ ctx, input }) => {
    const batch = await findBatch(ctx.db, ctx.user, input.batchId)
    const { settlementPositions, settlementSetAside, settlementLegs, people } = schema
    const ids = [batch.broughtBy, batch.approver].filter((id) => id !== null)
    const [positions, setAside, legs, names] = await Promise.all([
      ctx.db.select().from(settlementPositions).where(eq(settlementPositions.batchId, batch.id)),
      ctx.db.select().from(settlementSetAside).where(eq(settlementSetAside.batchId, batch.id)),
      ctx.db
        .select({ number: settlementLegs.number, txid: settlementLegs.txid })
        .from(settlementLegs)
        .where(eq(settlementLegs.batchId, batch.id))
        .orderBy(settlementLegs.number),
      ctx.db.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, ids)),
    ])
    const nameOf = (id: string | null) => names.find((person) => person.id === id)?.name ?? null
    return {
      batch,
      stage: (await stagesOf(ctx.db, [batch]))(batch),
      broughtByMe: batch.broughtBy === ctx.user.personId,
      takenByMe: batch.approver === ctx.user.personId,
      broughtBy: nameOf(batch.broughtBy),
      approver: nameOf(batch.approver),
      positions: positions.toSorted((a, b) => (a.party < b.party ? -1 : 1)),
      setAside: setAside.toSorted((a, b) => a.line - b.line),
      legs,
    }
  })

/** Parties that the picture of a batch names on their own. */
const NAMED_PARTIES = 10

/** What would move without netting and what moves with it, gathered for a picture; the sums are those of the batch. */
export const flowsRoute = allowed('settlement.list', reads)
  .input(z.strictObject({ batchId: idInput }))
  .query(async ({ ctx, input }) => {
    const { id } = await findBatch(ctx.db, ctx.user, input.batchId)
    const { settlementPositions } = schema
    const own = eq(settlementPositions.batchId, id)
    const positions = await ctx.db.select().from(settlementPositions).where(own)
    return groupFlows(await pairSums(ctx.db, id), positions, NAMED_PARTIES)
  })

async function pairSums(db: DbOrTransaction, batchId: string): Promise<PairSum[]> {
  const { settlementObligations: owed } = schema
  const rows = await db
    .select({ debtor: owed.debtor, creditor: owed.creditor, sum: sql<string>`sum(${owed.amount})` })
    .from(owed)
    .where(eq(owed.batchId, batchId))
    .groupBy(owed.debtor, owed.creditor)
  return rows.map(({ debtor, creditor, sum: amount }) => ({ debtor, creditor, amount: BigInt(amount) }))
}

/** Everything that the root of the report is made of: whoever has it recomputes the root that stands on the ledger. */
export const reportRoute = allowed('settlement.list', reads)
  .input(z.strictObject({ batchId: idInput }))
  .query(async ({ ctx, input }) => {
    const { id, reportRoot } = await findBatch(ctx.db, ctx.user, input.batchId)
    const { settlementObligations, settlementPositions } = schema
    const obligations = await ctx.db
      .select()
      .from(settlementObligations)
      .where(eq(settlementObligations.batchId, id))
      .orderBy(settlementObligations.reference)
    const positions = await ctx.db
      .select()
      .from(settlementPositions)
      .where(eq(settlementPositions.batchId, id))
    return {
      reportRoot,
      obligations: obligations.map(({ batchId: _, ...row }) => row),
      positions: positions
        .map(({ batchId: _, ...row }) => row)
        .toSorted((a, b) => (a.party < b.party ? -1 : 1)),
    }
  })

/** The steps that batches have reached, told from act and submission of each where those are further than its row. */
async function stagesOf(db: DbOrTransaction, batches: readonly SettlementBatch[]) {
  const { acts, submissions } = schema
  const ids = batches.flatMap(({ step, actId }) => (step === 'prepared' && actId !== null ? [actId] : []))
  const rows = await db
    .select({ id: acts.id, status: acts.status, state: submissions.state })
    .from(acts)
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(inArray(acts.id, ids))
  const known = new Map(rows.map((row) => [row.id, row]))
  return ({ step, actId }: SettlementBatch): SettlementBatch['step'] => {
    if (step !== 'prepared' || actId === null) return step
    const row = known.get(actId)
    if (row?.state === 'submitted') return 'submitted'
    return row?.state === 'queued' || row?.status === 'complete' ? 'approved' : 'prepared'
  }
}

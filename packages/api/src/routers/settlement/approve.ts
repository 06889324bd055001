import { fromHex, hash160, toHex } from '@vc/crypto'
import {
  type DbOrTransaction,
  outputAtOf,
  poolCoins,
  type SettlementBatch,
  schema,
  unspentByNames,
} from '@vc/db'
import { must } from '@vc/kernel'
import { encodeTransaction, type OutputAt, txidOf } from '@vc/ledger'
import { buildSettlement, decideApproval, payoutsOf, type Settlement } from '@vc/settlement'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { lockBatch } from './find-batch.ts'
import { stepRefusal } from './take.ts'
import { withFacts } from './with-facts.ts'

type Tx = DbOrTransaction
const { settlementBatches, settlementLegs, settlementPositions, settlementParticipants, acts } = schema

/**
 * Drafts the bundle that settles a prepared batch and gives the act that the approver's key signs. While an act is
 * open the same one is given; after it was withdrawn, refused or ran out a new one is drafted.
 */
export const approveRoute = allowed('settlement.approve', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ batchId: idInput }))
  .mutation(({ ctx, input: { batchId } }) =>
    ctx.db.transaction(async (tx) => {
      const batch = await lockBatch(tx, ctx.user, batchId)
      if (batch.step !== 'prepared') throw stepRefusal(batch.step, 'approved')
      if (batch.approver !== ctx.user.personId) throw refusalToError({ code: 'batch-taken' })
      const open = await openActOf(tx, ctx, batch)
      if (open !== undefined) return { actId: open }
      const actId = await draftSettlement(tx, ctx, batch)
      await tx
        .update(settlementBatches)
        .set({ actId, reason: null, updatedAt: sql`now()` })
        .where(and(eq(settlementBatches.id, batch.id), eq(settlementBatches.step, 'prepared')))
      await auditIn(tx, ctx, { subject: batch.id })
      return { actId }
    }),
  )

async function openActOf(
  tx: Tx,
  ctx: MemberContext,
  { actId }: SettlementBatch,
): Promise<string | undefined> {
  if (actId === null) return undefined
  const [act] = await tx.select().from(acts).where(eq(acts.id, actId)).for('update')
  if (act?.status === 'complete' || act?.status === 'submitted') throw stepRefusal('submitted', 'approved')
  return act?.status === 'open' && act.expiresAt.getTime() > ctx.clock.nowMs() ? actId : undefined
}

async function draftSettlement(tx: Tx, ctx: MemberContext, batch: SettlementBatch): Promise<string> {
  const key = fromHex(must(batch.approverKey, 'a prepared batch has its approver'))
  const poolKeyHash = hash160(key)
  const pool = (await poolCoins(tx, toHex(poolKeyHash))).map(outputAtOf)
  const have = pool.reduce((sum, { output }) => sum + output.amount, 0n)
  const facts = { broughtBy: batch.broughtBy, approver: ctx.user.personId, need: batch.multilateral, have }
  unwrap(withFacts(decideApproval(facts)))
  const settlement = unwrap(
    withFacts(
      buildSettlement({
        batchId: fromHex(batch.id.replaceAll('-', '')),
        reportRoot: fromHex(must(batch.reportRoot, 'a prepared batch has its report')),
        commitment: await commitmentOf(tx, batch),
        ...{ pool, poolKeyHash, payouts: await payouts(tx, batch) },
      }),
    ),
  )
  await keepLegs(tx, batch, settlement)
  const legs = settlement.legs.map(({ transaction, named }) => ({
    ...{ transaction, named, sign: { inputs: transaction.inputs.map((_, i) => i), acceptances: [] } },
  }))
  const keyHash = toHex(poolKeyHash)
  return draftAct(tx, ctx, {
    ...{ kind: 'settlement.approve', subject: { kind: 'settlement', id: batch.id }, legs },
    signerOf: (asked) => (asked === keyHash ? ctx.user.personId : undefined),
    context: { agentKey: batch.approverKey },
  })
}

async function commitmentOf(tx: Tx, { commitment }: SettlementBatch): Promise<OutputAt> {
  const [row] = await unspentByNames(tx, [must(commitment, 'a prepared batch has its commitment')])
  if (row === undefined) throw refusalToError({ code: 'commitment-missing' })
  return outputAtOf(row)
}

/** Net creditors with the accounts that their codes stand for now; written down with the positions. */
async function payouts(tx: Tx, batch: SettlementBatch) {
  const { id, organisationId } = batch
  const positions = await tx.select().from(settlementPositions).where(eq(settlementPositions.batchId, id))
  const known = await tx
    .select()
    .from(settlementParticipants)
    .where(eq(settlementParticipants.organisationId, organisationId))
  const hashes = new Map(known.map(({ code, keyHash }) => [code, keyHash]))
  await writePaidTo(tx, batch)
  const ordered = positions.toSorted((a, b) => (a.party < b.party ? -1 : 1))
  return payoutsOf(ordered, (party) => {
    const hash = hashes.get(party)
    return hash === undefined ? undefined : fromHex(hash)
  })
}

/** Writes down with each net creditor whom its code stands for now. */
async function writePaidTo(tx: Tx, { id, organisationId }: SettlementBatch): Promise<void> {
  const { keyHash, code } = settlementParticipants
  const named = and(
    eq(settlementParticipants.organisationId, organisationId),
    eq(code, settlementPositions.party),
  )
  const account = tx.select({ keyHash }).from(settlementParticipants).where(named)
  const paidTo = sql`case when ${settlementPositions.amount} > 0 then (${account}) end`
  await tx.update(settlementPositions).set({ paidTo }).where(eq(settlementPositions.batchId, id))
}

/** Replaces what an earlier draft, never signed, would have done. */
async function keepLegs(tx: Tx, batch: SettlementBatch, { legs, fee }: Settlement): Promise<void> {
  const ownFee = fee - (legs[0]?.named[0]?.amount ?? 0n)
  await tx.update(settlementBatches).set({ fee: ownFee }).where(eq(settlementBatches.id, batch.id))
  await tx.delete(settlementLegs).where(eq(settlementLegs.batchId, batch.id))
  await tx.insert(settlementLegs).values(
    legs.map(({ transaction, held }, number) => ({
      ...{ batchId: batch.id, number, txid: toHex(txidOf(transaction)) },
      transaction: encodeTransaction(transaction),
      held: held.map(({ amount, ...rest }) => ({ ...rest, amount: amount.toString() })),
    })),
  )
}

import { fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import {
  type DbTransaction,
  findCursor,
  moveBatch,
  outputAtOf,
  queueSubmission,
  schema,
  unspentByKeyHash,
} from '@vc/db'
import { settleBatch } from '@vc/jobs'
import { failpoint, must } from '@vc/kernel'
import {
  CIRCULATION,
  commitRecord,
  keyHashScript,
  outputsOf,
  selectValue,
  signInput,
  type Transaction,
  txidOf,
  VALUE,
} from '@vc/ledger'
import { net, reportRoot, SETTLEMENT_TABLE } from '@vc/settlement'
import { eq, sql } from 'drizzle-orm'
import type { WorkerDeps } from '../deps.ts'
import { domainHandler } from '../run-promised.ts'

const { settlementBatches, settlementObligations, settlementPositions } = schema
type Batch = typeof settlementBatches.$inferSelect

/** What the commitment holds, which becomes the record's fee, and the fee of the commitment itself; smallest units. */
const COMMITMENT = 100n
const COMMITMENT_FEE = 100n
const ROWS_AT_ONCE = 2000

/** Takes a batch one step on. The row is locked, so two workers do it one after the other and the second finds it done. */
export const settleBatchHandler = domainHandler(settleBatch, async ({ batchId }, tx, deps) => {
  const asked = tx.select().from(settlementBatches).where(eq(settlementBatches.id, batchId))
  const [batch] = await asked.for('update')
  await failpoint('settlement-after-claim')
  if (batch?.step === 'checked') await netBatch(tx, batch)
  const isTaken = batch?.step === 'netted' && batch.approverKey !== null
  if (isTaken && batch.commitmentSubmissionId === null) await prepareBatch(tx, deps, batch)
})

async function netBatch(tx: DbTransaction, batch: Batch): Promise<void> {
  const { id } = batch
  const obligations = await tx
    .select()
    .from(settlementObligations)
    .where(eq(settlementObligations.batchId, id))
  const netting = net(obligations)
  const rows = netting.positions.map((position) => ({ batchId: id, ...position }))
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const part = rows.slice(at, at + ROWS_AT_ONCE)
    await tx.insert(settlementPositions).values(part).onConflictDoNothing()
  }
  await failpoint('settlement-before-netted')
  const { gross, bilateral, multilateral, pairs } = netting
  const root = toHex(reportRoot(obligations, netting))
  await moveBatch(tx, id, 'checked', 'netted', { gross, bilateral, multilateral, pairs, reportRoot: root })
  await failpoint('settlement-after-netted')
}

/** The 16 bytes that name a batch on the ledger: its id. */
export const batchKey = (id: string): Uint8Array => fromHex(id.replaceAll('-', ''))

/** Puts the commitment to the batch's record on its way; the block that takes it makes the batch prepared. */
async function prepareBatch(tx: DbTransaction, deps: WorkerDeps, batch: Batch): Promise<void> {
  const commitment = await signedCommitment(tx, deps, batch)
  if (commitment === undefined) return
  await failpoint('settlement-before-commitment')
  const subject = { kind: 'settlement-commitment', id: batch.id }
  const commitmentSubmissionId = await queueSubmission(tx, { transactions: [commitment], subject })
  const name = `${toHex(txidOf(commitment))}:0`
  await tx
    .update(settlementBatches)
    .set({ commitmentSubmissionId, commitment: name, reason: null, updatedAt: sql`now()` })
    .where(eq(settlementBatches.id, batch.id))
  await failpoint('settlement-after-commitment')
}

async function signedCommitment(
  tx: DbTransaction,
  deps: WorkerDeps,
  batch: Batch,
): Promise<Transaction | undefined> {
  const owner = hash160(schnorrPublicKey(deps.operatingKey))
  const coins = await unspentByKeyHash(tx, toHex(owner), { element: VALUE, layer: CIRCULATION, free: true })
  const values = selectValue(coins.map(outputAtOf), COMMITMENT + COMMITMENT_FEE)
  const cursor = await findCursor(tx)
  if (!values.ok || cursor === undefined) {
    await stop(tx, batch.id, 'operating-key-short')
    return undefined
  }
  const approver = fromHex(must(batch.approverKey, 'a batch that is prepared has its approver'))
  const value = fromHex(must(batch.reportRoot, 'a netted batch has its report'))
  const write = { table: SETTLEMENT_TABLE, key: batchKey(batch.id), value }
  const amounts = { amount: COMMITMENT, fee: COMMITMENT_FEE, changeTo: keyHashScript(owner) }
  const guard = keyHashScript(hash160(approver))
  const draft = commitRecord({ ...write, ...amounts, values: values.value, guard })
  const signing = {
    named: outputsOf(values.value),
    network: fromHex(cursor.network),
    secret: deps.operatingKey,
  }
  return values.value.reduce((signed, _, index) => signInput({ ...signing, tx: signed, index }), draft)
}

/** Nothing is on its way; the approver is told why and may ask again. */
async function stop(tx: DbTransaction, id: string, reason: string): Promise<void> {
  await tx
    .update(settlementBatches)
    .set({ reason, updatedAt: sql`now()` })
    .where(eq(settlementBatches.id, id))
}

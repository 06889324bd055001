import { concatBytes, fromHex, hash160, toHex } from '@vc/crypto'
import { type DbTransaction, outpointsOf, rightsOfBatch, schema } from '@vc/db'
import { prepareCertification } from '@vc/jobs'
import { must } from '@vc/kernel'
import { encodeTransaction, inputDigest, keyHashScript, kOfNScript, type NamedOutput } from '@vc/ledger'
import { certificationValue, rightLeaf } from '@vc/nfr'
import { and, eq, sql } from 'drizzle-orm'
import { operatingRecord, type RecordBundle } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'

const { rightBatches, acts } = schema
type Batch = typeof rightBatches.$inferSelect
const OPEN_DAYS = 1

/**
 * Drafts the record that certifies a batch: key = batch id and the first bytes of its digest, value = root and count
 * of its rights. The operating key pays; only the certifier's hardware key can sign the record itself.
 */
export const prepareCertificationHandler = domainHandler(
  prepareCertification,
  async ({ batchId }, tx, deps) => {
    const [batch] = await tx.select().from(rightBatches).where(eq(rightBatches.id, batchId)).for('update')
    if (batch?.step !== 'prepared' || batch.actId !== null || batch.certifierKey === null) return
    const key = batch.certifierKey
    const own = await rightsOfBatch(tx, batchId)
    const value = certificationValue(own.map((right) => rightLeaf(batch.issuerId, right)))
    const bundle = await operatingRecord(tx, deps.operatingKey, {
      table: 'nfr',
      key: await newRecordKey(tx, batch),
      value,
      guard: kOfNScript(1, [key]),
      holderScript: keyHashScript(hash160(key)),
    })
    const actId = await draft(tx, batch, bundle, key)
    await tx
      .update(rightBatches)
      .set({ actId, recordValue: value, reason: null, updatedAt: sql`now()` })
      .where(eq(rightBatches.id, batchId))
  },
)

const idBytes = (id: string) => fromHex(id.replaceAll('-', ''))

/** The batch's id; when a pair of that key is there already (a foreign hand wrote it first), the id and a number. */
async function newRecordKey(tx: DbTransaction, { id }: Batch): Promise<Uint8Array> {
  const { records } = schema
  const taken = await tx
    .selectDistinct({ key: records.key })
    .from(records)
    .where(and(eq(records.table, 'nfr'), sql`starts_with(${records.key}, ${toHex(idBytes(id))})`))
  return taken.length === 0 ? idBytes(id) : concatBytes(idBytes(id), Uint8Array.of(taken.length))
}

async function draft(
  tx: DbTransaction,
  batch: Batch,
  { network, transactions, named }: RecordBundle,
  key: Uint8Array,
): Promise<string> {
  const sighash = inputDigest({ tx: transactions[1], named: named[1], network }, 0)
  const required = {
    transaction: 1,
    part: 'input',
    index: 0,
    key: toHex(key),
    sighash: toHex(sighash),
  } as const
  const rows = await tx
    .insert(acts)
    .values({
      kind: 'right.certify',
      subjectKind: 'right-batch',
      subjectId: batch.id,
      transactions: transactions.map((one) => toHex(encodeTransaction(one))),
      named: named.map((outputs) => outputs.map(stored)),
      outpoints: outpointsOf(transactions),
      required: [{ ...required, signer: batch.certifierId }],
      createdBy: must(batch.centreId, 'a prepared batch has its centre'),
      expiresAt: sql`now() + ${OPEN_DAYS} * interval '1 day'`,
    })
    .returning({ id: acts.id })
  return must(rows[0], 'an inserted row comes back').id
}

const stored = ({ element, amount, script, layer }: NamedOutput) => ({
  element,
  amount: amount.toString(),
  script: toHex(script),
  layer,
})

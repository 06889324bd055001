import { concatBytes, fromHex, hash160, toHex } from '@vc/crypto'
import { type DbTransaction, outpointsOf, rightsOfBatch, schema } from '@vc/db'
import { prepareCertification } from '@vc/jobs'
import { must } from '@vc/kernel'
import {
  encodeTransaction,
  inputDigest,
  keyHashScript,
  kOfNScript,
  type NamedOutput,
  type OutputAt,
  type Transaction,
  writeRecord,
} from '@vc/ledger'
import { certificationValue, rightLeaf } from '@vc/nfr'
import { and, eq, sql } from 'drizzle-orm'
import { commitmentFor, networkOf } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'

const { rightBatches, acts } = schema
type Batch = typeof rightBatches.$inferSelect
const OPEN_DAYS = 1

/**
 * Drafts the record that certifies a batch: its key is the batch's id, its value root and count of its rights. The
 * operating key pays the commitment first; once a block has that, the act waits for the certifier's hardware key.
 */
export const prepareCertificationHandler = domainHandler(
  prepareCertification,
  async ({ batchId }, tx, deps) => {
    const [batch] = await tx.select().from(rightBatches).where(eq(rightBatches.id, batchId)).for('update')
    if (batch?.step !== 'prepared' || batch.actId !== null || batch.certifierKey === null) return
    const own = await rightsOfBatch(tx, batchId)
    const value = certificationValue(own.map((right) => rightLeaf(batch.issuerId, right)))
    const write = { table: 'nfr', key: await newRecordKey(tx, batch), value }
    const guarded = { ...write, guard: kOfNScript(1, [batch.certifierKey]) }
    const subject = { kind: 'right-commitment', id: batchId }
    const commitment = await commitmentFor(tx, deps.operatingKey, guarded, subject)
    if (!commitment) return
    const holderScript = keyHashScript(hash160(batch.certifierKey))
    const actId = await draft(tx, batch, writeRecord({ ...write, commitment, holderScript }), commitment)
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
  record: Transaction,
  { output }: OutputAt,
): Promise<string> {
  const key = toHex(must(batch.certifierKey, 'a prepared batch has its certifier'))
  const sighash = toHex(inputDigest({ tx: record, named: [output], network: await networkOf(tx) }, 0))
  const required = { transaction: 0, part: 'input', index: 0, key, sighash } as const
  const rows = await tx
    .insert(acts)
    .values({
      kind: 'right.certify',
      subjectKind: 'right-batch',
      subjectId: batch.id,
      transactions: [toHex(encodeTransaction(record))],
      named: [[stored(output)]],
      outpoints: outpointsOf([record]),
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

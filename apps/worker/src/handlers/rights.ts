import { rightsOfBatch, schema } from '@vc/db'
import { prepareCertification } from '@vc/jobs'
import { must } from '@vc/kernel'
import { certificationValue, rightLeaf } from '@vc/nfr'
import { eq, sql } from 'drizzle-orm'
import { draftRecordAct, recordKeyFor } from '../draft-record-act.ts'
import { domainHandler } from '../run-promised.ts'

const { rightBatches } = schema

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
    const drafted = await draftRecordAct(tx, deps.operatingKey, {
      kind: 'right.certify',
      subject: { kind: 'right-batch', id: batchId },
      commitmentSubject: { kind: 'right-commitment', id: batchId },
      write: { table: 'nfr', key: await recordKeyFor(tx, 'nfr', batchId), value },
      signer: { id: must(batch.certifierId, 'a prepared batch has its certifier'), key: batch.certifierKey },
      createdBy: must(batch.centreId, 'a prepared batch has its centre'),
    })
    if (!drafted) return
    await tx
      .update(rightBatches)
      .set({ actId: drafted.actId, recordValue: value, reason: null, updatedAt: sql`now()` })
      .where(eq(rightBatches.id, batchId))
  },
)

import { type DbTransaction, schema } from '@vc/db'
import { prepareTransfer } from '@vc/jobs'
import { CERTIFICATES, certificateKey, encodeCertificateTransfer } from '@vc/ledger'
import { eq, sql } from 'drizzle-orm'
import { draftRecordAct, pairsBeginning } from '../draft-record-act.ts'
import { domainHandler } from '../run-promised.ts'

const { certificateTransfers } = schema
type Transfer = typeof certificateTransfers.$inferSelect

/**
 * Drafts the record that hands certificates on: its key names issue and holding, its value what goes to whom. The
 * operating key pays the commitment first; once a block has that, the act waits for the holder's hardware key.
 */
export const prepareTransferHandler = domainHandler(prepareTransfer, async ({ transferId }, tx, deps) => {
  const own = eq(certificateTransfers.id, transferId)
  const [transfer] = await tx.select().from(certificateTransfers).where(own).for('update')
  if (transfer?.step !== 'prepared' || transfer.actId !== null) return
  const drafted = await draftRecordAct(tx, deps.operatingKey, {
    kind: 'certificate.transfer',
    subject: { kind: 'certificate-transfer', id: transferId },
    commitmentSubject: { kind: 'transfer-commitment', id: transferId },
    write: { table: CERTIFICATES, key: await recordKeyOf(tx, transfer), value: recordValueOf(transfer) },
    signer: { id: transfer.signerId, key: transfer.signerKey },
    createdBy: transfer.fromId,
  })
  if (!drafted) return
  await tx
    .update(certificateTransfers)
    .set({ ...drafted, reason: null, updatedAt: sql`now()` })
    .where(own)
})

const bare = (id: string) => id.replaceAll('-', '')

function recordValueOf({ station, first, last, given, fromId, toId }: Transfer): Uint8Array {
  return encodeCertificateTransfer({ station, first, last, given, from: bare(fromId), to: bare(toId) })
}

/** Another key where a pair of that one is there already: it did not move the holding, or there were no transfer now. */
async function recordKeyOf(tx: DbTransaction, { importId, holding }: Transfer): Promise<Uint8Array> {
  const key = certificateKey(bare(importId), holding)
  return certificateKey(bare(importId), holding, await pairsBeginning(tx, CERTIFICATES, key))
}

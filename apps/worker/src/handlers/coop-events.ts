import { utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { recordEvents } from '@vc/jobs'
import { EPCIS_TABLE, eventsValue } from '@vc/settlement'
import { asc, eq, sql } from 'drizzle-orm'
import { draftRecordAct, recordKeyFor } from '../draft-record-act.ts'
import { domainHandler } from '../run-promised.ts'

const { epcisDocuments, epcisEvents } = schema

/**
 * Drafts the record of a document of EPCIS events: its value is the root over the events, their number and the file's
 * SHA256. The operating key pays the commitment first; once a block has that, the act waits for the officer's hardware key.
 */
export const recordEventsHandler = domainHandler(recordEvents, async ({ documentId }, tx, deps) => {
  const own = eq(epcisDocuments.id, documentId)
  const [document] = await tx.select().from(epcisDocuments).where(own).for('update')
  if (document?.step !== 'prepared' || document.actId !== null) return
  const rows = await tx
    .select({ event: epcisEvents.event })
    .from(epcisEvents)
    .where(eq(epcisEvents.documentId, documentId))
    .orderBy(asc(epcisEvents.position))
  const value = eventsValue(
    rows.map(({ event }) => utf8(event)),
    document.digest,
  )
  const drafted = await draftRecordAct(tx, deps.operatingKey, {
    kind: 'epcis.record',
    subject: { kind: 'epcis-document', id: documentId },
    commitmentSubject: { kind: 'epcis-commitment', id: documentId },
    write: { table: EPCIS_TABLE, key: await recordKeyFor(tx, EPCIS_TABLE, documentId), value },
    signer: { id: document.signerId, key: document.signerKey },
    createdBy: document.organisationId,
  })
  if (!drafted) return
  const set = { actId: drafted.actId, reason: null, updatedAt: sql`now()` }
  await tx.update(epcisDocuments).set(set).where(own)
})

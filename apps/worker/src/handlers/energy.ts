import { issue, issuedHolding, issueRoot, type MeterReading, type SerialRange } from '@vc/certificates'
import { fromHex, hash160, schnorrPublicKey } from '@vc/crypto'
import { type DbTransaction, issuedRanges, queueSubmission, schema, writeOutbox } from '@vc/db'
import { issueCertificates, recordIssue } from '@vc/jobs'
import { CERTIFICATES, keyHashScript, signInput, writeRecord } from '@vc/ledger'
import { eq, inArray, sql } from 'drizzle-orm'
import { commitmentFor, networkOf } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'

const { meterImports, meterReadings, stations, certificateRanges } = schema
type Import = typeof meterImports.$inferSelect
const CHUNK = 1000

/**
 * Gives one certificate for each whole MWh of an import's readings, in the transaction that marks it issued: a second
 * run finds nothing to do. What is less than one MWh stays with its station. The ledger's record follows.
 */
export const issueCertificatesHandler = domainHandler(issueCertificates, async ({ importId }, tx) => {
  const [wanted] = await tx.select().from(meterImports).where(eq(meterImports.id, importId)).for('update')
  if (wanted?.state !== 'queued') return
  const readings = await tx.select().from(meterReadings).where(eq(meterReadings.importId, importId))
  const before = await lockStations(tx, readings)
  const made = issue(readings, before)
  for (const [station, account] of made.stations)
    await tx.update(stations).set(account).where(eq(stations.station, station))
  await insertRanges(tx, wanted, made.ranges)
  const issued = made.ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n)
  await tx
    .update(meterImports)
    .set({ state: 'issued', issued, issuedAt: sql`now()` })
    .where(eq(meterImports.id, importId))
  if (issued > 0n)
    await writeOutbox(tx, { topic: 'record-issue', payload: { importId }, key: `record-issue-${importId}` })
})

/** The stations' accounts, locked in one order so that two imports can not wait for each other. */
async function lockStations(tx: DbTransaction, readings: readonly MeterReading[]) {
  const names = [...new Set(readings.map(({ station }) => station))]
  const rows = await tx
    .select()
    .from(stations)
    .where(inArray(stations.station, names))
    .orderBy(stations.station)
    .for('update')
  return new Map(rows.map(({ station, carry, nextSerial }) => [station, { carry, nextSerial }]))
}

async function insertRanges(tx: DbTransaction, of: Import, ranges: readonly SerialRange[]): Promise<void> {
  const rows = ranges.map((range, position) => ({
    ...range,
    position,
    holding: issuedHolding(of.centreId, range),
    importId: of.id,
    holderId: of.centreId,
    createdAt: new Date(),
  }))
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx.insert(certificateRanges).values(rows.slice(at, at + CHUNK))
}

/** Puts an issue's root on the ledger: record `rec`, key the import's id, signed by the operating key. */
export const recordIssueHandler = domainHandler(recordIssue, async ({ importId }, tx, deps) => {
  const [issued] = await tx.select().from(meterImports).where(eq(meterImports.id, importId)).for('update')
  if (issued?.state !== 'issued' || issued.txid !== null || issued.recordValue !== null) return
  const value = issueRoot(issued.centreId, await issuedRanges(tx, importId))
  const owner = keyHashScript(hash160(schnorrPublicKey(deps.operatingKey)))
  const write = { table: CERTIFICATES, key: fromHex(importId.replaceAll('-', '')), value }
  const subject = { kind: 'issue-commitment', id: importId }
  const commitment = await commitmentFor(tx, deps.operatingKey, { ...write, guard: owner }, subject)
  if (!commitment) return
  const record = writeRecord({ ...write, commitment, holderScript: owner })
  const named = [commitment.output]
  const network = await networkOf(tx)
  const signed = signInput({ tx: record, named, network, index: 0, secret: deps.operatingKey })
  await queueSubmission(tx, { transactions: [signed], subject: { kind: 'certificate-issue', id: importId } })
  await tx.update(meterImports).set({ recordValue: value, reason: null }).where(eq(meterImports.id, importId))
})

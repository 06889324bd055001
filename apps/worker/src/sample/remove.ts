import { type DbTransaction, type SampleDesk, type SampleStanding, schema } from '@vc/db'
import { DEBT } from '@vc/ledger'
import { and, count, eq, inArray, isNull, ne, notInArray, sql } from 'drizzle-orm'
import { isReferenced } from './is-referenced.ts'
import { notUnderWay, removeDeskWork } from './remove-desk-work.ts'

const { acts, creditApplications, organisations, outputs, people, rightBatches, rights, sampleRuns } = schema
const { settlementBatches, certificateRanges, memberships, sealedSeeds } = schema

/**
 * Takes a sample away, all or nothing (docs/adr/0003): people, keys, accounts' seals, drafts and whatever never reached
 * the ledger are deleted. What opens a record on the ledger, and tables that only grow, stay with the bare names that
 * they need, of organisations and people who can do nothing any more. Writes down what stands.
 */
export async function removeSample(tx: DbTransaction, run: number): Promise<void> {
  const own = await tx.select().from(organisations).where(eq(organisations.sampleRun, run))
  const ids = own.map(({ id }) => id)
  const persons = await peopleOnlyIn(tx, ids)
  const debt = await unpaidDebtOf(tx, ids)
  if (ids.length > 0) {
    await removeWork(tx, ids)
    await removeAccess(tx, ids, persons)
  }
  for (const id of persons) await removePerson(tx, id)
  for (const one of own) await removeOrganisation(tx, run, one)
  const standing = { ...(await countStanding(tx, run, persons)), debt }
  await tx
    .update(sampleRuns)
    .set({ state: 'removed', standing, reason: null, endedAt: sql`now()`, updatedAt: sql`now()` })
    .where(eq(sampleRuns.run, run))
}

/** People who are members of these organisations and of no other: also a reader who enrolled in the sample alone. */
async function peopleOnlyIn(tx: DbTransaction, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const elsewhere = tx
    .select({ id: memberships.personId })
    .from(memberships)
    .where(notInArray(memberships.organisationId, [...ids]))
  const rows = await tx
    .selectDistinct({ id: memberships.personId })
    .from(memberships)
    .where(and(inArray(memberships.organisationId, [...ids]), notInArray(memberships.personId, elsewhere)))
  return rows.map(({ id }) => id)
}

async function unpaidDebtOf(tx: DbTransaction, ids: readonly string[]): Promise<string> {
  if (ids.length === 0) return '0'
  const keys = tx
    .select({ hash: sql<string>`encode(${sealedSeeds.debtKeyHash}, 'hex')` })
    .from(sealedSeeds)
    .where(inArray(sealedSeeds.organisationId, [...ids]))
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${outputs.amount}), 0)` })
    .from(outputs)
    .where(and(eq(outputs.element, DEBT), isNull(outputs.spentHeight), inArray(outputs.keyHash, keys)))
  return row?.sum ?? '0'
}

async function removeWork(tx: DbTransaction, ids: string[]): Promise<void> {
  await tx.delete(creditApplications).where(inArray(creditApplications.organisationId, ids))
  await removeCreditImports(tx, ids)
  const openRights = tx
    .select({ id: rightBatches.id })
    .from(rightBatches)
    .where(
      and(
        inArray(rightBatches.issuerId, ids),
        inArray(rightBatches.step, ['imported', 'appraised', 'prepared', 'declined']),
        notUnderWay(sql`${rightBatches.actId}`),
      ),
    )
  await tx.delete(rights).where(inArray(rights.batchId, openRights))
  await tx.delete(rightBatches).where(inArray(rightBatches.id, openRights))
  await removeBatches(tx, ids)
  const { certificateTransfers } = schema
  await tx
    .delete(certificateTransfers)
    .where(
      and(
        inArray(certificateTransfers.fromId, ids),
        ne(certificateTransfers.step, 'moved'),
        notUnderWay(sql`${certificateTransfers.actId}`),
      ),
    )
  await tx
    .delete(schema.settlementParticipants)
    .where(inArray(schema.settlementParticipants.organisationId, ids))
  await removeDeskWork(tx, ids)
  await removeActs(tx, ids)
}

async function removeCreditImports(tx: DbTransaction, ids: string[]): Promise<void> {
  const { creditImports, creditImportParts } = schema
  const theirs = inArray(creditImports.organisationId, ids)
  const imports = tx.select({ id: creditImports.id }).from(creditImports).where(theirs)
  await tx.delete(creditImportParts).where(inArray(creditImportParts.importId, imports))
  await tx.delete(creditImports).where(theirs)
}

async function removeBatches(tx: DbTransaction, ids: string[]): Promise<void> {
  const rows = await tx
    .select({ id: settlementBatches.id })
    .from(settlementBatches)
    .where(
      and(
        inArray(settlementBatches.organisationId, ids),
        inArray(settlementBatches.step, ['checked', 'netted', 'prepared', 'declined']),
        notUnderWay(sql`${settlementBatches.actId}`),
      ),
    )
  const open = rows.map(({ id }) => id)
  if (open.length === 0) return
  const { settlementObligations, settlementSetAside, settlementPositions, settlementLegs } = schema
  for (const part of [settlementObligations, settlementSetAside, settlementPositions, settlementLegs])
    await tx.delete(part).where(inArray(part.batchId, open))
  await tx.delete(settlementBatches).where(inArray(settlementBatches.id, open))
}

/** Acts that nothing kept rests on; of the others those still open take no more signatures. */
async function removeActs(tx: DbTransaction, ids: string[]): Promise<void> {
  const theirs = inArray(acts.createdBy, ids)
  const rows = await tx.select({ id: acts.id }).from(acts).where(theirs)
  for (const { id } of rows)
    if (!(await isReferenced(tx, 'acts', id))) await tx.delete(acts).where(eq(acts.id, id))
  await tx
    .update(acts)
    .set({ status: 'withdrawn', updatedAt: sql`now()` })
    .where(and(theirs, eq(acts.status, 'open')))
}

/** Whatever lets anyone in or sign: sessions, keys, seals, invitations, memberships. */
async function removeAccess(tx: DbTransaction, ids: string[], persons: readonly string[]): Promise<void> {
  const { sessions, invitations, readmissions, recoveryCodes, challenges, passkeys, dismissals } = schema
  const members = tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(inArray(memberships.organisationId, ids))
  await tx.delete(sessions).where(inArray(sessions.membershipId, members))
  await tx.delete(sealedSeeds).where(inArray(sealedSeeds.organisationId, ids))
  await tx.delete(readmissions).where(inArray(readmissions.organisationId, ids))
  await tx.delete(invitations).where(inArray(invitations.organisationId, ids))
  await tx.delete(memberships).where(inArray(memberships.organisationId, ids))
  if (persons.length === 0) return
  for (const table of [sessions, recoveryCodes, challenges, passkeys, dismissals])
    await tx.delete(table).where(inArray(table.personId, [...persons]))
}

async function removePerson(tx: DbTransaction, id: string): Promise<void> {
  if (await isReferenced(tx, 'people', id))
    await tx.update(people).set({ status: 'revoked' }).where(eq(people.id, id))
  else await tx.delete(people).where(eq(people.id, id))
}

/** A name that stays says that it was of a sample; the plain one is free again. */
async function removeOrganisation(
  tx: DbTransaction,
  run: number,
  { id, name, nameZh }: typeof organisations.$inferSelect,
): Promise<void> {
  if (await isReferenced(tx, 'organisations', id)) {
    const names = { name: `${name} (sample ${run}, removed)`, nameZh: `${nameZh}（示例 ${run}，已移除）` }
    await tx
      .update(organisations)
      .set({ ...names, status: 'suspended' })
      .where(eq(organisations.id, id))
  } else await tx.delete(organisations).where(eq(organisations.id, id))
}

async function countStanding(
  tx: DbTransaction,
  run: number,
  persons: readonly string[],
): Promise<Omit<SampleStanding, 'debt'>> {
  const own = tx.select({ id: organisations.id }).from(organisations).where(eq(organisations.sampleRun, run))
  const [kept] = await tx.select({ n: count() }).from(organisations).where(eq(organisations.sampleRun, run))
  const [left] = await tx
    .select({ n: count() })
    .from(people)
    .where(persons.length === 0 ? sql`false` : inArray(people.id, [...persons]))
  const [works] = await tx.select({ n: count() }).from(rights).where(inArray(rights.issuerId, own))
  const [batches] = await tx
    .select({ n: count() })
    .from(settlementBatches)
    .where(inArray(settlementBatches.organisationId, own))
  const { first, last, importId } = certificateRanges
  const imports = tx
    .select({ id: schema.meterImports.id })
    .from(schema.meterImports)
    .where(inArray(schema.meterImports.centreId, own))
  const [issued] = await tx
    .select({ n: sql<string>`coalesce(sum(${last} - ${first} + 1), 0)` })
    .from(certificateRanges)
    .where(inArray(importId, imports))
  return {
    organisations: kept?.n ?? 0,
    people: left?.n ?? 0,
    rights: works?.n ?? 0,
    batches: batches?.n ?? 0,
    certificates: issued?.n ?? '0',
    desks: await countDesks(tx, run),
  }
}

/** What the newer desks have on the ledger: their tables hold nothing else any more. */
async function countDesks(tx: DbTransaction, run: number): Promise<Readonly<Record<SampleDesk, number>>> {
  const { collectives, coopOrders, studioTitles, royaltyContracts, works } = schema
  const own = tx.select({ id: organisations.id }).from(organisations).where(eq(organisations.sampleRun, run))
  const titles = tx
    .select({ id: studioTitles.id })
    .from(studioTitles)
    .where(inArray(studioTitles.organisationId, own))
  return {
    collectives: await tx.$count(collectives, inArray(collectives.organisationId, own)),
    orders: await tx.$count(coopOrders, inArray(coopOrders.organisationId, own)),
    works: await tx.$count(works, inArray(works.organisationId, own)),
    contracts: await tx.$count(royaltyContracts, inArray(royaltyContracts.titleId, titles)),
  }
}

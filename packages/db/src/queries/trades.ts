import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outputs, records, transactions } from '../schema/chain.ts'
import { organisations } from '../schema/identity.ts'
import { gameItems } from '../schema/players.ts'
import { acts, submissions } from '../schema/queue.ts'
import { studioTitles } from '../schema/studio.ts'
import { recordOffers } from '../schema/trades.ts'
import { licences } from '../schema/works.ts'

/** What holds a record of the ledger now. */
export type HeldRecord = Awaited<ReturnType<typeof heldRecords>>[number]

/** The newest records of these keys (hex) of a table, each with the output that holds it. */
export function heldRecords(db: DbOrTransaction, table: string, keys: readonly string[]) {
  return db
    .select({ key: records.key, value: records.value, txid: records.txid, holder: outputs })
    .from(records)
    .innerJoin(outputs, and(eq(outputs.txid, records.txid), eq(outputs.index, 0)))
    .where(and(eq(records.table, table), inArray(records.key, [...keys, '']), eq(records.newest, true)))
}

/**
 * What holds an item or a licence now, if it came there by the hands that the portal knows: whoever holds a record may write it anew,
 * and what it says then is no item and no licence any more.
 */
export async function heldThing(
  db: DbOrTransaction,
  table: 'item' | 'licence',
  key: string,
): Promise<HeldRecord | undefined> {
  const [held] = await heldRecords(db, table, [key])
  if (!held) return undefined
  const traded = await db
    .select({ txid: recordOffers.txid })
    .from(recordOffers)
    .where(eq(recordOffers.key, key))
  const first =
    table === 'item'
      ? await db.select({ txid: gameItems.txid }).from(gameItems).where(eq(gameItems.txid, held.txid))
      : await db
          .select({ txid: licences.recordTxid })
          .from(licences)
          .where(eq(licences.recordTxid, held.txid))
  return [...traded, ...first].some(({ txid }) => txid === held.txid) ? held : undefined
}

/** The keys (16 bytes, hex) of the newest records of a table that these accounts hold. */
export async function keysHeldBy(
  db: DbOrTransaction,
  table: string,
  accounts: readonly string[],
): Promise<readonly string[]> {
  const isId = sql`length(${records.key}) = 32`
  const isHeld = and(eq(records.newest, true), isId, inArray(outputs.keyHash, [...accounts, '']))
  const rows = await db
    .select({ key: records.key })
    .from(records)
    .innerJoin(outputs, and(eq(outputs.txid, records.txid), eq(outputs.index, 0)))
    .where(and(eq(records.table, table), isHeld))
  return rows.map(({ key }) => key)
}

/** An offer with the seller's organisation, the act of the newest taking with its submission, and the height of what handed the record on. */
export type RecordOfferRow = Awaited<ReturnType<typeof recordOfferRows>>[number]

/** Offers to hand records on, the newest first. */
export function recordOfferRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({
      ...{ offer: recordOffers, act: acts, submission: submissions, height: transactions.height },
      ...{ name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(recordOffers)
    .innerJoin(organisations, eq(organisations.id, recordOffers.organisationId))
    .leftJoin(acts, eq(acts.id, recordOffers.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .leftJoin(transactions, eq(transactions.txid, recordOffers.txid))
    .where(which)
    .orderBy(desc(recordOffers.createdAt))
    .limit(500)
}

/** Items with their titles and the acts that issued them, the newest first. */
export function itemRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ item: gameItems, title: studioTitles, act: acts, height: transactions.height })
    .from(gameItems)
    .innerJoin(studioTitles, eq(studioTitles.id, gameItems.titleId))
    .innerJoin(acts, eq(acts.id, gameItems.actId))
    .leftJoin(transactions, eq(transactions.txid, gameItems.txid))
    .where(which)
    .orderBy(asc(studioTitles.name), desc(gameItems.createdAt))
    .limit(500)
}

import { type DbTransaction, schema } from '@vc/db'
import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { isReferenced } from './is-referenced.ts'

const { coopOrders, coopSuppliers, royaltyContracts, royaltyParties, studioTitles, workDrafts, works } =
  schema

/** An act is under way once it has a submission: what it certifies, settles or writes is then kept. */
export const notUnderWay = (actId: SQL) =>
  sql`not exists (select 1 from acts a where a.id = ${actId} and a.submission_id is not null)`

/** Orders, contracts and works of these organisations that never reached the ledger. */
export async function removeDeskWork(tx: DbTransaction, ids: string[]): Promise<void> {
  await removeOrders(tx, ids)
  await removeContracts(tx, ids)
  await removeWorks(tx, ids)
}

async function removeOrders(tx: DbTransaction, ids: string[]): Promise<void> {
  const open = await tx
    .select({ id: coopOrders.id })
    .from(coopOrders)
    .where(
      and(
        inArray(coopOrders.organisationId, ids),
        ne(coopOrders.step, 'published'),
        notUnderWay(sql`${coopOrders.actId}`),
      ),
    )
  const orders = open.map(({ id }) => id)
  if (orders.length === 0) return
  await tx.delete(coopSuppliers).where(inArray(coopSuppliers.orderId, orders))
  await tx.delete(coopOrders).where(inArray(coopOrders.id, orders))
}

/** A title goes with its contracts, if none is kept. */
async function removeContracts(tx: DbTransaction, ids: string[]): Promise<void> {
  const own = inArray(studioTitles.organisationId, ids)
  const titles = await tx.select({ id: studioTitles.id }).from(studioTitles).where(own)
  const ofTitles = titles.map(({ id }) => id)
  if (ofTitles.length === 0) return
  const open = tx
    .select({ id: royaltyContracts.id })
    .from(royaltyContracts)
    .where(
      and(
        inArray(royaltyContracts.titleId, ofTitles),
        ne(royaltyContracts.step, 'agreed'),
        notUnderWay(sql`${royaltyContracts.actId}`),
      ),
    )
  const contracts = (await open).map(({ id }) => id)
  if (contracts.length > 0) {
    await tx.delete(royaltyParties).where(inArray(royaltyParties.contractId, contracts))
    await tx.delete(royaltyContracts).where(inArray(royaltyContracts.id, contracts))
  }
  for (const { id } of titles)
    if (!(await isReferenced(tx, 'studio_titles', id)))
      await tx.delete(studioTitles).where(eq(studioTitles.id, id))
}

/** A work goes with its drafts, if none is kept. */
async function removeWorks(tx: DbTransaction, ids: string[]): Promise<void> {
  const own = await tx.select({ id: works.id }).from(works).where(inArray(works.organisationId, ids))
  const theirs = own.map(({ id }) => id)
  if (theirs.length === 0) return
  await tx
    .delete(workDrafts)
    .where(and(inArray(workDrafts.workId, theirs), notUnderWay(sql`${workDrafts.actId}`)))
  for (const { id } of own)
    if (!(await isReferenced(tx, 'works', id))) await tx.delete(works).where(eq(works.id, id))
}

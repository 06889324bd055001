import { and, asc, desc, eq, inArray, ne, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { DbOrTransaction } from '../open.ts'
import { blocks, transactions } from '../schema/chain.ts'
import { organisations } from '../schema/identity.ts'
import { acts } from '../schema/queue.ts'
import { rightBatches, rights } from '../schema/rights.ts'
import {
  licenceSales,
  licences,
  workContributions,
  workDrafts,
  workReviews,
  works,
  workTasks,
  workTips,
} from '../schema/works.ts'

/** A work with its creator's organisation. */
export type WorkRow = Awaited<ReturnType<typeof workRows>>[number]

/** Works with their creators' organisations, the newest first. */
export function workRows(db: DbOrTransaction, which?: SQL) {
  return db
    .select({ work: works, name: organisations.name, nameZh: organisations.nameZh })
    .from(works)
    .innerJoin(organisations, eq(organisations.id, works.organisationId))
    .where(which)
    .orderBy(desc(works.createdAt))
    .limit(200)
}

const height = transactions.height

/** Drafts of works with their acts, the oldest first; `height` and `time` of the block with the record, null before. */
export function draftRows(db: DbOrTransaction, workIds: readonly string[]) {
  return db
    .select({ draft: workDrafts, act: acts, height, time: blocks.time })
    .from(workDrafts)
    .innerJoin(acts, eq(acts.id, workDrafts.actId))
    .leftJoin(transactions, eq(transactions.txid, workDrafts.txid))
    .leftJoin(blocks, eq(blocks.height, transactions.height))
    .where(inArray(workDrafts.workId, [...workIds]))
    .orderBy(asc(workDrafts.createdAt))
}

/** Tips of works with their acts and whom they came from, the newest first. */
export function tipRows(db: DbOrTransaction, workIds: readonly string[]) {
  return db
    .select({ tip: workTips, act: acts, height, name: organisations.name, nameZh: organisations.nameZh })
    .from(workTips)
    .innerJoin(acts, eq(acts.id, workTips.actId))
    .innerJoin(organisations, eq(organisations.id, workTips.organisationId))
    .leftJoin(transactions, eq(transactions.txid, workTips.txid))
    .where(inArray(workTips.workId, [...workIds]))
    .orderBy(desc(workTips.createdAt))
}

/** Tasks of works, or the one with this id, with their acts, the newest first. */
export function taskRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ task: workTasks, work: works, act: acts, height })
    .from(workTasks)
    .innerJoin(works, eq(works.id, workTasks.workId))
    .innerJoin(acts, eq(acts.id, workTasks.actId))
    .leftJoin(transactions, eq(transactions.txid, workTasks.txid))
    .where(which)
    .orderBy(desc(workTasks.createdAt))
}

/** What was handed in for tasks, the oldest first, with its act and the act that takes it; heights of its record and its payment. */
export function contributionRows(db: DbOrTransaction, which: SQL | undefined) {
  const taking = alias(acts, 'taking')
  const paying = alias(transactions, 'paying')
  return db
    .select({ contribution: workContributions, act: acts, height, taking, paidHeight: paying.height })
    .from(workContributions)
    .innerJoin(acts, eq(acts.id, workContributions.actId))
    .leftJoin(transactions, eq(transactions.txid, workContributions.txid))
    .leftJoin(taking, eq(taking.id, workContributions.takenActId))
    .leftJoin(paying, eq(paying.txid, workContributions.paidTxid))
    .where(which)
    .orderBy(asc(workContributions.createdAt))
}

/** Sales of licences with the acts that hold the creator's signatures, the newest first. */
export function saleRows(db: DbOrTransaction, workIds: readonly string[]) {
  return db
    .select({ sale: licenceSales, act: acts, height })
    .from(licenceSales)
    .innerJoin(acts, eq(acts.id, licenceSales.actId))
    .leftJoin(transactions, eq(transactions.txid, licenceSales.txid))
    .where(inArray(licenceSales.workId, [...workIds]))
    .orderBy(desc(licenceSales.createdAt))
}

/** Licences with their acts and licensees, the newest first; `height` is of the purchase. */
export function licenceRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({
      ...{ licence: licences, sale: licenceSales, work: works, act: acts, height },
      ...{ name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(licences)
    .innerJoin(licenceSales, eq(licenceSales.id, licences.saleId))
    .innerJoin(works, eq(works.id, licenceSales.workId))
    .innerJoin(acts, eq(acts.id, licences.actId))
    .innerJoin(organisations, eq(organisations.id, licences.organisationId))
    .leftJoin(transactions, eq(transactions.txid, licences.txid))
    .where(and(which))
    .orderBy(desc(licences.createdAt))
    .limit(500)
}

/** Certified rights in contents with these SHA256s (hex), with their issuers. */
export function rightsOfPrints(db: DbOrTransaction, prints: readonly string[]) {
  const isOfContent = and(inArray(rights.fingerprint, [...prints, '']), ne(rights.contentHash, ''))
  return db
    .select({
      ...{ code: rights.code, title: rights.title, height: rightBatches.height },
      issuer: { name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(rights)
    .innerJoin(rightBatches, eq(rightBatches.id, rights.batchId))
    .innerJoin(organisations, eq(organisations.id, rights.issuerId))
    .where(and(isOfContent, eq(rightBatches.step, 'certified')))
    .orderBy(asc(rightBatches.height))
    .limit(20)
}

/** Works of which a block has a draft with this SHA256 (hex), the one dated first in front. */
export function worksOfPrint(db: DbOrTransaction, print: string) {
  return db
    .select({ workId: works.id, title: works.title, height })
    .from(workDrafts)
    .innerJoin(works, eq(works.id, workDrafts.workId))
    .innerJoin(transactions, eq(transactions.txid, workDrafts.txid))
    .where(eq(workDrafts.fingerprint, print))
    .orderBy(asc(height))
    .limit(20)
}

/** Reviews of a work with whom they come from, the newest first. */
export function reviewRows(db: DbOrTransaction, workId: string) {
  return db
    .select({ review: workReviews, name: organisations.name, nameZh: organisations.nameZh })
    .from(workReviews)
    .innerJoin(organisations, eq(organisations.id, workReviews.organisationId))
    .where(eq(workReviews.workId, workId))
    .orderBy(desc(workReviews.createdAt))
    .limit(200)
}

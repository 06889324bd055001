import { and, asc, desc, eq, gt, inArray, isNotNull, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { records } from '../schema/chain.ts'
import { creditApplications } from '../schema/credit.ts'
import { certificateHoldings } from '../schema/energy.ts'
import { creditGuarantees, creditOverrules } from '../schema/guarantees.ts'
import { organisations, people } from '../schema/identity.ts'
import { rightBatches } from '../schema/rights.ts'
import { workDrafts, works } from '../schema/works.ts'
import { writeOutbox } from '../stores/write-outbox.ts'

export type GuaranteeRow = typeof creditGuarantees.$inferSelect
/** A thing that a guarantee names, as the ledger and its register have it now; `worth` in smallest units. */
export type GuaranteeThing = {
  readonly reference: string
  readonly name: string
  readonly ownerId: string
  readonly worth: bigint | null
  /** The transaction that put it on the ledger. */
  readonly txid: string | null
  readonly isThere: boolean
  /** How many rights or certificates it is of. */
  readonly count: bigint
}

/** What stands behind an application, in its order. */
export function guaranteesOf(db: DbOrTransaction, applicationId: string): Promise<GuaranteeRow[]> {
  return db
    .select()
    .from(creditGuarantees)
    .where(eq(creditGuarantees.applicationId, applicationId))
    .orderBy(asc(creditGuarantees.position))
}

/**
 * Is the record of this transaction the newest of its pair, and not deleted? What was struck off is not. The column is
 * named with its table: of one table alone drizzle leaves that out, and the name would be found in `records`.
 */
const stands = (txid: SQL, table: string) =>
  sql<boolean>`exists (select 1 from ${records} r where r.txid = ${txid} and r.table = ${table}
    and r.newest and octet_length(r.value) > 0)`

/** Certified batches of rights: of an organisation, or the one with this id. Their worth is the appraiser's. */
export async function certifiedRights(
  db: DbOrTransaction,
  which: { readonly ownerId: string } | { readonly id: string },
): Promise<GuaranteeThing[]> {
  const { id, issuerId, fileName, value, count, txid, step } = rightBatches
  const rows = await db
    .select({
      id,
      ownerId: issuerId,
      name: fileName,
      worth: value,
      count,
      txid,
      isThere: stands(sql`right_batches.txid`, 'nfr'),
    })
    .from(rightBatches)
    .where('id' in which ? eq(id, which.id) : and(eq(issuerId, which.ownerId), eq(step, 'certified')))
    .orderBy(desc(rightBatches.createdAt))
    .limit(MOST)
  return rows.map(({ id: batchId, count, ...row }) => ({
    ...row,
    reference: `nfr/${batchId}`,
    count: BigInt(count),
  }))
}

/** Works that an organisation has registered, or the one with this id. Nobody appraises them. */
export async function registeredWorks(
  db: DbOrTransaction,
  which: { readonly ownerId: string } | { readonly id: string },
): Promise<GuaranteeThing[]> {
  const of = 'id' in which ? eq(works.id, which.id) : eq(works.organisationId, which.ownerId)
  const rows = await db
    .select({ work: works, txid: workDrafts.txid, isThere: stands(sql`work_drafts.txid`, 'work') })
    .from(works)
    .leftJoin(workDrafts, eq(workDrafts.workId, works.id))
    .where(of)
    .orderBy(desc(works.createdAt), desc(workDrafts.createdAt))
    .limit(MOST)
  const byWork = Map.groupBy(rows, ({ work }) => work.id)
  return [...byWork].map(([id, drafts]) => {
    // Each draft is a record of its own: the work is there as long as one of them is.
    const best = drafts.find(({ isThere }) => isThere) ?? drafts[0]
    const { title = '', organisationId = '' } = best?.work ?? {}
    const standing = { txid: best?.txid ?? null, isThere: best?.isThere ?? false }
    return {
      reference: `work/${id}`,
      name: title,
      ownerId: organisationId,
      worth: null,
      count: 1n,
      ...standing,
    }
  })
}

/** Certificates in force of an organisation, or the holding of this name in its issue, in force or not. */
export async function heldCertificates(
  db: DbOrTransaction,
  which: { readonly ownerId: string } | { readonly importId: string; readonly holding: string },
): Promise<GuaranteeThing[]> {
  const { importId, holding, holderId, station, first, last, inForce, txid } = certificateHoldings
  const rows = await db
    .select({ importId, holding, ownerId: holderId, name: station, first, last, isThere: inForce, txid })
    .from(certificateHoldings)
    .where(
      'holding' in which
        ? and(eq(importId, which.importId), eq(holding, which.holding))
        : and(eq(holderId, which.ownerId), eq(inForce, true)),
    )
    .orderBy(desc(certificateHoldings.number), asc(first))
    .limit(MOST)
  return rows.map(({ importId: issue, holding: name, first: from, last: to, ...row }) => ({
    ...{ ...row, reference: `${issue}/${name}`, worth: null, count: to - from + 1n },
  }))
}

const MOST = 500

/** Another application that names the same thing; `isInForce` while it is open, or the debt that came of it is not cleared. */
export type OtherPledge = {
  readonly applicationId: string
  readonly cover: bigint
  readonly isInForce: boolean
}

/** Where else each of these things is named, by "kind reference"; `but` is the application that asks. */
export async function otherPledges(
  db: DbOrTransaction,
  things: readonly Pick<GuaranteeRow, 'kind' | 'reference'>[],
  but: string | undefined,
): Promise<ReadonlyMap<string, readonly OtherPledge[]>> {
  if (things.length === 0) return new Map()
  const { applicationId, kind, reference, cover } = creditGuarantees
  const { step, txid } = creditApplications
  const rows = await db
    .select({ applicationId, kind, reference, cover, step, txid })
    .from(creditGuarantees)
    .innerJoin(creditApplications, eq(creditApplications.id, applicationId))
    .where(
      and(
        inArray(reference, [...new Set(things.map((one) => one.reference))]),
        but === undefined ? undefined : ne(applicationId, but),
      ),
    )
  const found = await Promise.all(
    rows.map(async ({ step: now, txid: given, ...row }) => ({
      ...row,
      isInForce: now === 'given' && given !== null ? await isOwed(db, given) : !over.includes(now),
    })),
  )
  return Map.groupBy(found, (row) => `${row.kind} ${row.reference}`)
}
const over: readonly string[] = ['declined', 'withdrawn']

/** Whether anything is unpaid of the debt that a transaction gave, in whatever lots and by whomever it is owed now. */
async function isOwed(db: DbOrTransaction, txid: string): Promise<boolean> {
  const rows = await db.execute<{ owed: boolean }>(sql`
    with recursive life(txid) as (
      select ${txid}::text
      union select o.spent_by from outputs o join life on o.txid = life.txid
        where o.element = 2 and o.spent_by is not null)
    select exists (select 1 from outputs o join life on o.txid = life.txid
      where o.element = 2 and o.spent_height is null) as owed`)
  return rows[0]?.owed ?? false
}

/** Applications with guarantees whose debt is not cleared, in whatever lots and by whomever it is owed, with who gave it. */
export async function owedPledges(db: DbOrTransaction) {
  const { id, organisationId, authorityId, txid, step } = creditApplications
  const isGuaranteed = sql`exists (select 1 from credit_guarantees g
    where g.application_id = credit_applications.id and g.kind in ('right', 'certificates', 'collective'))`
  const rows = await db
    .select({ id, organisationId, authorityId, txid })
    .from(creditApplications)
    .where(and(eq(step, 'given'), isGuaranteed))
  const owed = await Promise.all(rows.map(async (row) => row.txid !== null && (await isOwed(db, row.txid))))
  return rows.flatMap(({ txid: _, authorityId: authority, ...row }, at) =>
    owed[at] && authority !== null ? [{ ...row, authorityId: authority }] : [],
  )
}

/** The application that a transaction gave; undefined when it came about otherwise. */
export async function applicationGiven(db: DbOrTransaction, txid: string) {
  const [row] = await db.select().from(creditApplications).where(eq(creditApplications.txid, txid))
  return row
}

/** Which of these transactions gave credit whose value went to others than its debtor: to a payee, or to an order's suppliers. */
export async function paidToOthers(
  db: DbOrTransaction,
  txids: readonly string[],
): Promise<readonly string[]> {
  const { txid, payee, orderId } = creditApplications
  const rows = await db
    .select({ txid })
    .from(creditApplications)
    .where(and(inArray(txid, [...txids]), or(isNotNull(payee), isNotNull(orderId))))
  return rows.flatMap((row) => row.txid ?? [])
}

/** Promises that guarantees are looked at when a final block moved rights, works, certificates or lists of collectives. */
export async function promiseGuaranteeWatch(tx: DbOrTransaction, after: number, upTo: number): Promise<void> {
  if (upTo <= after) return
  const [moved] = await tx
    .select({ height: records.height })
    .from(records)
    .where(and(gt(records.height, after), lte(records.height, upTo), inArray(records.table, [...WATCHED])))
    .limit(1)
  if (!moved) return
  const key = `watch-guarantees-${upTo}`
  await writeOutbox(tx, { topic: 'watch-guarantees', payload: { height: upTo }, key })
}
/** Tables of the ledger whose records say whose a thing is. */
const WATCHED = ['nfr', 'work', 'rec', 'collective'] as const

/** What authorities said when they gave in spite of advice, the newest first, with who said it. */
export function overrulesOf(db: DbOrTransaction, applicationId: string) {
  return db
    .select({
      said: creditOverrules,
      by: people.name,
      organisation: { name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(creditOverrules)
    .innerJoin(people, eq(people.id, creditOverrules.personId))
    .innerJoin(organisations, eq(organisations.id, creditOverrules.organisationId))
    .where(eq(creditOverrules.applicationId, applicationId))
    .orderBy(desc(creditOverrules.createdAt), desc(creditOverrules.id))
}

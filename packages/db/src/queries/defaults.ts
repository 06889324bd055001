import {
  blocksPerDayOf,
  evaluationCuts,
  type Facet,
  type LateLot,
  type PublicRecord,
  type SanctionRules,
  type Score,
  scoreAt,
} from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { DEBT } from '@vc/ledger'
import { and, desc, eq, gte, lte, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { organisations, sealedSeeds } from '../schema/identity.ts'
import { creditEvaluations, scoreConsents } from '../schema/standing.ts'
import { writeOutbox } from '../stores/write-outbox.ts'
import { across } from '../walls/scope.ts'
import { outputsOfKey } from './credit.ts'
import { badDebtAgeOf, type Cursor, findCursor } from './cursor.ts'
import { reserveScripts } from './debt-case.ts'
import { outsideFacets } from './public-records.ts'
import { networkUnpaidAt, statementsOf, tellOrganisation } from './scores.ts'

/** Where the ledger stands, by the rules in force. */
const rulesOf = (cursor: Cursor | undefined): SanctionRules => ({
  height: cursor?.height ?? 0,
  badDebtAge: badDebtAgeOf(cursor),
  blocksPerDay: blocksPerDayOf(cursor?.parameters ?? {}),
})

/**
 * Every lot of a known debtor that is late, or was bad when it was cleared: of these keys, or of all. What the reserve's scripts
 * paid for was written off.
 */
export async function lateLots(
  db: DbOrTransaction,
  keyHashes?: readonly string[],
): Promise<{ readonly rules: SanctionRules; readonly lots: readonly LateLot[] }> {
  const rules = rulesOf(await findCursor(db))
  if (keyHashes?.length === 0) return { rules, lots: [] }
  const of = keyHashes ? sql`and o.key_hash in ${[...keyHashes]}` : sql``
  const reserve = (await reserveScripts(db)).map((script) => Buffer.from(fromHex(script)))
  const rows = await db.execute<Row>(sql`
    select o.txid, o.index, o.key_hash, o.amount::text, o.expiry_height, o.spent_by, o.spent_height,
      exists (select 1 from outputs d where d.txid = o.spent_by and d.element = ${DEBT}) as goes_on,
      ${paidBy(reserve)} as written_off
    from outputs o where o.element = ${DEBT} and o.key_hash is not null ${of} and (
      (o.spent_height is null and o.expiry_height <= ${rules.height + 1})
      or (o.spent_height >= o.expiry_height and o.spent_height >= o.expiry_height + ${rules.badDebtAge}))
    order by o.expiry_height, o.txid, o.index`)
  return { rules, lots: rows.map(lotOf) }
}

type Row = {
  txid: string
  index: number
  key_hash: string
  amount: string
  expiry_height: number
  spent_by: string | null
  spent_height: number | null
  goes_on: boolean
  written_off: boolean
}
const lotOf = (row: Row): LateLot => ({
  ...{ txid: row.txid, index: row.index, keyHash: row.key_hash, amount: BigInt(row.amount) },
  ...{ expiryHeight: row.expiry_height, spentBy: row.spent_by, spentHeight: row.spent_height },
  ...{ goesOn: row.goes_on, isWrittenOff: row.written_off },
})

function paidBy(reserve: readonly Buffer[]): SQL {
  if (reserve.length === 0) return sql`false`
  return sql`exists (select 1 from inputs i join outputs r on r.txid = i.output_txid and r.index = i.output_index
    where i.txid = o.spent_by and not i.reads and r.script in ${[...reserve]})`
}

/** Debt keys of everything that an organisation, or the person who asks for it, keeps: default of one is a matter of all. */
export async function keysAround(
  db: DbOrTransaction,
  of: { readonly organisationId: string; readonly personId: string },
): Promise<readonly string[]> {
  const rows = await across(db, async (all) =>
    all
      .selectDistinct({ keyHash: sql<string>`encode(${sealedSeeds.debtKeyHash}, 'hex')` })
      .from(sealedSeeds)
      .where(
        sql`${sealedSeeds.organisationId} = ${of.organisationId} or ${sealedSeeds.personId} = ${of.personId}`,
      ),
  )
  return rows.map(({ keyHash }) => keyHash)
}

/** Promises, once for each height of the schedule that became final, that evaluations are pushed. */
export async function promiseEvaluations(tx: DbOrTransaction, after: number, upTo: number): Promise<void> {
  const { blocksPerDay } = rulesOf(await findCursor(tx))
  for (const height of evaluationCuts(after, upTo, blocksPerDay)) {
    const key = `push-evaluations-${height}`
    await writeOutbox(tx, { topic: 'push-evaluations', payload: { height }, key })
  }
}

/**
 * Writes the evaluations of a height of the schedule for every consent that was in force there, and tells their authorities. What
 * was written before stays: a height is evaluated once, by what the ledger and the authorities had said by then.
 */
export async function pushEvaluationsAt(tx: DbOrTransaction, height: number, at: Date): Promise<number> {
  const consents = await tx
    .selectDistinctOn([scoreConsents.authorityId, scoreConsents.debtKeyHash])
    .from(scoreConsents)
    .where(and(lte(scoreConsents.fromHeight, height), gte(scoreConsents.untilHeight, height)))
  const rules = { ...rulesOf(await findCursor(tx)), height }
  const networkUnpaid = (await networkUnpaidAt(tx))(height)
  for (const { authorityId, debtKeyHash, organisationId } of consents) {
    const statements = await statementsOf(tx, debtKeyHash)
    const found = scoreAt(await outputsOfKey(tx, debtKeyHash), networkUnpaid, rules, statements)
    const facets = countsOf((await outsideFacets(tx, debtKeyHash)).facets)
    const row = { authorityId, height, debtKeyHash, organisationId, facets, ...evaluationOf(found) }
    await tx.insert(creditEvaluations).values(row).onConflictDoNothing()
  }
  for (const organisationId of new Set(consents.map(({ authorityId }) => authorityId)))
    await tellOrganisation(tx, { organisationId, kind: 'evaluations', about: String(height), height }, at)
  return consents.length
}

/** Good, adverse and repaired records of each facet that has one. */
const countsOf = (facets: readonly Facet<PublicRecord>[]) =>
  Object.fromEntries(
    facets
      .filter(({ records }) => records.length > 0)
      .map(({ facet, good, adverse, repaired }) => [facet, [good, adverse, repaired] as const]),
  )

function evaluationOf({ score, terms, inputs }: Score) {
  const { unpaid, overdue, bad, received } = inputs
  const points = Object.fromEntries(terms.map(({ term, points: got }) => [term, got]))
  return { score, points, unpaid, overdue, bad, received }
}

/** What was pushed to an authority, the newest cut in front, each with the score at the cut before. */
export async function evaluationsFor(db: DbOrTransaction, authorityId: string) {
  const { name, nameZh } = organisations
  const rows = await db
    .select({ evaluation: creditEvaluations, firm: { name, nameZh } })
    .from(creditEvaluations)
    .innerJoin(organisations, eq(organisations.id, creditEvaluations.organisationId))
    .where(eq(creditEvaluations.authorityId, authorityId))
    .orderBy(desc(creditEvaluations.height), name, creditEvaluations.debtKeyHash)
    .limit(MOST)
  return rows.map(({ evaluation: { authorityId: _, organisationId: __, ...evaluation }, firm }) => ({
    ...evaluation,
    firm,
  }))
}
const MOST = 2_000

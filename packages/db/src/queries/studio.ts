import { NOTHING_BOOKED, type Part, type RoyaltyBooks, type StatementContract } from '@vc/settlement'
import { and, asc, desc, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { blocks, outputs } from '../schema/chain.ts'
import { creditApplications } from '../schema/credit.ts'
import { organisations } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'
import {
  royaltyAdvances,
  royaltyContracts,
  royaltyDraws,
  royaltyDues,
  royaltyForecasts,
  royaltyLines,
  royaltyParties,
  royaltySetOffs,
  royaltyStatements,
  studioTitles,
} from '../schema/studio.ts'

/** A party of a contract with the names of its organisation. */
export type PartyRow = Awaited<ReturnType<typeof partyRows>>[number]
/** A version of a contract with its title and what became of its act. */
export type ContractRow = Awaited<ReturnType<typeof contractRows>>[number]

/** The contracts in which an organisation is a party, as a condition on their ids. */
export const ofParty = (db: DbOrTransaction, organisationId: string, part?: Part): SQL =>
  inArray(
    royaltyContracts.id,
    db
      .select({ id: royaltyParties.contractId })
      .from(royaltyParties)
      .where(
        and(
          eq(royaltyParties.organisationId, organisationId),
          part === undefined ? undefined : eq(royaltyParties.part, part),
        ),
      ),
  )

/** Versions of contracts, the newest first. */
export function contractRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ contract: royaltyContracts, title: studioTitles, act: acts })
    .from(royaltyContracts)
    .innerJoin(studioTitles, eq(studioTitles.id, royaltyContracts.titleId))
    .leftJoin(acts, eq(acts.id, royaltyContracts.actId))
    .where(which)
    .orderBy(desc(royaltyContracts.createdAt), desc(royaltyContracts.version))
    .limit(500)
}

/** The parties of contracts. */
export function partyRows(db: DbOrTransaction, contractIds: readonly string[]) {
  return db
    .select({ party: royaltyParties, name: organisations.name, nameZh: organisations.nameZh })
    .from(royaltyParties)
    .innerJoin(organisations, eq(organisations.id, royaltyParties.organisationId))
    .where(inArray(royaltyParties.contractId, [...contractIds]))
}

/** The versions that all three have agreed with a channel, as its statements are judged by them. */
export async function contractsOfChannel(
  db: DbOrTransaction,
  channelId: string,
): Promise<readonly StatementContract[]> {
  const agreed = and(eq(royaltyContracts.step, 'agreed'), ofParty(db, channelId, 'channel'))
  const rows = await contractRows(db, agreed)
  return rows.map(({ contract: { id, lineId, version, terms }, title: { code } }) => ({
    ...{ id, lineId, version, code, validFrom: terms.validFrom, validTo: terms.validTo },
  }))
}

/** The days of contracts that were stated, as "lineId day". */
export async function statedDays(
  db: DbOrTransaction,
  lineIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ lineId: royaltyLines.lineId, day: royaltyLines.day })
    .from(royaltyLines)
    .where(inArray(royaltyLines.lineId, [...lineIds]))
  return new Set(rows.map(({ lineId, day }) => `${lineId} ${day}`))
}

/** What contracts have come to, smallest units; nothing where nothing was stated. */
export async function royaltyBooks(
  db: DbOrTransaction,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, RoyaltyBooks>> {
  const { net, entitled, toppedUp, recouped, lineId } = royaltyLines
  const sum = (column: typeof net) => sql<string>`sum(${column})`
  const rows = await db
    .select({ lineId, net: sum(net), entitled: sum(entitled), top: sum(toppedUp), back: sum(recouped) })
    .from(royaltyLines)
    .where(inArray(lineId, [...lineIds]))
    .groupBy(lineId)
  const books = rows.map((row): [string, RoyaltyBooks] => [
    row.lineId,
    {
      ...{ revenue: BigInt(row.net), entitled: BigInt(row.entitled) },
      ...{ toppedUp: BigInt(row.top), recouped: BigInt(row.back) },
    },
  ])
  return new Map([...lineIds.map((id): [string, RoyaltyBooks] => [id, NOTHING_BOOKED]), ...books])
}

/** A day of a contract as it stands: what was stated of it and all corrections together. */
export type StatedDay = Awaited<ReturnType<typeof statedDayRows>>[number]

/** The stated days of contracts in the order in which they were booked, with the sums of their corrections. */
export async function statedDayRows(db: DbOrTransaction, lineIds: readonly string[]) {
  const { lineId, day, contractId, correction, advanced, place } = royaltyLines
  const { units, gross, refunds, tax, net } = royaltyLines
  const sum = (column: typeof net) => sql<string>`sum(${column})`
  const first = sql<string>`(array_agg(${contractId} order by ${correction}))[1]`
  const rows = await db
    .select({
      ...{ lineId, day, contractId: first, corrections: sql<number>`max(${correction})` },
      ...{ units: sum(units), gross: sum(gross), refunds: sum(refunds), tax: sum(tax), net: sum(net) },
      advanced: sql<string | null>`(array_agg(${advanced} order by ${correction}))[1]`,
    })
    .from(royaltyLines)
    .where(inArray(lineId, [...lineIds]))
    .groupBy(lineId, day)
    .orderBy(sql`min(${place})`)
  return rows.map((row) => ({
    ...row,
    ...{ units: BigInt(row.units), gross: BigInt(row.gross), refunds: BigInt(row.refunds) },
    ...{ tax: BigInt(row.tax), net: BigInt(row.net) },
    advanced: row.advanced === null ? null : BigInt(row.advanced),
  }))
}

/** What a contract's studio has earned by tiers and guarantee on these days, both included. */
export async function earnedBetween(
  db: DbOrTransaction,
  line: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<bigint> {
  const { lineId, day, entitled, toppedUp } = royaltyLines
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${entitled} + ${toppedUp}), 0)` })
    .from(royaltyLines)
    .where(and(eq(lineId, line), gte(day, from), lte(day, to)))
  return BigInt(row?.sum ?? 0)
}

/** Forecasts of contracts, the newest first. */
export const forecastRows = (db: DbOrTransaction, lineIds: readonly string[]) =>
  db
    .select()
    .from(royaltyForecasts)
    .where(inArray(royaltyForecasts.lineId, [...lineIds]))
    .orderBy(desc(royaltyForecasts.createdAt))

/** Credit that was asked for against forecasts, with its application. */
export const drawRows = (db: DbOrTransaction, lineIds: readonly string[]) =>
  db
    .select({ draw: royaltyDraws, application: creditApplications })
    .from(royaltyDraws)
    .innerJoin(creditApplications, eq(creditApplications.id, royaltyDraws.applicationId))
    .where(inArray(royaltyDraws.lineId, [...lineIds]))
    .orderBy(asc(royaltyDraws.createdAt))

/** Advances of contracts, the oldest first, each with its output once a block has it. */
export function advanceRows(db: DbOrTransaction, lineIds: readonly string[]) {
  return db
    .select({ advance: royaltyAdvances, act: acts, height: outputs.createdHeight })
    .from(royaltyAdvances)
    .innerJoin(acts, eq(acts.id, royaltyAdvances.actId))
    .leftJoin(outputs, and(eq(outputs.txid, royaltyAdvances.txid), eq(outputs.index, 0)))
    .where(inArray(royaltyAdvances.lineId, [...lineIds]))
    .orderBy(asc(royaltyAdvances.createdAt))
}

/** A share that is due, with what pays it or what it became. */
export type DueRow = Awaited<ReturnType<typeof dueRows>>[number]
/** Shares of one day to one account that all stand alike, together; nothing of `amount` is set off any more. */
export type DueSum = Omit<DueRow, 'due'> & {
  readonly due: Omit<DueRow['due'], 'line' | 'actId' | 'applicationId'>
}

/** What was set off of a share, or of an excess against others. */
const setOffOf = sql<string>`case when ${royaltyDues.amount} < 0
  then (select coalesce(sum(s.amount), 0) from ${royaltySetOffs} s where s.part = ${royaltyDues.part}
    and s.excess_statement_id = ${royaltyDues.statementId} and s.excess_line = ${royaltyDues.line})
  else (select coalesce(sum(s.amount), 0) from ${royaltySetOffs} s where s.part = ${royaltyDues.part}
    and s.due_statement_id = ${royaltyDues.statementId} and s.due_line = ${royaltyDues.line}) end`

// Of thousands of shares one act or credit pays for: only what tells how they stand.
const standing = {
  application: {
    id: creditApplications.id,
    step: creditApplications.step,
    commandKey: creditApplications.commandKey,
  },
  act: { id: acts.id, status: acts.status, expiresAt: acts.expiresAt },
  submission: { state: submissions.state, txids: submissions.txids },
  paidAt: blocks.time,
}
const payingAct = sql`coalesce(case when ${creditApplications.step} = 'given' then ${creditApplications.actId} end, ${royaltyDues.actId})`

/**
 * Shares that are due. `submission` is of the payment or, where the share became debt, of the credit; `paidAt` (seconds since 1970)
 * is the time of the block that has it; `setOff` what was set off of it, or of an excess against others.
 */
export function dueRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ due: royaltyDues, ...standing, setOff: setOffOf.mapWith(BigInt) })
    .from(royaltyDues)
    .leftJoin(creditApplications, eq(creditApplications.id, royaltyDues.applicationId))
    .leftJoin(acts, sql`${acts.id} = ${payingAct}`)
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .leftJoin(blocks, eq(blocks.height, submissions.height))
    .where(which)
    .orderBy(asc(royaltyDues.day), asc(royaltyDues.line), desc(royaltyDues.part))
}

/** The same, with those added up that stand alike: a statement has a hundred thousand lines, but not so many days. */
export async function dueSums(db: DbOrTransaction, which: SQL | undefined): Promise<readonly DueSum[]> {
  const { statementId, organisationId, account, part, day, dueDay, amount } = royaltyDues
  const alike = { statementId, organisationId, account, part, day, dueDay }
  const left = sql`case when ${amount} < 0 then ${amount} + (${setOffOf}) else ${amount} - (${setOffOf}) end`
  const rows = await db
    .select({ due: { ...alike, amount: sql<string>`sum(${left})` }, ...standing })
    .from(royaltyDues)
    .leftJoin(creditApplications, eq(creditApplications.id, royaltyDues.applicationId))
    .leftJoin(acts, sql`${acts.id} = ${payingAct}`)
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .leftJoin(blocks, eq(blocks.height, submissions.height))
    .where(which)
    .groupBy(
      ...Object.values(alike),
      ...[creditApplications.id, acts.id, submissions.id, blocks.height, sql`sign(${left})`],
    )
  return rows.map(({ due, ...row }) => ({ ...row, due: { ...due, amount: BigInt(due.amount) }, setOff: 0n }))
}

/** How many lines statements have that `which` lets see, of which days, and what they come to. */
export async function lineSums(db: DbOrTransaction, which: SQL | undefined) {
  const { statementId, day, net, studio, publisher, channel } = royaltyLines
  const sum = (column: typeof net) => sql<string>`sum(${column})`.mapWith(BigInt)
  return db
    .select({
      ...{ statementId, lines: sql<string>`count(*)`.mapWith(Number) },
      ...{ from: sql<string>`min(${day})`, to: sql<string>`max(${day})` },
      sums: { net: sum(net), studio: sum(studio), publisher: sum(publisher), channel: sum(channel) },
    })
    .from(royaltyLines)
    .where(which)
    .groupBy(statementId)
}

/** Statements with their channel, the newest first. */
export function statementRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ statement: royaltyStatements, name: organisations.name, nameZh: organisations.nameZh })
    .from(royaltyStatements)
    .innerJoin(organisations, eq(organisations.id, royaltyStatements.organisationId))
    .where(which)
    .orderBy(desc(royaltyStatements.createdAt))
    .limit(200)
}

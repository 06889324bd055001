import { NOTHING_BOOKED, type Part, type RoyaltyBooks, type StatementContract } from '@vc/settlement'
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { blocks, outputs } from '../schema/chain.ts'
import { creditApplications } from '../schema/credit.ts'
import { organisations } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'
import {
  royaltyAdvances,
  royaltyContracts,
  royaltyDues,
  royaltyLines,
  royaltyParties,
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

/**
 * Shares that are due. `submission` is of the payment or, where the share became debt, of the credit; `paidAt` (seconds since 1970)
 * is the time of the block that has it.
 */
export function dueRows(db: DbOrTransaction, which: SQL | undefined) {
  const paying = sql`coalesce(case when ${creditApplications.step} = 'given' then ${creditApplications.actId} end, ${royaltyDues.actId})`
  return db
    .select({
      ...{ due: royaltyDues, application: creditApplications, act: acts, submission: submissions },
      paidAt: blocks.time,
    })
    .from(royaltyDues)
    .leftJoin(creditApplications, eq(creditApplications.id, royaltyDues.applicationId))
    .leftJoin(acts, sql`${acts.id} = ${paying}`)
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .leftJoin(blocks, eq(blocks.height, submissions.height))
    .where(which)
    .orderBy(asc(royaltyDues.day), asc(royaltyDues.line), desc(royaltyDues.part))
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

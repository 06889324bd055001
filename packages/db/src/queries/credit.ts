import { fromHex, hash160, toHex } from '@vc/crypto'
import { CREDIT, DEBT, MANAGEMENT } from '@vc/ledger'
import { and, asc, desc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { inputs, outputs, transactions } from '../schema/chain.ts'
import { collectiveProposals, collectives } from '../schema/collectives.ts'
import { creditApplications } from '../schema/credit.ts'
import { creditJudgements } from '../schema/credit-models.ts'
import { organisations, sealedSeeds } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'
import { across } from '../walls/scope.ts'
import { findCursor } from './cursor.ts'
import { namedEntities } from './debtors.ts'
import { isDrawnOn } from './drawn-on.ts'

/** An unpaid debt as the ageing list needs it; amount in smallest units. */
export type UnpaidDebt = Pick<
  typeof outputs.$inferSelect,
  'txid' | 'index' | 'amount' | 'keyHash' | 'expiryHeight' | 'createdHeight'
> & {
  /** Key hash of the agent whose management credit its transaction reads; null where none is, or several keys hold it. */
  readonly agent: string | null
}
/** Whose debts: of these debtors (key hashes in hex), of those to whom these agents gave, or of all. */
export type WhoseDebts =
  | { readonly debtors: readonly string[] }
  | { readonly agents: readonly string[] }
  | { readonly all: true }

/** Every unpaid debt, the one due first in front, without a limit: sums over it are whole. */
export const unpaidDebts = (db: DbOrTransaction, whose: WhoseDebts): Promise<UnpaidDebt[]> =>
  unpaidWhere(db, debtsOfThem(whose))

/** Unpaid debts that turn bad, by their own expiry heights, in blocks above `after` up to `upTo` (ledger.md 6). */
export const turningBad = (
  db: DbOrTransaction,
  { after, upTo, badDebtAge }: { readonly after: number; readonly upTo: number; readonly badDebtAge: number },
): Promise<UnpaidDebt[]> =>
  unpaidWhere(
    db,
    and(gt(outputs.expiryHeight, after - badDebtAge), lte(outputs.expiryHeight, upTo - badDebtAge)),
  )

function unpaidWhere(db: DbOrTransaction, which: SQL | undefined): Promise<UnpaidDebt[]> {
  const { txid, index, amount, keyHash, expiryHeight, createdHeight } = outputs
  return db
    .select({ txid, index, amount, keyHash, expiryHeight, createdHeight, agent: givingAgent })
    .from(outputs)
    .where(and(eq(outputs.element, DEBT), isNull(outputs.spentHeight), which))
    .orderBy(asc(outputs.expiryHeight), outputs.txid, outputs.index)
}

/** Of one table alone drizzle leaves its name out, and the column would be found in `c`. */
const givingAgent = sql<string | null>`(select c.key_hash from inputs i
  join outputs c on c.txid = i.output_txid and c.index = i.output_index
  where i.txid = outputs.txid and ${isDrawnOn}
  order by i.index limit 1)`

function debtsOfThem(whose: WhoseDebts): SQL | undefined {
  if ('all' in whose) return undefined
  const list = 'debtors' in whose ? whose.debtors : whose.agents
  if (list.length === 0) return sql`false`
  return 'debtors' in whose
    ? inArray(outputs.keyHash, [...list])
    : sql`${outputs.txid} in (${givenTransactions(list)})`
}

/** The transactions that read management credit of these key hashes. */
const givenTransactions = (keyHashes: readonly string[]) => sql`select i.txid from ${inputs} i
  join ${outputs} c on c.txid = i.output_txid and c.index = i.output_index
  where ${isDrawnOn} and c.key_hash in ${[...keyHashes]}`

/** Unpaid debt that credit of this agent (HASH160 of its key, hex) has written, in smallest units. */
export async function unpaidGivenBy(db: DbOrTransaction, agentKeyHash: string): Promise<bigint> {
  const given = and(
    sql`${outputs.txid} in (${givenTransactions([agentKeyHash])})`,
    eq(outputs.element, DEBT),
    isNull(outputs.spentHeight),
  )
  return sumOf(await db.select({ sum: sumOfOutputs }).from(outputs).where(given))
}

/** Credit of this agent (HASH160, hex) that lies under terms and is not given yet, in smallest units (docs/adr/0049). */
export async function handedOnBy(db: DbOrTransaction, agentKeyHash: string): Promise<bigint> {
  const lies = and(
    ...[eq(outputs.keyHash, agentKeyHash), eq(outputs.element, CREDIT)],
    ...[eq(outputs.standard, 'hash-time-lock'), isNull(outputs.spentHeight)],
  )
  return sumOf(await db.select({ sum: sumOfOutputs }).from(outputs).where(lies))
}

/** Unpaid debt of the whole network, in smallest units. */
export async function networkUnpaid(db: DbOrTransaction): Promise<bigint> {
  const unpaid = and(eq(outputs.element, DEBT), isNull(outputs.spentHeight))
  return sumOf(await db.select({ sum: sumOfOutputs }).from(outputs).where(unpaid))
}

const sumOfOutputs = sql<string>`coalesce(sum(${outputs.amount}), 0)`
const sumOf = ([row]: readonly { readonly sum: string }[]) => BigInt(row?.sum ?? '0')

const purses = ['key-hash', 'standard-debt', 'collective', 'collective-debt']

/**
 * Every output that a key hash ever had, spent or not, without a limit: sums over it are whole. What lies under other scripts
 * that name the key (stakes, locks, holders of records) is no purse and no debt of it.
 */
export function outputsOfKey(db: DbOrTransaction, keyHash: string) {
  const { txid, index, element, layer, amount, createdHeight, expiryHeight, spentBy, spentHeight } = outputs
  // Of one table alone drizzle leaves its name out, and the column would be found in `d`.
  const goesOn = sql<boolean>`exists (select 1 from ${outputs} d
    where d.txid = outputs.spent_by and d.element = ${DEBT})`
  return db
    .select({
      txid,
      index,
      element,
      layer,
      amount,
      createdHeight,
      expiryHeight,
      spentBy,
      spentHeight,
      goesOn,
    })
    .from(outputs)
    .where(and(eq(outputs.keyHash, keyHash), inArray(outputs.standard, purses)))
}

/** Members of a collective may still vote on the draft, or have, so that the authority signs next. */
const isVotedOn = (height: number): SQL | undefined => {
  const { step, closesAt } = collectiveProposals
  return or(eq(step, 'joined'), and(eq(step, 'open'), gt(closesAt, height)))
}

/** What an authority approved, or what a debtor is to take on, that is not on the ledger yet: drafts still open, to be voted on or signed, and submissions under way. */
export async function pendingCredit(
  db: DbOrTransaction,
  of: { readonly authorityId: string } | { readonly debtKeyHash: string },
  at: Date,
  but?: string,
): Promise<bigint> {
  const whose =
    'authorityId' in of
      ? eq(creditApplications.authorityId, of.authorityId)
      : eq(creditApplications.debtKeyHash, of.debtKeyHash)
  const height = (await findCursor(db))?.height ?? 0
  const rows = await db
    .select({ sum: sql<string>`coalesce(sum(${creditApplications.amount}), 0)` })
    .from(creditApplications)
    .leftJoin(acts, eq(acts.id, creditApplications.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .leftJoin(collectiveProposals, eq(collectiveProposals.id, creditApplications.proposalId))
    .leftJoin(creditJudgements, eq(creditJudgements.actId, creditApplications.actId))
    .where(
      and(
        whose,
        // Of an authority's own it is counted already: it comes out of what was handed on.
        'authorityId' in of ? isNull(creditJudgements.applicationId) : undefined,
        but === undefined ? undefined : sql`${creditApplications.id} <> ${but}`,
        or(
          and(eq(acts.status, 'open'), gt(acts.expiresAt, at)),
          inArray(submissions.state, ['queued', 'submitted']),
          and(isNull(acts.id), isVotedOn(height)),
        ),
      ),
    )
  return sumOf(rows)
}

/** The management credit that a key hash can read, the largest first. */
export function managementCreditOf(db: DbOrTransaction, keyHash: string) {
  return db
    .select()
    .from(outputs)
    .where(
      and(
        eq(outputs.keyHash, keyHash),
        eq(outputs.element, CREDIT),
        eq(outputs.layer, MANAGEMENT),
        isNull(outputs.spentHeight),
      ),
    )
    .orderBy(desc(outputs.amount))
}

/** Names of the organisations whose people keep the seeds of debt keys, and of the entities that authorities named, by key hash. */
export async function namesOfDebtors(
  db: DbOrTransaction,
): Promise<ReadonlyMap<string, { name: string; nameZh: string }>> {
  const rows = await across(db, async (all) =>
    all
      .selectDistinct({
        keyHash: sql<string>`encode(${sealedSeeds.debtKeyHash}, 'hex')`,
        name: organisations.name,
        nameZh: organisations.nameZh,
      })
      .from(sealedSeeds)
      .innerJoin(organisations, eq(organisations.id, sealedSeeds.organisationId)),
  )
  const named = await namedEntities(db)
  const voting = await db.select({ ledgerId: collectives.ledgerId, name: collectives.name }).from(collectives)
  return new Map([
    ...voting.map(
      ({ ledgerId, name }) => [toHex(hash160(fromHex(ledgerId))), { name, nameZh: name }] as const,
    ),
    ...named.map(({ keyHash, name }) => [keyHash, { name, nameZh: name }] as const),
    ...rows.map(({ keyHash, ...names }) => [keyHash, names] as const),
  ])
}

/** Height of the block with a transaction; undefined when it is in none. */
export async function heightOf(db: DbOrTransaction, txid: string): Promise<number | undefined> {
  const [row] = await db
    .select({ height: transactions.height })
    .from(transactions)
    .where(eq(transactions.txid, txid))
  return row?.height
}

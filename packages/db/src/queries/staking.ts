import { DEBT_LAYER, type Layer, REWARD, STAKE, VALUE } from '@vc/ledger'
import { and, asc, desc, eq, gt, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { blocks, outputs, records } from '../schema/chain.ts'
import { organisations } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'
import { exchangeOffers, stakePayments, stakeTerms } from '../schema/staking.ts'
import { isFree } from './unspent.ts'

/** A stake output with the time of its block, seconds since 1970, and the first block that is `maturity` younger. */
export type StakeOutput = typeof outputs.$inferSelect & {
  readonly registered: number
  readonly matureHeight: number | null
  readonly isFree: boolean
}

const isStake = () => and(eq(outputs.standard, 'stake'), eq(outputs.kind, STAKE), eq(outputs.element, VALUE))

/**
 * Outputs of the stake script, the oldest first: all that are unspent, or with `since` also those that were unspent after
 * that height. `maturity` in seconds; founding stakes are mature from genesis on (consensus.md 2).
 */
export async function stakeOutputs(
  db: DbOrTransaction,
  { maturity, since }: { readonly maturity: number; readonly since?: number },
): Promise<StakeOutput[]> {
  const unspent = isNull(outputs.spentHeight)
  const while_ = since === undefined ? unspent : sql`(${unspent} or ${outputs.spentHeight} > ${since})`
  const matureHeight = sql<number | null>`case when ${outputs.createdHeight} = 0 then 0 else (
    select min(b.height) from blocks b where b.time >= ${blocks.time} + ${maturity}::int) end`
  const rows = await db
    .select({ output: outputs, registered: blocks.time, matureHeight, isFree: sql<boolean>`${isFree()}` })
    .from(outputs)
    .innerJoin(blocks, eq(blocks.height, outputs.createdHeight))
    .where(and(isStake(), while_))
    .orderBy(asc(outputs.createdHeight), outputs.txid, outputs.index)
  return rows.map(({ output, ...rest }) => ({ ...output, ...rest }))
}

/** Every `member` record there ever was, the oldest first. */
export function memberRecords(db: DbOrTransaction) {
  const { height, index, key, value, newest } = records
  return db
    .select({ height, key, value, newest })
    .from(records)
    .where(eq(records.table, 'member'))
    .orderBy(asc(height), asc(index))
}

/** How many of the blocks after a height each producer key made. */
export async function blocksMade(db: DbOrTransaction, after: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ producerKey: blocks.producerKey, count: sql<number>`count(*)::int` })
    .from(blocks)
    .where(gt(blocks.height, after))
    .groupBy(blocks.producerKey)
  return new Map(rows.map(({ producerKey, count }) => [producerKey, count]))
}

/** Fee rewards of a key hash that nobody has spent, of blocks after one height up to another, the oldest first. */
export function unsharedRewards(
  db: DbOrTransaction,
  of: { readonly keyHash: string; readonly after: number; readonly to: number; readonly most: number },
) {
  const { createdHeight } = outputs
  const rewards = and(eq(outputs.kind, REWARD), eq(outputs.layer, DEBT_LAYER), eq(outputs.element, VALUE))
  const range = and(gt(createdHeight, of.after), lte(createdHeight, of.to))
  return db
    .select()
    .from(outputs)
    .where(and(eq(outputs.keyHash, of.keyHash), rewards, range, isNull(outputs.spentHeight), isFree()))
    .orderBy(asc(createdHeight), outputs.txid, outputs.index)
    .limit(of.most)
}

/** What producers keep, the newest terms first, with who published them. */
export function termsOfProducers(db: DbOrTransaction, producerKey?: string) {
  return db
    .select({ terms: stakeTerms, name: organisations.name, nameZh: organisations.nameZh })
    .from(stakeTerms)
    .innerJoin(organisations, eq(organisations.id, stakeTerms.organisationId))
    .where(producerKey === undefined ? undefined : eq(stakeTerms.producerKey, producerKey))
    .orderBy(desc(stakeTerms.fromHeight))
}

/** Payments of shares, the newest first, each with how far it is on its way. */
export function sharePayments(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ payment: stakePayments, submission: submissions })
    .from(stakePayments)
    .leftJoin(submissions, sql`${submissions.txids} @> array[${stakePayments.txid}]`)
    .where(which)
    .orderBy(desc(stakePayments.toHeight))
    .limit(200)
}

/** What payments of shares brought these key hashes, the newest first. */
export function sharesReceived(db: DbOrTransaction, keyHashes: readonly string[]) {
  const { producerKey, afterHeight, toHeight } = stakePayments
  const { txid, amount, createdHeight } = outputs
  return db
    .select({ txid, amount, height: createdHeight, producerKey, afterHeight, toHeight })
    .from(outputs)
    .innerJoin(stakePayments, eq(stakePayments.txid, outputs.txid))
    .where(inArray(outputs.keyHash, [...keyHashes, '']))
    .orderBy(desc(outputs.createdHeight))
    .limit(200)
}

/** Sum of the value of key hashes that lies in a layer under plain keys and that nothing has chosen yet. */
export async function freeValueIn(db: DbOrTransaction, keyHash: string, layer: Layer): Promise<bigint> {
  const plain = and(eq(outputs.keyHash, keyHash), eq(outputs.standard, 'key-hash'))
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${outputs.amount}), 0)` })
    .from(outputs)
    .where(
      and(plain, eq(outputs.layer, layer), eq(outputs.element, VALUE), isNull(outputs.spentHeight), isFree()),
    )
  return BigInt(row?.sum ?? '0')
}

/** An offer of the board with its newest taking and how far that is. */
export type OfferRow = Awaited<ReturnType<typeof exchangeOfferRows>>[number]

/** Offers of the board, the newest first: their acts, submissions, and how many of their coins are spent. */
export function exchangeOfferRows(db: DbOrTransaction, which: SQL | undefined) {
  const spent = sql<number>`(select count(*)::int from outputs o where o.spent_height is not null
    and o.txid || ':' || o.index = any(${exchangeOffers.outpoints}))`
  return db
    .select({
      ...{ offer: exchangeOffers, act: acts, submission: submissions, spent },
      ...{ name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(exchangeOffers)
    .innerJoin(organisations, eq(organisations.id, exchangeOffers.organisationId))
    .leftJoin(acts, eq(acts.id, exchangeOffers.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(which)
    .orderBy(desc(exchangeOffers.createdAt))
    .limit(500)
}

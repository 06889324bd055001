import { ok, type Result, refuse } from '@vc/kernel'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { DbTransaction } from '../open.ts'
import { findCursor } from '../queries/cursor.ts'
import { poolKeysOf, poolOnLedger, readBooks, type SettlementBatch } from '../queries/settlement.ts'
import {
  settlementBatches,
  settlementLegs,
  settlementLines,
  settlementPositions,
} from '../schema/settlement.ts'

type Line = { readonly account: string; readonly amount: bigint }
const LINES_AT_ONCE = 1000

/** One writer of a centre's books at a time, until the transaction ends. */
async function lockBooks(tx: DbTransaction, organisationId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`books ${organisationId}`}, 0))`)
}

/** Adds an entry whose lines sum to zero: the other side of all of them is the pool on the ledger. Once for a name. */
async function book(
  tx: DbTransaction,
  organisationId: string,
  entry: string,
  lines: readonly Line[],
): Promise<void> {
  const sum = lines.reduce((total, { amount }) => total + amount, 0n)
  const all = [...lines, { account: 'ledger', amount: -sum }].filter(({ amount }) => amount !== 0n)
  const rows = all.map((line) => ({ organisationId, entry, ...line }))
  for (let at = 0; at < rows.length; at += LINES_AT_ONCE) {
    await tx
      .insert(settlementLines)
      .values(rows.slice(at, at + LINES_AT_ONCE))
      .onConflictDoNothing()
  }
}

/**
 * Books what came into a centre's pool, and what left it otherwise than by a batch, up to the final height: both for
 * the account of the centre itself. May be run again.
 */
export async function bookPool(tx: DbTransaction, organisationId: string): Promise<void> {
  await lockBooks(tx, organisationId)
  const height = (await findCursor(tx))?.finalHeight ?? 0
  const keys = await poolKeysOf(tx, organisationId)
  const rows = await poolOnLedger(
    tx,
    keys.map(({ keyHash }) => keyHash),
    height,
  )
  const legs = await legTxids(tx, organisationId)
  const known = await bookedEntries(tx, organisationId)
  for (const { txid, index, amount, spentBy, spentHeight } of rows) {
    const fund = `fund:${txid}:${index}`
    if (!legs.has(txid) && !known.has(fund))
      await book(tx, organisationId, fund, [{ account: 'centre', amount }])
    const spent = spentBy !== null && spentHeight !== null && spentHeight <= height && !legs.has(spentBy)
    const spend = `spend:${txid}:${index}`
    if (spent && !known.has(spend))
      await book(tx, organisationId, spend, [{ account: 'centre', amount: -amount }])
  }
}

async function legTxids(tx: DbTransaction, organisationId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ txid: settlementLegs.txid })
    .from(settlementLegs)
    .innerJoin(settlementBatches, eq(settlementBatches.id, settlementLegs.batchId))
    .where(
      and(
        eq(settlementBatches.organisationId, organisationId),
        inArray(settlementBatches.step, ['settled', 'final']),
      ),
    )
  return new Set(rows.map(({ txid }) => txid))
}

async function bookedEntries(tx: DbTransaction, organisationId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectDistinct({ entry: settlementLines.entry })
    .from(settlementLines)
    .where(eq(settlementLines.organisationId, organisationId))
  return new Set(rows.map(({ entry }) => entry))
}

/**
 * Books a final batch: every participant its net position, against what it was paid outside the pool; the fee is the
 * centre's. Twice is once.
 */
export async function bookBatch(tx: DbTransaction, batch: SettlementBatch): Promise<void> {
  const { id, organisationId, fee } = batch
  await lockBooks(tx, organisationId)
  const positions = await tx.select().from(settlementPositions).where(eq(settlementPositions.batchId, id))
  const lines = positions.map(({ party, amount, paidTo }) => ({
    account: `party:${party}`,
    amount: paidTo === null ? amount : 0n,
  }))
  await book(tx, organisationId, `batch:${id}`, lines)
  await book(tx, organisationId, `fee:${id}`, [{ account: 'centre', amount: -fee }])
}

/** Puts money of the centre down to a participant's name. Refused: `centre-short` when it has less. */
export async function bookDeposit(
  tx: DbTransaction,
  of: {
    readonly organisationId: string
    readonly key: string
    readonly party: string
    readonly amount: bigint
  },
): Promise<Result<true, { readonly code: 'centre-short'; readonly facts: { have: bigint; need: bigint } }>> {
  await lockBooks(tx, of.organisationId)
  const known = await bookedEntries(tx, of.organisationId)
  if (known.has(`deposit:${of.key}`)) return ok(true)
  const { accounts } = await readBooks(tx, of.organisationId)
  const have = accounts.find(({ account }) => account === 'centre')?.amount ?? 0n
  if (have < of.amount) return refuse({ code: 'centre-short', facts: { have, need: of.amount } })
  await book(tx, of.organisationId, `deposit:${of.key}`, [
    { account: 'centre', amount: -of.amount },
    { account: `party:${of.party}`, amount: of.amount },
  ])
  return ok(true)
}

import { toHex } from '@vc/crypto'
import { type Element, type Layer, parseStandard, VALUE } from '@vc/ledger'
import { and, asc, count, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outputs } from '../schema/chain.ts'
import { acts, submissions } from '../schema/queue.ts'

export type UnspentOutput = typeof outputs.$inferSelect

/**
 * What a key hash (20 bytes in hex) can spend, oldest and largest first. With `free` without what open acts
 * and submissions under way have already chosen.
 */
export async function unspentByKeyHash(
  db: DbOrTransaction,
  keyHash: string,
  filter: { element?: Element; layer?: Layer; free?: boolean } = {},
): Promise<UnspentOutput[]> {
  // The mark of a credit and what else lies under a record's script pays nobody (docs/adr/0045).
  const isPurse = or(isNull(outputs.standard), ne(outputs.standard, 'record'))
  const wanted: (SQL | undefined)[] = [eq(outputs.keyHash, keyHash), isNull(outputs.spentHeight), isPurse]
  if (filter.element !== undefined) wanted.push(eq(outputs.element, filter.element))
  if (filter.layer !== undefined) wanted.push(eq(outputs.layer, filter.layer))
  if (filter.free) wanted.push(isFree())
  const order = [asc(outputs.createdHeight), sql`${outputs.amount} desc`, outputs.txid, outputs.index]
  return db
    .select()
    .from(outputs)
    .where(and(...wanted))
    .orderBy(...order)
}

/** Value under this very script that nothing has chosen yet, the largest first: the reserve's, whose script has no one key. */
export function freeValueUnder(db: DbOrTransaction, script: Uint8Array): Promise<UnspentOutput[]> {
  const standard = parseStandard(script)
  const keyHash = standard?.name === 'key-hash' ? toHex(standard.hash) : undefined
  const place = [
    keyHash === undefined ? isNull(outputs.keyHash) : eq(outputs.keyHash, keyHash),
    standard === undefined ? isNull(outputs.standard) : eq(outputs.standard, standard.name),
  ]
  const value = [
    eq(outputs.script, script),
    eq(outputs.element, VALUE),
    isNull(outputs.spentHeight),
    isFree(),
  ]
  return db
    .select()
    .from(outputs)
    .where(and(...place, ...value))
    .orderBy(sql`${outputs.amount} desc`, outputs.txid, outputs.index)
}

/**
 * Not named by an open act nor by a submission that is not in a block yet. A restructuring that the creditor keeps holds nothing
 * back: its lots can be repaid until both have signed. How long people have to sign an act is the portal's own matter, so the
 * database's clock ends it: it says which coins a draft chooses, and nothing of what the ledger takes.
 */
export function isFree(): SQL {
  const name = sql`array[${outputs.txid} || ':' || ${outputs.index}]`
  return sql`not exists (select 1 from ${submissions} s
      where s.outpoints @> ${name} and s.state in ('queued', 'submitted'))
    and not exists (select 1 from ${acts} a
      where a.outpoints @> ${name} and a.status in ('open', 'complete') and a.expires_at > now()
      and a.kind <> 'credit.restructure')`
}

export type Balance = {
  readonly keyHash: string
  readonly layer: Layer
  readonly element: Element
  readonly amount: bigint
  readonly outputs: number
}

/** Unspent sums of each key hash, layer and element. */
export async function balances(db: DbOrTransaction, keyHashes: readonly string[]): Promise<Balance[]> {
  if (keyHashes.length === 0) return []
  const rows = await db
    .select({
      keyHash: outputs.keyHash,
      layer: outputs.layer,
      element: outputs.element,
      amount: sql<string>`sum(${outputs.amount})`,
      outputs: count(),
    })
    .from(outputs)
    .where(and(inArray(outputs.keyHash, [...keyHashes]), isNull(outputs.spentHeight)))
    .groupBy(outputs.keyHash, outputs.layer, outputs.element)
    .orderBy(outputs.keyHash, outputs.layer, outputs.element)
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }) as Balance)
}

/** Sums of all that is unspent, for each layer and element that has any. */
export async function totals(
  db: DbOrTransaction,
): Promise<{ layer: Layer; element: Element; amount: bigint; outputs: number }[]> {
  const rows = await db
    .select({
      layer: outputs.layer,
      element: outputs.element,
      amount: sql<string>`sum(${outputs.amount})`,
      outputs: count(),
    })
    .from(outputs)
    .where(isNull(outputs.spentHeight))
    .groupBy(outputs.layer, outputs.element)
    .orderBy(outputs.layer, outputs.element)
  return rows.map((row) => ({
    layer: row.layer as Layer,
    element: row.element as Element,
    amount: BigInt(row.amount),
    outputs: row.outputs,
  }))
}

import { hash160, toHex } from '@vc/crypto'
import { and, desc, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { blocks, inputs, outputs, records, transactions } from '../schema/chain.ts'
import { memberships, organisations, passkeys, sealedSeeds } from '../schema/identity.ts'
import { across } from '../walls/scope.ts'
import { isSoftwareKey } from './is-software.ts'

export type TransactionRow = typeof transactions.$inferSelect
export type OutputRow = typeof outputs.$inferSelect
export type RecordRow = typeof records.$inferSelect
/** What an input names, with how it names it: spent or only read. */
export type NamedOutputRow = OutputRow & { readonly inputIndex: number; readonly reads: boolean }

/** Blocks below a height, the newest first. */
export function blocksBelow(db: DbOrTransaction, below: number, count: number) {
  return db.select().from(blocks).where(lt(blocks.height, below)).orderBy(desc(blocks.height)).limit(count)
}

/** A block by height or hash. */
export async function findBlock(db: DbOrTransaction, at: number | string) {
  const which = typeof at === 'number' ? eq(blocks.height, at) : eq(blocks.hash, at)
  const [row] = await db.select().from(blocks).where(which)
  return row
}

/** The transactions of a block in their order. */
export function transactionsOf(db: DbOrTransaction, height: number): Promise<TransactionRow[]> {
  return db.select().from(transactions).where(eq(transactions.height, height)).orderBy(transactions.index)
}

/** A transaction with what it names and what it wrote. */
export async function findTransaction(db: DbOrTransaction, txid: string) {
  const [transaction] = await db.select().from(transactions).where(eq(transactions.txid, txid))
  if (transaction === undefined) return undefined
  const written = await db.select().from(outputs).where(eq(outputs.txid, txid)).orderBy(outputs.index)
  const [record] = await db.select().from(records).where(eq(records.txid, txid))
  return { transaction, named: await namedBy(db, txid), written, record }
}

async function namedBy(db: DbOrTransaction, txid: string): Promise<NamedOutputRow[]> {
  const rows = await db
    .select({ inputIndex: inputs.index, reads: inputs.reads, output: outputs })
    .from(inputs)
    .innerJoin(outputs, and(eq(outputs.txid, inputs.outputTxid), eq(outputs.index, inputs.outputIndex)))
    .where(eq(inputs.txid, txid))
    .orderBy(inputs.index)
  return rows.map(({ output, ...how }) => ({ ...output, ...how }))
}

/** What stands under a key hash: the newest outputs first, and the sums of what is unspent by layer and element. */
export async function accountAt(db: DbOrTransaction, keyHash: string, count: number) {
  const rows = await db
    .select()
    .from(outputs)
    .where(eq(outputs.keyHash, keyHash))
    .orderBy(desc(outputs.createdHeight), outputs.txid, outputs.index)
    .limit(count)
  const sums = await db
    .select({ layer: outputs.layer, element: outputs.element, sum: sql<string>`sum(${outputs.amount})` })
    .from(outputs)
    .where(and(eq(outputs.keyHash, keyHash), sql`${outputs.spentHeight} is null`))
    .groupBy(outputs.layer, outputs.element)
    .orderBy(outputs.layer, outputs.element)
  return { outputs: rows, unspent: sums.map((row) => ({ ...row, sum: BigInt(row.sum) })) }
}

/** What stands unspent under keys, by layer and element. */
export async function heldByKeys(db: DbOrTransaction, keyHashes: readonly string[]) {
  const { keyHash, layer, element, amount } = outputs
  const sums = await db
    .select({ keyHash, layer, element, sum: sql<string>`sum(${amount})` })
    .from(outputs)
    .where(and(inArray(keyHash, [...keyHashes]), sql`${outputs.spentHeight} is null`))
    .groupBy(keyHash, layer, element)
    .orderBy(keyHash, layer, element)
  return sums.map((row) => ({ ...row, sum: BigInt(row.sum) }))
}

/** All that was ever written for a pair, the newest first. */
export function recordHistory(db: DbOrTransaction, table: string, key: string): Promise<RecordRow[]> {
  return db
    .select()
    .from(records)
    .where(and(eq(records.table, table), eq(records.key, key)))
    .orderBy(desc(records.height), desc(records.index))
    .limit(500)
}

/** Records whose key is these bytes or begins with them. */
export function recordsByKey(db: DbOrTransaction, key: string): Promise<RecordRow[]> {
  return db
    .select()
    .from(records)
    .where(and(sql`starts_with(${records.key}, ${key})`, eq(records.newest, true)))
    .orderBy(records.table, records.key)
    .limit(50)
}

/** Outputs by name; an output that is not there is left out. */
export function outputsAt(db: DbOrTransaction, names: readonly { txid: string; index: number }[]) {
  if (names.length === 0) return Promise.resolve([])
  const which = names.map(({ txid, index }) => and(eq(outputs.txid, txid), eq(outputs.index, index)))
  return db
    .select()
    .from(outputs)
    .where(or(...which))
}

/** An organisation under whose keys outputs stand, and whether no hardware keeps the key. */
export type KeyOwner = {
  readonly keyHash: string
  readonly name: string
  readonly nameZh: string
  readonly isSoftware: boolean
}

/** Whose key hashes these are: organisations of debt keys (sealed seeds) and of people's act keys. */
export async function ownersOf(db: DbOrTransaction, keyHashes: readonly string[]): Promise<KeyOwner[]> {
  if (keyHashes.length === 0) return []
  const wanted = new Set(keyHashes)
  return across(db, async (all) => {
    const acting = (await actorsOf(all)).filter(({ keyHash }) => wanted.has(keyHash))
    return [...(await holdersOf(all, keyHashes)), ...acting]
  })
}

const names = { name: organisations.name, nameZh: organisations.nameZh }

/** A seed is of software when whatever it is sealed to is. */
function holdersOf(db: DbOrTransaction, keyHashes: readonly string[]): Promise<KeyOwner[]> {
  const keyHash = sql<string>`encode(${sealedSeeds.debtKeyHash}, 'hex')`
  const isSoftware = sql<boolean>`coalesce(bool_or(${isSoftwareKey}), false)`
  return db
    .select({ keyHash, ...names, isSoftware })
    .from(sealedSeeds)
    .innerJoin(organisations, eq(organisations.id, sealedSeeds.organisationId))
    .leftJoin(passkeys, eq(passkeys.credentialId, sealedSeeds.credentialId))
    .where(inArray(keyHash, [...keyHashes]))
    .groupBy(sealedSeeds.debtKeyHash, organisations.id)
}

async function actorsOf(db: DbOrTransaction): Promise<KeyOwner[]> {
  const rows = await db
    .selectDistinct({ actKey: passkeys.actKey, ...names, isSoftware: isSoftwareKey })
    .from(passkeys)
    .innerJoin(memberships, eq(memberships.personId, passkeys.personId))
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .where(isNotNull(passkeys.actKey))
  return rows.flatMap(({ actKey, ...rest }) =>
    actKey === null ? [] : [{ keyHash: toHex(hash160(actKey)), ...rest }],
  )
}

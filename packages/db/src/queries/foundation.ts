import type { Agent } from '@vc/admission'
import { fromHex, hash160, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  CREDIT,
  decodeTransaction,
  GROUP,
  MANAGEMENT,
  parseAgent,
  parseMember,
  type RosterHistory,
  rostersOf,
} from '@vc/ledger'
import { and, arrayOverlaps, asc, eq, gte, inArray, isNull, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outputs, records, transactions } from '../schema/chain.ts'
import { submissions } from '../schema/queue.ts'
import { unpaidGivenBy } from './credit.ts'
import { isFree } from './unspent.ts'

const MOST_BYTES = 4_000_000

/** The foundation groups with all that ever happened to their rosters, out of the projected group transactions alone. */
export async function foundationGroups(db: DbOrTransaction): Promise<readonly RosterHistory[]> {
  const rows = await db
    .select({ bytes: transactions.bytes, height: transactions.height })
    .from(transactions)
    .where(eq(transactions.kind, GROUP))
    .orderBy(asc(transactions.height), asc(transactions.index))
  return rostersOf(
    rows.map(({ bytes, height }) => {
      const read = decodeTransaction(bytes, MOST_BYTES)
      return { transaction: must(read.ok ? read.value : undefined, 'a projected transaction'), height }
    }),
  )
}

/** What a transaction wrote, spent or not, in order: of a group transaction its roster and its credit source. */
export function writtenBy(db: DbOrTransaction, txid: string) {
  return db.select().from(outputs).where(eq(outputs.txid, txid)).orderBy(asc(outputs.index))
}

/** Every pair of table `agent`, those struck off too (with an empty value), the oldest first. */
export function agentRecords(db: DbOrTransaction) {
  return db
    .select()
    .from(records)
    .where(and(eq(records.table, 'agent'), eq(records.newest, true)))
    .orderBy(asc(records.height), asc(records.index))
}

/** Every member of the network there ever was, by the key of its node: the newest record, undefined where it was deleted. */
export async function networkMembers(db: DbOrTransaction) {
  const rows = await db
    .select()
    .from(records)
    .where(and(eq(records.table, 'member'), eq(records.newest, true)))
    .orderBy(asc(records.height), asc(records.index))
  return rows.map((row) => ({ ...row, member: parseMember(row.value) }))
}

/** The agents on the ledger's list with what each can draw on and has given; amounts in smallest units. */
export async function listedAgents(db: DbOrTransaction): Promise<readonly Agent[]> {
  const held = await managementCredit(db)
  const agents: Agent[] = []
  for (const { key, value } of await agentRecords(db)) {
    const record = parseAgent(value)
    if (!record) continue
    const keyHash = toHex(hash160(fromHex(key)))
    const given = await unpaidGivenBy(db, keyHash)
    const { ceiling, powers, parent } = record
    agents.push({ key, parent: toHex(parent), ceiling, powers, held: held.get(keyHash) ?? 0n, given })
  }
  return agents
}

/** What stands to keys that were struck off: credit that nothing can draw on any more, and debts that are unpaid still. */
export async function leftToStruck(db: DbOrTransaction, keys: readonly string[]) {
  const held = await managementCredit(db)
  const hashes = keys.map((key) => [key, toHex(hash160(fromHex(key)))] as const)
  const left = await Promise.all(
    hashes.map(async ([key, hash]) => {
      const given = await unpaidGivenBy(db, hash)
      return [key, { held: held.get(hash) ?? 0n, given }] as const
    }),
  )
  return new Map(left)
}

/** Unspent management credit by the key hash that holds it. */
async function managementCredit(db: DbOrTransaction): Promise<ReadonlyMap<string, bigint>> {
  const unspent = and(eq(outputs.element, CREDIT), eq(outputs.layer, MANAGEMENT), isNull(outputs.spentHeight))
  const rows = await db
    .select({ keyHash: outputs.keyHash, sum: sql<string>`sum(${outputs.amount})` })
    .from(outputs)
    .where(unspent)
    .groupBy(outputs.keyHash)
  return new Map(
    rows.flatMap(({ keyHash, sum }) => (keyHash === null ? [] : [[keyHash, BigInt(sum)] as const])),
  )
}

/** Free management credit of at least so much, the smallest first: of this key hash, or of groups of keys. */
export function freeManagementCredit(db: DbOrTransaction, least: bigint, keyHash: string | null) {
  const whose = keyHash === null ? isNull(outputs.keyHash) : eq(outputs.keyHash, keyHash)
  return db
    .select()
    .from(outputs)
    .where(
      and(
        ...[eq(outputs.element, CREDIT), eq(outputs.layer, MANAGEMENT), isNull(outputs.spentHeight), whose],
        ...[gte(outputs.amount, least), isFree()],
      ),
    )
    .orderBy(asc(outputs.amount), outputs.txid, outputs.index)
}

/** Whether a submission on its way names one of these outputs. */
export async function areUnderWay(
  db: DbOrTransaction,
  rows: readonly { readonly txid: string; readonly index: number }[],
): Promise<boolean> {
  const names = rows.map(({ txid, index }) => `${txid}:${index}`)
  const [found] = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(arrayOverlaps(submissions.outpoints, names), inArray(submissions.state, ['queued', 'submitted'])),
    )
    .limit(1)
  return found !== undefined
}

import { type BallotMember, ballotMembers, decodeBallotDescriptor, decodeDescriptor, toHex } from '@vc/crypto'
import { type DbTransaction, schema } from '@vc/db'
import { COLLECTIVE_LIST } from '@vc/ledger'
import { and, eq, sql } from 'drizzle-orm'
import type { BlockRows } from './block-rows.ts'

const { collectiveSeats, collectiveVersions, records } = schema
type Version = typeof collectiveVersions.$inferInsert
const CHUNK = 1000

/**
 * Writes the descriptors of collectives that a block brings, and the seats of every one whose list of members is whole
 * now, in the caller's transaction. Lists come before descriptors as a rule; one that comes later seats its members then.
 */
export async function projectCollectives(
  tx: DbTransaction,
  { block, records: rows }: BlockRows,
): Promise<void> {
  const versions = rows.filter(({ table }) => table === 'collective').map(versionOf)
  if (versions.length > 0) await tx.insert(collectiveVersions).values(versions)
  const hasList = rows.some(({ table }) => table === COLLECTIVE_LIST)
  for (const version of hasList ? await unseated(tx) : versions) await seat(tx, version, block.height)
}

function versionOf({ height, index, txid, key, value }: BlockRows['records'][number]): Version {
  const place = { height, index, txid, ledgerId: key, descriptor: value }
  const ballot = decodeBallotDescriptor(value)
  if (ballot) {
    const { count, weight, threshold } = ballot
    return { ...place, kind: 2, members: count, weight: BigInt(weight), threshold: BigInt(threshold) }
  }
  const accumulated = decodeDescriptor(value)
  const { weight, threshold } = accumulated ?? { weight: 0n, threshold: 0n }
  return { ...place, kind: accumulated ? 1 : 0, members: null, weight, threshold }
}

/** Descriptors of VCB1 whose members are not known yet. */
async function unseated(tx: DbTransaction): Promise<readonly Version[]> {
  const { height, index, kind } = collectiveVersions
  const isSeated = sql`exists (select 1 from ${collectiveSeats} s
    where s.height = ${height} and s.index = ${index})`
  return tx
    .select()
    .from(collectiveVersions)
    .where(and(eq(kind, 2), sql`not ${isSeated}`))
    .orderBy(height, index)
}

async function seat(tx: DbTransaction, version: Version, seatedHeight: number): Promise<void> {
  const { height, index, ledgerId } = version
  const members = await listedMembers(tx, version.descriptor)
  const seats = members.map(({ key, weight, owner }, position) => ({
    ...{ height, index, position, seatedHeight, ledgerId },
    ...{ key: toHex(key), weight: BigInt(weight), owner: toHex(owner) },
  }))
  for (let at = 0; at < seats.length; at += CHUNK)
    await tx.insert(collectiveSeats).values(seats.slice(at, at + CHUNK))
}

/** The members that a descriptor's list on the ledger names; none while a part of it is missing. */
export async function listedMembers(
  tx: DbTransaction,
  descriptor: Uint8Array,
): Promise<readonly BallotMember[]> {
  const read = decodeBallotDescriptor(descriptor)
  if (!read) return []
  const parts = new Map<string, Uint8Array>()
  for (let link = toHex(read.root); ; ) {
    const value = await partAt(tx, link)
    if (!value || parts.has(link)) break
    parts.set(link, value)
    link = toHex(value.subarray(0, 32))
  }
  return ballotMembers(read, (link) => parts.get(toHex(link))) ?? []
}

async function partAt(tx: DbTransaction, link: string): Promise<Uint8Array | undefined> {
  const [row] = await tx
    .select({ value: records.value })
    .from(records)
    .where(and(eq(records.table, COLLECTIVE_LIST), eq(records.key, link)))
    .limit(1)
  return row?.value
}

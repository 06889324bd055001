import { Reader } from '../codec/reader.ts'
import { Writer } from '../codec/writer.ts'

export const ACCOUNT_ACTIVE = 1
/** Powers of an agent (ledger.md 11). */
export const POWER_ADMIT = 1
export const POWER_CREDIT = 2
export const POWER_APPOINT = 4
/** Roles of a node member (consensus.md 4). */
export const ROLE_PRODUCER = 1
export const ROLE_VOTER = 2
export const ROLE_REGULATOR = 4

export type AccountRecord = {
  readonly debtKeyHash: Uint8Array
  readonly commitment: Uint8Array
  /** 1 active; at most 3. */
  readonly status: number
  readonly agent: Uint8Array
}
export type AgentRecord = {
  /** Key of the agent that appointed this one; empty: the admission group. */
  readonly parent: Uint8Array
  /** Smallest units of credit. */
  readonly ceiling: bigint
  readonly powers: number
}
export type MemberRecord = {
  readonly certificateHash: Uint8Array
  readonly stakeKey: Uint8Array
  readonly roles: number
}
export type ChainRecord = {
  readonly genesis: Uint8Array
  readonly level: number
  readonly keys: readonly Uint8Array[]
}
export type AnchorRecord = { readonly height: bigint; readonly hash: Uint8Array }

/** Value of table `account`: debt key hash 20 | commitment 32 | status u8 | agent varbytes; undefined when it is not. */
export function parseAccount(value: Uint8Array): AccountRecord | undefined {
  return parsed(value, (reader): AccountRecord | undefined => {
    const debtKeyHash = reader.bytes(20)
    const commitment = reader.bytes(32)
    const status = reader.u8()
    const agent = reader.varbytes()
    return status <= 3 ? { debtKeyHash, commitment, status, agent } : undefined
  })
}

/** Value of table `agent`: parent varbytes | ceiling u64 | powers u8 of 1 to 7. */
export function parseAgent(value: Uint8Array): AgentRecord | undefined {
  return parsed(value, (reader): AgentRecord | undefined => {
    const parent = reader.varbytes()
    const ceiling = reader.u64()
    const powers = reader.u8()
    return powers >= 1 && powers <= 7 ? { parent, ceiling, powers } : undefined
  })
}

/** Value of table `member`: organisation certificate hash 32 | stake key 32 | roles u8. */
export function parseMember(value: Uint8Array): MemberRecord | undefined {
  return parsed(value, (reader) => {
    const certificateHash = reader.bytes(32)
    const stakeKey = reader.bytes(32)
    return { certificateHash, stakeKey, roles: reader.u8() }
  })
}

/** Value of table `chain`: genesis 32 | level u8 | at most 64 authority keys varbytes. */
export function parseChain(value: Uint8Array): ChainRecord | undefined {
  return parsed(value, (reader) => {
    const genesis = reader.bytes(32)
    const level = reader.u8()
    const count = reader.compactSize()
    if (count > 64) return undefined
    return { genesis, level, keys: Array.from({ length: count }, () => reader.varbytes()) }
  })
}

/** Value of table `anchor`: height u64 | checkpoint hash 32. */
export function parseAnchor(value: Uint8Array): AnchorRecord | undefined {
  return parsed(value, (reader) => {
    const height = reader.u64()
    return { height, hash: reader.bytes(32) }
  })
}

/** Writes what `parseAccount` reads. */
export function encodeAccount(record: AccountRecord): Uint8Array {
  const writer = new Writer(64).bytes(record.debtKeyHash).bytes(record.commitment)
  return writer.u8(record.status).varbytes(record.agent).finish()
}

/** Writes what `parseAgent` reads. */
export function encodeAgent(record: AgentRecord): Uint8Array {
  return new Writer(64).varbytes(record.parent).u64(record.ceiling).u8(record.powers).finish()
}

/** Writes what `parseMember` reads. */
export function encodeMember(record: MemberRecord): Uint8Array {
  return new Writer(65).bytes(record.certificateHash).bytes(record.stakeKey).u8(record.roles).finish()
}

/** Writes what `parseChain` reads. */
export function encodeChain(record: ChainRecord): Uint8Array {
  const writer = new Writer(128).bytes(record.genesis).u8(record.level).compactSize(record.keys.length)
  for (const key of record.keys) writer.varbytes(key)
  return writer.finish()
}

/** Writes what `parseAnchor` reads. */
export function encodeAnchor(record: AnchorRecord): Uint8Array {
  return new Writer(40).u64(record.height).bytes(record.hash).finish()
}

/** Is this a value of the table (ledger.md 11)? An empty one deletes; tables that are not reserved take anything. */
export function isRecordValue(table: string, value: Uint8Array): boolean {
  if (value.length === 0) return true
  if (table === 'account') return parseAccount(value) !== undefined
  if (table === 'agent') return parseAgent(value) !== undefined
  if (table === 'member') return parseMember(value) !== undefined
  if (table === 'chain') return parseChain(value) !== undefined
  if (table === 'anchor') return parseAnchor(value) !== undefined
  return table !== 'collective' || isDescriptor(value)
}

function isDescriptor(value: Uint8Array): boolean {
  return (value[0] === 1 && value.length === 297) || (value[0] === 2 && value.length === 45)
}

function parsed<T>(value: Uint8Array, read: (reader: Reader) => T | undefined): T | undefined {
  const reader = new Reader(value)
  const record = read(reader)
  reader.end()
  return reader.failure === undefined ? record : undefined
}

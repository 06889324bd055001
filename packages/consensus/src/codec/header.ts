import { hash256, taggedHash } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type DecodeCode, type Outpoint, Reader, Writer } from '@vc/ledger'

/** What a block says of itself (consensus.md 2). Hashes in byte order, times in seconds, amounts in smallest units. */
export type Header = {
  readonly version: number
  readonly height: number
  readonly prevHash: Uint8Array
  /** Start of the slot, seconds since 1970. */
  readonly time: number
  readonly bits: number
  readonly txRoot: Uint8Array
  readonly witnessRoot: Uint8Array
  readonly extRoot: Uint8Array
  readonly stateHash: Uint8Array
  readonly configId: Uint8Array
  readonly beaconHash: Uint8Array
  readonly stakeTxid: Uint8Array
  readonly stakeIndex: number
  readonly stakeAmount: bigint
  readonly producerKey: Uint8Array
  readonly reveal: Uint8Array
  /** Unspent value, credit, debt of the management, debt and circulation layers: nine sums. */
  readonly totals: readonly bigint[]
  /** Ids of configuration proposals voted for, ascending. */
  readonly ballots: readonly Uint8Array[]
  readonly signature: Uint8Array
}

export type BlockReader = Reader<DecodeCode>
export const ZERO_HASH: Uint8Array = new Uint8Array(32)
/** The stake index of genesis and of a proof-of-burn block. */
export const NO_STAKE = 0xffff_ffff
const mostBallots = 4

/** The outpoint of the stake that won. */
export function stakeOf(header: Header): Outpoint {
  return { txid: header.stakeTxid, index: header.stakeIndex }
}

/** How many bytes `encodeHeader` gives. */
export const headerSize = ({ ballots }: Header): number => 485 + 32 * ballots.length

/** Bytes of a header with its signature: 485 to 613. */
export function encodeHeader(header: Header): Uint8Array {
  const writer = new Writer(640)
  writeHeader(writer, header)
  return writer.finish()
}

export function writeHeader(writer: Writer, header: Header): void {
  writeUnsigned(writer, header)
  writer.bytes(header.signature)
}

const hashes = new WeakMap<Header, Uint8Array>()

/** The block hash, 32 bytes: `H` of the header without its signature. */
export function blockHash(header: Header): Uint8Array {
  const known = hashes.get(header)
  if (known !== undefined) return known
  const hash = hash256(encodeUnsigned(header))
  hashes.set(header, hash)
  return hash
}

/** Bytes of a header without its signature: 421 and 32 for each ballot. */
export function encodeUnsigned(header: Header): Uint8Array {
  const writer = new Writer(640)
  writeUnsigned(writer, header)
  return writer.finish()
}

/** What the producer signs: `tag("vdn/block", block hash)`, 32 bytes. */
export function blockMessage(hash: Uint8Array): Uint8Array {
  return taggedHash('vdn/block', hash)
}

/** Reads one header and nothing else; undefined when it does not parse. */
export function decodeHeader(bytes: Uint8Array): Header | undefined {
  const reader: BlockReader = new Reader(bytes)
  const header = readHeader(reader)
  reader.end()
  return reader.failure === undefined ? header : undefined
}

/** The same header in memory of its own: for one that stays, since one that was read keeps its whole block. */
export function headerInOwnMemory(header: Header): Header {
  return must(decodeHeader(encodeHeader(header)), 'what was written is read')
}

export function readHeader(reader: BlockReader): Header {
  const version = reader.u32()
  const height = reader.u32()
  const prevHash = reader.bytes(32)
  const time = reader.u32()
  const bits = reader.u32()
  const [txRoot, witnessRoot, extRoot] = [reader.bytes(32), reader.bytes(32), reader.bytes(32)]
  const [stateHash, configId, beaconHash] = [reader.bytes(32), reader.bytes(32), reader.bytes(32)]
  const stakeTxid = reader.bytes(32)
  const stakeIndex = reader.u32()
  const stakeAmount = reader.u64()
  const producerKey = reader.bytes(32)
  const reveal = reader.bytes(32)
  const totals: bigint[] = []
  while (totals.length < 9) totals.push(reader.u64())
  const ballots = readBallots(reader)
  const roots = { txRoot, witnessRoot, extRoot, stateHash, configId, beaconHash }
  const stake = { stakeTxid, stakeIndex, stakeAmount, producerKey, reveal }
  const signature = reader.bytes(64)
  return { version, height, prevHash, time, bits, ...roots, ...stake, totals, ballots, signature }
}

function readBallots(reader: BlockReader): readonly Uint8Array[] {
  const at = reader.at
  const count = reader.u8()
  if (count > mostBallots) reader.fail('count', at)
  return Array.from({ length: Math.min(count, mostBallots) }, () => reader.bytes(32))
}

function writeUnsigned(writer: Writer, header: Header): void {
  writer.u32(header.version).u32(header.height).bytes(header.prevHash).u32(header.time).u32(header.bits)
  writer.bytes(header.txRoot).bytes(header.witnessRoot).bytes(header.extRoot)
  writer.bytes(header.stateHash).bytes(header.configId).bytes(header.beaconHash)
  writer.bytes(header.stakeTxid).u32(header.stakeIndex).u64(header.stakeAmount)
  writer.bytes(header.producerKey).bytes(header.reveal)
  for (const total of header.totals) writer.u64(total)
  writer.u8(header.ballots.length)
  for (const ballot of header.ballots) writer.bytes(ballot)
}

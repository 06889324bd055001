import {
  type Block,
  type BlockReader,
  blockHash,
  decodeBlock,
  type Header,
  readExtension,
  readHeader,
} from '@vc/consensus'
import { compareBytes, concatBytes, equalBytes, hash256, merkleRoot, sha256Into } from '@vc/crypto'
import { ok } from '@vc/kernel'
import {
  encodeTransaction,
  REWARD,
  Reader,
  readTransaction,
  type Transaction,
  Writer,
  wtxidOf,
} from '@vc/ledger'

/**
 * A block as gossip carries it (consensus.md 19): header and extension in full, the rewards, which no mempool holds,
 * and eight bytes for each other transaction, in their order.
 */
export type CompactBlock = {
  readonly header: Header
  readonly hash: Uint8Array
  /** Bytes of header and extension. */
  readonly head: Uint8Array
  readonly extension: Uint8Array
  readonly rewards: readonly Uint8Array[]
  readonly shortIds: readonly Uint8Array[]
}

const SHORT = 8
const MOST_REWARDS = 2

/** The first 8 bytes of SHA256(block hash ‖ wtxid). */
export function shortIdOf(block: Uint8Array, wtxid: Uint8Array): Uint8Array {
  named.set(block)
  named.set(wtxid, block.length)
  sha256Into(named, digest, 0)
  return digest.slice(0, SHORT)
}

/** Used again with each short id: all that waits is named anew for each block. */
const [named, digest] = [new Uint8Array(64), new Uint8Array(32)]

/**
 * The message for a block's bytes, which is one that this node holds as valid: with what they were read as, or the most
 * bytes (`maxBlockBytes`) to read.
 */
export function compactOf(bytes: Uint8Array, read: Block | number): Uint8Array | undefined {
  const decoded = typeof read === 'number' ? decodeBlock(bytes, read) : ok(read)
  if (!decoded.ok) return undefined
  const { transactions } = decoded.value
  const hash = blockHash(decoded.value.header)
  const rewards = transactions.filter(({ kind }) => kind === REWARD)
  const rest = transactions.filter(({ kind }) => kind !== REWARD)
  const writer = new Writer(4_096 + SHORT * rest.length).bytes(headOf(bytes, decoded.value))
  writer.compactSize(rewards.length)
  for (const reward of rewards) writer.varbytes(encodeTransaction(reward))
  writer.compactSize(rest.length)
  for (const transaction of rest) writer.bytes(shortIdOf(hash, wtxidOf(transaction)))
  return writer.finish()
}

/** The bytes before the transactions: everything but their count and themselves. */
function headOf(bytes: Uint8Array, { transactions }: Block): Uint8Array {
  const size = transactions.reduce((sum, transaction) => sum + encodeTransaction(transaction).length, 0)
  const count = new Writer(16).compactSize(transactions.length).length
  return bytes.subarray(0, bytes.length - size - count)
}

/** Reads a message of topic `block`; undefined when it is none. */
export function readCompact(message: Uint8Array): CompactBlock | undefined {
  const reader: BlockReader = new Reader(message)
  const header = readHeader(reader)
  const from = reader.at
  readExtension(reader)
  const head = reader.since(0)
  const extension = reader.since(from)
  const rewards = times(reader.compactSize(MOST_REWARDS, 'count'), reader, () => reader.varbytes())
  const shortIds = times(reader.compactSize(), reader, () => reader.bytes(SHORT))
  reader.end()
  if (reader.failure !== undefined) return undefined
  return { header, hash: blockHash(header), head, extension, rewards, shortIds }
}

function times(count: number, reader: BlockReader, read: () => Uint8Array): readonly Uint8Array[] {
  const list: Uint8Array[] = []
  while (list.length < count && reader.failure === undefined) list.push(read())
  return list
}

/** A block put together, with those of its transactions that this node had read before, by their places. */
export type Rebuilt = {
  readonly bytes: Uint8Array
  readonly known: readonly (Transaction | undefined)[]
}

/** Puts the block together of transactions, those read before as such; undefined when they are not those of the header. */
export function rebuilt(
  block: CompactBlock,
  transactions: readonly (Uint8Array | Transaction)[],
): Rebuilt | undefined {
  const all = [...block.rewards, ...transactions]
  const ids = all.map((one) => (one instanceof Uint8Array ? hash256(one) : wtxidOf(one)))
  if (!equalBytes(merkleRoot(ids), block.header.witnessRoot)) return undefined
  const count = new Writer(16).compactSize(all.length).finish()
  const parts = all.map((one) => (one instanceof Uint8Array ? one : encodeTransaction(one)))
  const known = all.map((one) => (one instanceof Uint8Array ? undefined : one))
  return { bytes: concatBytes(block.head, count, ...parts), known }
}

/** The transactions of a block that are no rewards, as `parts` names them by their places; undefined when it is none. */
export function restOf(bytes: Uint8Array, limit: number): readonly Uint8Array[] | undefined {
  const decoded = decodeBlock(bytes, limit)
  if (!decoded.ok) return undefined
  const rest = decoded.value.transactions.filter(({ kind }) => kind !== REWARD)
  return rest.map((one) => encodeTransaction(one))
}

/** Transactions one after the other, cut into what is judged together: single ones, and whole bundles. */
export function readTransactions(message: Uint8Array): readonly (readonly Uint8Array[])[] | undefined {
  const reader: BlockReader = new Reader(message)
  const groups: { readonly bundle: Uint8Array; readonly legs: Uint8Array[] }[] = []
  while (reader.left > 0 && reader.failure === undefined) {
    const from = reader.at
    const { bundle } = readTransaction(reader)
    const bytes = reader.since(from)
    const last = groups.at(-1)
    const joins = last && bundle.some((byte) => byte !== 0) && compareBytes(last.bundle, bundle) === 0
    if (joins) last.legs.push(bytes)
    else groups.push({ bundle, legs: [bytes] })
  }
  if (reader.failure !== undefined || groups.length === 0) return undefined
  return groups.map(({ legs }) => legs)
}

import { blockHash, decodeHeader, encodeHeader, type Header } from '@vc/consensus'
import { utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type Changes, Reader, Writer } from '@vc/ledger'
import type { Store, Write } from '../storage/store.ts'

export type Head = { readonly height: number; readonly hash: Uint8Array; readonly header: Header }

const HEAD = utf8('head')
/** Headers kept decoded: fork rules ask for recent ones again and again. */
const RECENT = 1_024

/** Reads what the store holds of the chain: blocks by hash, headers by height, where transactions stand. */
export function chainStore(store: Store) {
  const recent = new Map<string, Header>()
  const header = (hash: Uint8Array): Header | undefined => {
    const name = latin(hash)
    const known = recent.get(name)
    if (known) return known
    const found = decoded(store.get('header', hash))
    if (found) remember(recent, name, found)
    return found
  }
  const hashAt = (height: number) => store.get('index', be32(height))
  return {
    head: (): Head | undefined => {
      const hash = store.get('meta', HEAD)
      const found = hash && must(header(hash), 'the head has its header')
      return found && { height: found.height, hash: blockHash(found), header: found }
    },
    header,
    /** What is no longer in the store. */
    forget: (hashes: readonly Uint8Array[]) => {
      for (const hash of hashes) recent.delete(latin(hash))
    },
    hashAt,
    bytesOf: (hash: Uint8Array) => store.get('block', hash),
    heightOfTransaction: (txid: Uint8Array): number | undefined => {
      const bytes = store.get('transaction', txid)
      return bytes && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
    },
    undoAt: (height: number): Changes | undefined => {
      const bytes = store.get('undo', be32(height))
      return bytes && decodeChanges(bytes)
    },
  }
}
export type ChainStore = ReturnType<typeof chainStore>

/** Everything that one block adds apart from the state: one batch, for one commit with the state's. */
export function blockWrites(block: {
  readonly header: Header
  readonly bytes: Uint8Array
  readonly txids: readonly Uint8Array[]
  readonly undo: Changes
}): Write[] {
  const height = be32(block.header.height)
  const hash = blockHash(block.header)
  return [
    { space: 'block', key: hash, value: block.bytes },
    { space: 'header', key: hash, value: encodeHeader(block.header) },
    { space: 'index', key: height, value: hash },
    { space: 'undo', key: height, value: encodeChanges(block.undo) },
    ...block.txids.map((txid): Write => ({ space: 'transaction', key: txid, value: height })),
    headWrite(hash),
  ]
}

/** Makes a block that is at hand with its state the head. */
export const headWrite = (hash: Uint8Array): Write => ({ space: 'meta', key: HEAD, value: hash })

/** Takes a block off the head: its place in the indexes goes, its bytes stay. */
export function unblockWrites(header: Header, txids: readonly Uint8Array[]): Write[] {
  const height = be32(header.height)
  return [
    { space: 'index', key: height, value: undefined },
    { space: 'undo', key: height, value: undefined },
    ...txids.map((txid): Write => ({ space: 'transaction', key: txid, value: undefined })),
    headWrite(header.prevHash),
  ]
}

const latin = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** Written byte by byte: so short an array has no buffer of its own until somebody asks for it, which costs more. */
export const be32 = (height: number): Uint8Array =>
  Uint8Array.of(height >>> 24, height >>> 16, height >>> 8, height)

const decoded = (bytes: Uint8Array | undefined) =>
  bytes && must(decodeHeader(bytes), 'a stored header parses')

function remember(recent: Map<string, Header>, name: string, header: Header): void {
  recent.set(name, header)
  if (recent.size <= RECENT) return
  const [oldest] = recent.keys()
  if (oldest !== undefined) recent.delete(oldest)
}

/** count | (key varbytes, u8 there, value varbytes)… */
export function encodeChanges(changes: Changes): Uint8Array {
  const writer = new Writer(128 + 192 * changes.size).compactSize(changes.size)
  for (const [key, value] of changes) {
    writer.latin1(key).u8(value === undefined ? 0 : 1)
    if (value !== undefined) writer.varbytes(value)
  }
  return writer.finish()
}

export function decodeChanges(bytes: Uint8Array): Changes {
  const reader = new Reader(bytes)
  const changes = new Map<string, Uint8Array | undefined>()
  for (let left = reader.compactSize(); left > 0; left -= 1) {
    const key = latin(reader.varbytes())
    changes.set(key, reader.u8() === 1 ? reader.varbytes() : undefined)
  }
  return changes
}

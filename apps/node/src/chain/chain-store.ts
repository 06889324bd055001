import { Reader, Writer } from '@vc/ledger'
import type { Store, Write } from '../storage/store.ts'

/** What the chain keeps of each height besides the block itself. */
export type IndexEntry = {
  readonly hash: Uint8Array
  /** The signed header. */
  readonly header: Uint8Array
  readonly mix: Uint8Array
  readonly stateHash: Uint8Array
}
export type HeadPointer = { readonly height: number; readonly hash: Uint8Array }

const HEAD = new Uint8Array(Buffer.from('head'))
const LATTICE = new Uint8Array(Buffer.from('lattice'))

const be32 = (height: number): Uint8Array => {
  const key = new Uint8Array(4)
  new DataView(key.buffer).setUint32(0, height)
  return key
}
const number = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

/** Where the chain stands in the store: blocks by hash, heights, transactions, head. */
export function chainStore(store: Store) {
  return {
    head: (): HeadPointer | undefined => {
      const bytes = store.get('meta', HEAD)
      return bytes && { height: number(bytes), hash: bytes.slice(4) }
    },
    lattice: (): Uint8Array | undefined => store.get('meta', LATTICE),
    entryAt: (height: number): IndexEntry | undefined => decodeEntry(store.get('index', be32(height))),
    bytesOf: (hash: Uint8Array): Uint8Array | undefined => store.get('block', hash)?.subarray(4),
    heightOf: (hash: Uint8Array): number | undefined => heightIn(store.get('block', hash)),
    heightOfTransaction: (txid: Uint8Array): number | undefined => heightIn(store.get('transaction', txid)),
  }
}
export type ChainStore = ReturnType<typeof chainStore>

/** Everything that one block adds apart from the state: one batch, for one commit. */
export function blockWrites(block: {
  readonly height: number
  readonly entry: IndexEntry
  readonly bytes: Uint8Array
  readonly txids: readonly Uint8Array[]
  readonly undo: Uint8Array
  readonly lattice: Uint8Array
}): Write[] {
  const height = be32(block.height)
  const { hash } = block.entry
  return [
    { space: 'block', key: hash, value: Buffer.concat([height, block.bytes]) },
    { space: 'index', key: height, value: encodeEntry(block.entry) },
    { space: 'undo', key: height, value: block.undo },
    ...block.txids.map((txid): Write => ({ space: 'transaction', key: txid, value: height })),
    { space: 'meta', key: LATTICE, value: block.lattice },
    { space: 'meta', key: HEAD, value: Buffer.concat([height, hash]) },
  ]
}

const heightIn = (bytes: Uint8Array | undefined) => bytes && number(bytes)

function encodeEntry({ hash, header, mix, stateHash }: IndexEntry): Uint8Array {
  return new Writer(800).bytes(hash).bytes(mix).bytes(stateHash).varbytes(header).finish()
}

function decodeEntry(bytes: Uint8Array | undefined): IndexEntry | undefined {
  if (!bytes) return undefined
  const reader = new Reader(bytes)
  const [hash, mix, stateHash] = [reader.bytes(32), reader.bytes(32), reader.bytes(32)]
  return { hash, mix, stateHash, header: reader.varbytes() }
}

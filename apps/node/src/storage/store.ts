/**
 * The node's one store: ordered keys, bytes as values, several spaces side by side. Reads answer at once; a
 * commit is atomic over all spaces and on disk when it returns. A value that no longer matches the hash kept
 * with it is rot: the store throws StorageRotError and the node stops.
 */
export const spaces = [
  'state',
  'block',
  'header',
  'index',
  'undo',
  'transaction',
  'mempool',
  'meta',
  'tree',
  'vote',
  'evidence',
  'document',
  'claim',
] as const
/**
 * state: entries of consensus.md 16 and their indexes; block, header: bytes by hash; index: hash by height; undo:
 * inverse change sets by height; transaction: txid → height; mempool: by order of arrival; meta: head, what the indexes list; tree: headers
 * above the final block by height and hash; vote: votes that may still count, by target height, key and hash; evidence: by
 * the key that it is against; document: configurations and proposals by id; claim: proofs of burn that no block has recorded
 * yet, by the height that they are for and their id.
 */
export type Space = (typeof spaces)[number]

/** `value` undefined takes the key away. */
export type Write = {
  readonly space: Space
  readonly key: Uint8Array
  readonly value: Uint8Array | undefined
}
export type Entry = readonly [key: Uint8Array, value: Uint8Array]

export type Store = {
  readonly get: (space: Space, key: Uint8Array) => Uint8Array | undefined
  /** Entries with start ≤ key < end in ascending order of bytes; without an end up to the last. */
  readonly range: (space: Space, start: Uint8Array, end?: Uint8Array) => Iterable<Entry>
  /** All or nothing, durable on return. Later writes of one key win. */
  readonly commit: (writes: readonly Write[]) => void
  readonly close: () => Promise<void>
}

/** What is on disk is not what was written. The node stops and says where. */
export class StorageRotError extends Error {
  readonly code = 'storage-rot'
  readonly space: Space
  readonly key: Uint8Array
  constructor(space: Space, key: Uint8Array) {
    super(`storage-rot in ${space} at ${Buffer.from(key).toString('hex')}`)
    this.name = 'StorageRotError'
    this.space = space
    this.key = key
  }
}

/** Bytes that a store's file has, and how many it may have. */
export type StoreSize = { readonly bytes: number; readonly most: number }

/** There is no room for what is to be written: nothing of it was. The node stops; its operator gives it more room. */
export class StoreFullError extends Error {
  readonly code = 'store-full'
  readonly size: StoreSize
  constructor(size: StoreSize) {
    super(`store-full: ${size.bytes} of ${size.most} bytes`)
    this.name = 'StoreFullError'
    this.size = size
  }
}

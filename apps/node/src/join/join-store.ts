import { blockHash, encodeHeader, type Header } from '@vc/consensus'
import { concatBytes, utf8 } from '@vc/crypto'
import { be32, chainStore } from '../chain/chain-store.ts'
import type { Store, Write } from '../storage/store.ts'

const TIP = utf8('join-tip')
const OFFER = utf8('join-offer')
const chunkKey = (digest: Uint8Array) => concatBytes(utf8('join-chunk '), digest)

/** What a node that joins has fetched so far. It is on disk: who is killed goes on where it was. */
export type JoinStore = {
  /** The height of the last header; 0: genesis alone. */
  readonly tip: () => number
  readonly headerAt: (height: number) => Header | undefined
  readonly headerOf: (hash: Uint8Array) => Header | undefined
  /** Headers that follow the last one. */
  readonly addHeaders: (headers: readonly Header[]) => void
  /** Lets go of all headers but genesis. */
  readonly dropHeaders: () => void
  /** The offer that chunks are fetched for. */
  readonly offer: () => Uint8Array | undefined
  readonly choose: (offer: Uint8Array) => void
  readonly chunk: (digest: Uint8Array) => Uint8Array | undefined
  readonly addChunk: (digest: Uint8Array, bytes: Uint8Array) => void
  readonly dropChunks: (digests: readonly Uint8Array[]) => void
  readonly block: (hash: Uint8Array) => Uint8Array | undefined
  readonly addBlock: (hash: Uint8Array, bytes: Uint8Array) => void
  /** The writes that take away everything that only joining needs. */
  readonly leftovers: (digests: readonly Uint8Array[]) => readonly Write[]
}

/** Over the store that becomes the node's: headers already lie where a chain has them. */
export function joinStore(store: Store, genesis: Header): JoinStore {
  const blocks = chainStore(store)
  const tip = () => {
    const bytes = store.get('meta', TIP)
    return bytes ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) : 0
  }
  if (tip() === 0) store.commit([...headerWrites(genesis), { space: 'meta', key: TIP, value: be32(0) }])
  const drop = (digests: readonly Uint8Array[]) =>
    digests.map((digest): Write => ({ space: 'meta', key: chunkKey(digest), value: undefined }))
  return {
    tip,
    headerAt: (height) => {
      const hash = blocks.hashAt(height)
      return hash && blocks.header(hash)
    },
    headerOf: blocks.header,
    addHeaders: (headers) => {
      const last = headers.at(-1)
      if (!last) return
      const writes = headers.flatMap(headerWrites)
      store.commit([...writes, { space: 'meta', key: TIP, value: be32(last.height) }])
    },
    dropHeaders: () => {
      const known = [...store.range('index', be32(1))]
      store.commit([
        { space: 'meta', key: TIP, value: be32(0) },
        ...known.map(([key]): Write => ({ space: 'index', key, value: undefined })),
        ...known.map(([, hash]): Write => ({ space: 'header', key: hash, value: undefined })),
      ])
      blocks.forget(known.map(([, hash]) => hash))
    },
    offer: () => store.get('meta', OFFER),
    choose: (offer) => store.commit([{ space: 'meta', key: OFFER, value: offer }]),
    chunk: (digest) => store.get('meta', chunkKey(digest)),
    addChunk: (digest, bytes) => store.commit([{ space: 'meta', key: chunkKey(digest), value: bytes }]),
    dropChunks: (digests) => store.commit(drop(digests)),
    block: blocks.bytesOf,
    addBlock: (hash, bytes) => store.commit([{ space: 'block', key: hash, value: bytes }]),
    leftovers: (digests) => [
      ...drop(digests),
      ...[TIP, OFFER].map((key): Write => ({ space: 'meta', key, value: undefined })),
    ],
  }
}

function headerWrites(header: Header): readonly Write[] {
  const hash = blockHash(header)
  return [
    { space: 'header', key: hash, value: encodeHeader(header) },
    { space: 'index', key: be32(header.height), value: hash },
  ]
}

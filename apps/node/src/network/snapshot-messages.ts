import { type Certificate, MOST_VOTERS, readCertificate, writeCertificate } from '@vc/consensus'
import { Writer } from '@vc/ledger'
import { list, whole } from './messages.ts'

/** Asks what snapshot there is, instead of a chunk of one. */
export const THE_OFFER = 0xffff_ffff
/** Of the newest snapshot. */
export const NEWEST = 0
/** Bytes of entries in a chunk. */
export const MOST_CHUNK = 1_048_576
const MOST_CHUNKS = 30_000
const MOST_ENTRIES = 100_000

export type SnapshotQuestion = { readonly height: number; readonly chunk: number }

/**
 * What a peer says of a snapshot that it has (consensus.md 16, 19, 20): of which final block, the SHA256 of each chunk, the
 * certificate that made a later block final, and whose signatures those are. `from`: `Snapshot` of @vc/consensus.
 */
export type SnapshotOffer = {
  readonly height: number
  readonly hash: Uint8Array
  readonly from: number
  readonly certificate: Certificate
  readonly voters: readonly Uint8Array[]
  readonly chunks: readonly Uint8Array[]
}

export const encodeSnapshotQuestion = ({ height, chunk }: SnapshotQuestion): Uint8Array =>
  new Writer(8).u32(height).u32(chunk).finish()

export const decodeSnapshotQuestion = (bytes: Uint8Array): SnapshotQuestion | undefined =>
  whole(bytes, (reader) => ({ height: reader.u32(), chunk: reader.u32() }))

export function encodeSnapshotOffer(offer: SnapshotOffer): Uint8Array {
  const { height, hash, from, certificate, voters, chunks } = offer
  const writer = new Writer(16_384 + 32 * chunks.length).u32(height).bytes(hash).u32(from)
  writeCertificate(writer, certificate)
  for (const hashes of [voters, chunks]) {
    writer.compactSize(hashes.length)
    for (const one of hashes) writer.bytes(one)
  }
  return writer.finish()
}

export const decodeSnapshotOffer = (bytes: Uint8Array): SnapshotOffer | undefined =>
  whole(bytes, (reader) => {
    const [height, hash, from] = [reader.u32(), reader.bytes(32), reader.u32()]
    const certificate = readCertificate(reader)
    const voters = list(reader, MOST_VOTERS, () => reader.bytes(32))
    return {
      height,
      hash,
      from,
      certificate,
      voters,
      chunks: list(reader, MOST_CHUNKS, () => reader.bytes(32)),
    }
  })

/** The entries of a chunk, in their order. */
export const decodeChunk = (bytes: Uint8Array): readonly Uint8Array[] | undefined =>
  whole(bytes, (reader) => list(reader, MOST_ENTRIES, () => reader.varbytes()))

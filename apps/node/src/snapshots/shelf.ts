import { concatBytes, sha256, utf8 } from '@vc/crypto'
import { be32 } from '../chain/chain-store.ts'
import {
  decodeSnapshotQuestion,
  encodeSnapshotOffer,
  NEWEST,
  type SnapshotQuestion,
  THE_OFFER,
} from '../network/snapshot-messages.ts'
import type { Store, Write } from '../storage/store.ts'
import type { BuiltSnapshot } from './build-snapshot.ts'

/** Who has begun with the one before the newest can go on. */
const KEPT = 2
const INDEX = utf8('snapshots')

/**
 * Keeps a snapshot for peers in a store of its own, chunk by chunk as it is made; it is offered when all are there, and
 * then the oldest goes. What somebody who was killed left of another goes first.
 */
export function shelve(shelf: Store, { offer, chunks }: BuiltSnapshot): void {
  dropUnoffered(shelf)
  const kept = [offer.height, ...heightsOf(shelf).filter((height) => height !== offer.height)]
  const gone = kept.slice(KEPT)
  const digests: Uint8Array[] = []
  for (const value of chunks) {
    shelf.commit([{ space: 'block', key: keyOf(offer.height, digests.length), value }])
    digests.push(sha256(value))
  }
  const whole = encodeSnapshotOffer({ ...offer, chunks: digests })
  shelf.commit([
    { space: 'block', key: keyOf(offer.height, THE_OFFER), value: whole },
    { space: 'meta', key: INDEX, value: concatBytes(...kept.slice(0, KEPT).map(be32)) },
    ...gone.flatMap((height) => removal(shelf, height)),
  ])
}

/** Heights of the snapshots that are kept, the newest first. */
export function heightsOf(shelf: Store): readonly number[] {
  const bytes = shelf.get('meta', INDEX)
  const view = bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return view ? Array.from({ length: view.byteLength / 4 }, (_, i) => view.getUint32(4 * i)) : []
}

/** Answers `/vdn/snapshot/1`: what there is, or a chunk of it; undefined when it is not there. */
export function askShelf(shelf: Store, question: Uint8Array): Uint8Array | 'malformed' | undefined {
  const asked = decodeSnapshotQuestion(question)
  return asked ? shelf.get('block', keyOf(heightAsked(shelf, asked), asked.chunk)) : 'malformed'
}

const heightAsked = (shelf: Store, { height }: SnapshotQuestion) =>
  height === NEWEST ? (heightsOf(shelf)[0] ?? 0) : height

const keyOf = (height: number, chunk: number) => concatBytes(be32(height), be32(chunk))

/** Chunks below and above the heights that are offered; a height at a time, since a snapshot may be large. */
function dropUnoffered(shelf: Store): void {
  const offered = heightsOf(shelf)
  for (let from = 0; ; ) {
    const [entry] = shelf.range('block', be32(from))
    if (!entry) return
    const height = new DataView(entry[0].buffer, entry[0].byteOffset).getUint32(0)
    if (!offered.includes(height)) shelf.commit(removal(shelf, height))
    from = height + 1
  }
}

/** Keys alone are kept on the way: the chunks together are as large as a state. */
function removal(shelf: Store, height: number): readonly Write[] {
  const writes: Write[] = []
  for (const [key] of shelf.range('block', be32(height), be32(height + 1)))
    writes.push({ space: 'block', key, value: undefined })
  return writes
}

import { equalBytes } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { HeaderBook } from '../bitcoin/header-book.ts'
import { askShelf } from '../snapshots/shelf.ts'
import type { Store } from '../storage/store.ts'
import { decodeBeaconQuestion, encodeBeaconAnswer } from './beacon-messages.ts'
import { restOf } from './compact-block.ts'
import {
  decodeHashes,
  decodeHeadersQuestion,
  decodePartsQuestion,
  encodeHeaders,
  encodePieces,
  MOST_DOCUMENTS,
  MOST_IDS,
} from './messages.ts'
import type { NetworkCore } from './port.ts'
import { tokenBuckets } from './token-bucket.ts'
import { type PeerKey, type Request, requests } from './transport.ts'

/** `flood`: more than the peer may ask. `malformed`: no question. Undefined: nothing to answer, nobody's fault. */
export type Served = Uint8Array | 'flood' | 'malformed' | undefined
export type Serving = { readonly answer: (request: Request, question: Uint8Array, from: PeerKey) => Served }

const MOST_HEADERS = 512

/** Answers peers, each within its own number of questions a minute (consensus.md 19). */
export function openServing(of: {
  readonly core: NetworkCore
  readonly clock: Clock
  readonly maxBlockBytes: number
  readonly hello: () => Uint8Array
  /** Snapshots for those who join; absent: none are given. */
  readonly shelf?: Store | undefined
  /** Bitcoin's headers, where the network asks for them. */
  readonly bitcoin?: HeaderBook | undefined
}): Serving {
  const bucketOf = tokenBuckets(of.clock)
  const parts = openParts(of)
  return {
    answer: (request, question, from) => {
      if (!bucketOf(`${request} ${from}`, requests[request].aMinute).take()) return 'flood'
      if (request === 'hello') return of.hello()
      if (request === 'headers') return headers(of.core, question)
      if (request === 'blocks') return blocks(of.core, question)
      if (request === 'configuration') return documents(of.core, question)
      if (request === 'beacon') return of.bitcoin && beacon(of.bitcoin, question)
      if (request === 'snapshot') return of.shelf && askShelf(of.shelf, question)
      return request === 'parts' ? parts(question) : undefined
    },
  }
}

function headers(core: NetworkCore, question: Uint8Array): Served {
  const asked = decodeHeadersQuestion(question)
  return asked ? encodeHeaders(core.headersAfter(asked.locator, asked.stop, MOST_HEADERS)) : 'malformed'
}

/** As many of the blocks at hand, in their order, as an answer holds. */
function blocks(core: NetworkCore, question: Uint8Array): Served {
  const asked = decodeHashes(question)
  if (!asked) return 'malformed'
  return asMany(
    asked.map((hash) => core.blockOf(hash)),
    'blocks',
  )
}

/** Documents by their ids; of no ids the ids of open proposals. */
function documents(core: NetworkCore, question: Uint8Array): Served {
  const asked = decodeHashes(question, MOST_DOCUMENTS)
  return asked ? asMany(core.documentsOf(asked).slice(0, MOST_IDS), 'configuration') : 'malformed'
}

function asMany(pieces: readonly (Uint8Array | undefined)[], request: Request): Uint8Array {
  const found: Uint8Array[] = []
  let left = requests[request].answer - 64
  for (const piece of pieces) {
    if (piece === undefined) continue
    left -= piece.length + 9
    if (left < 0) break
    found.push(piece)
  }
  return encodePieces(found)
}

function beacon(bitcoin: HeaderBook, question: Uint8Array): Served {
  const height = decodeBeaconQuestion(question)
  return height === undefined ? 'malformed' : encodeBeaconAnswer(bitcoin.from(height))
}

/** Most peers ask for parts of the same block, the newest: it is read once for all of them. */
function openParts({
  core,
  maxBlockBytes,
}: Pick<Parameters<typeof openServing>[0], 'core' | 'maxBlockBytes'>) {
  let last: { readonly hash: Uint8Array; readonly rest: readonly Uint8Array[] } | undefined
  const restIn = (hash: Uint8Array) => {
    if (last && equalBytes(last.hash, hash)) return last.rest
    const block = core.blockOf(hash)
    const rest = block && restOf(block, maxBlockBytes)
    if (rest) last = { hash, rest }
    return rest
  }
  return (question: Uint8Array): Served => {
    const asked = decodePartsQuestion(question)
    if (!asked) return 'malformed'
    const rest = restIn(asked.block)
    const found: Uint8Array[] = []
    let left = requests.parts.answer - 9
    for (const place of asked.places) {
      const one = rest?.[place]
      // Counted before it is put together: a place may be asked for again and again.
      left -= 9 + (one?.length ?? 0)
      if (!one || left < 0) return undefined
      found.push(one)
    }
    return encodePieces(found)
  }
}

import type { BitcoinCode } from '@vc/consensus'
import { equalBytes, fromHex, hash256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type HeaderBook, MOST_HEADERS } from './header-book.ts'
import type { BitcoinRpc } from './rpc.ts'

/**
 * `current`: the source has nothing that is newer. `advanced`: it brought headers. `behind`: what it calls best is not
 * the branch of most work that is known. `silent`: no answer. A code: it told what no header of Bitcoin is.
 */
export type Followed =
  | 'current'
  | 'advanced'
  | 'behind'
  | 'silent'
  | 'other-chain'
  | Exclude<BitcoinCode, 'bitcoin-parent'>

/** Gives headers from a height on, an empty list above its best; undefined: no answer. */
type Source = (height: number) => Promise<readonly Uint8Array[] | undefined>

const BATCH = 100

/** Takes what a bitcoind has of its best chain and this node has not (consensus.md 5). Throws BitcoinRpcError. */
export async function followRpc(book: HeaderBook, rpc: BitcoinRpc): Promise<Followed> {
  const [shown] = await rpc([['getbestblockhash']])
  if (shown === undefined) return 'silent'
  const best = fromHex(shown).reverse()
  if (!book.has(best)) {
    const outcome = await take(book, (height) => headersFrom(rpc, height))
    if (outcome !== 'advanced' && outcome !== 'current') return outcome
  }
  if (!equalBytes(best, book.tip().hash)) return 'behind'
  book.confirm(best)
  return 'current'
}

/** The same of a peer. */
export async function followPeer(book: HeaderBook, source: Source): Promise<Followed> {
  const before = book.tip().hash
  const outcome = await take(book, source)
  if (outcome !== 'current' && outcome !== 'advanced') return outcome
  const last = (await source(book.tip().height))?.at(-1)
  if (!last || !equalBytes(hash256(last), book.tip().hash)) return 'behind'
  book.confirm(book.tip().hash)
  return equalBytes(before, book.tip().hash) ? 'current' : 'advanced'
}

/** From above the tip; further back, in growing steps, while what is told stands on what is not known here. */
async function take(book: HeaderBook, source: Source): Promise<Followed> {
  let height = book.tip().height + 1
  let isAdvanced = false
  for (let back = 1; ; ) {
    const headers = await source(height)
    if (!headers) return 'silent'
    const added = addAll(book, headers)
    if (added === 'bitcoin-parent') {
      if (height <= book.anchor + 1) return 'other-chain'
      height = Math.max(book.anchor + 1, height - back)
      back *= 2
      continue
    }
    if (added) return added
    isAdvanced ||= headers.length > 0
    height += headers.length
    if (headers.length < BATCH) return isAdvanced ? 'advanced' : 'current'
  }
}

function addAll(book: HeaderBook, headers: readonly Uint8Array[]): BitcoinCode | undefined {
  for (const header of headers.slice(0, MOST_HEADERS)) {
    const refused = book.add(header)
    if (refused) return refused
  }
  return undefined
}

async function headersFrom(rpc: BitcoinRpc, height: number): Promise<readonly Uint8Array[]> {
  const heights = Array.from({ length: BATCH }, (_, i) => height + i)
  const hashes = await rpc(heights.map((at) => ['getblockhash', at]))
  const known = hashes.filter((hash) => hash !== undefined)
  if (known.length === 0) return []
  const headers = await rpc(known.map((hash) => ['getblockheader', hash, false]))
  return headers.map((header) => fromHex(must(header, 'a bitcoind has the headers of its hashes')))
}

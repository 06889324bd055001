import { blockHash, type Header } from '@vc/consensus'
import { equalBytes } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'
import type { HeadersAnswer } from '../network/port.ts'

/** Hashes in one question. */
export const BATCH = 32
/** Headers in one answer. */
export const HEADERS = 512

/** Hashes of the head's branch, the newest first, ever further apart; genesis last. */
export function locatorOf({ blocks, head }: Chain): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let height = head.height, step = 1; height > 0 && hashes.length < BATCH - 1; height -= step) {
    const hash = blocks.hashAt(height)
    if (hash) hashes.push(hash)
    if (hashes.length > 8) step *= 2
  }
  const genesis = blocks.hashAt(0)
  return genesis ? [...hashes, genesis] : hashes
}

/** Headers of this branch after the newest hash of a locator that is on it. */
export function headersAfter(
  { blocks, head, finality }: Chain,
  locator: readonly Uint8Array[],
  stop: Uint8Array,
  most: number,
): HeadersAnswer {
  const from = locator
    .map((hash) => blocks.header(hash))
    .find((header) => header && isOnChain(blocks, header))
  const headers: Header[] = []
  const last = Math.min(head.height, (from?.height ?? 0) + Math.min(most, HEADERS))
  for (let height = (from?.height ?? 0) + 1; height <= last; height += 1) {
    const hash = blocks.hashAt(height)
    const header = hash && blocks.header(hash)
    if (!hash || !header) break
    headers.push(header)
    if (equalBytes(hash, stop)) break
  }
  return { headers, certificate: finality.newest() }
}

function isOnChain({ hashAt }: Chain['blocks'], header: Header): boolean {
  const there = hashAt(header.height)
  return there !== undefined && equalBytes(there, blockHash(header))
}

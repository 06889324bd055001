import {
  type BitcoinCode,
  BitcoinHeaders,
  bitcoinRules,
  type Outside,
  type Parameters,
  readBitcoinHeader,
} from '@vc/consensus'
import { concatBytes, equalBytes, fromHex } from '@vc/crypto'
import { type Clock, must } from '@vc/kernel'
import { be32 } from '../chain/chain-store.ts'
import { NodeHalt } from '../halt.ts'
import type { Store } from '../storage/store.ts'

/** For so long the word of a source that there is no newer header is believed. */
const FRESH_MS = 60_000
export const MOST_HEADERS = 2_000

/** Bitcoin's headers as this node has them, on disk, from the configuration's anchor on (consensus.md 5). */
export type HeaderBook = {
  /** What consensus sees: undefined where a header that is not here yet could change the answer. */
  readonly outside: Outside
  readonly anchor: number
  readonly tip: () => { readonly height: number; readonly hash: Uint8Array }
  readonly has: (hash: Uint8Array) => boolean
  /** Takes a header, checked in full; what refuses it, or undefined. */
  readonly add: (bytes: Uint8Array) => BitcoinCode | undefined
  /** Of the best branch, from a height on, 80 bytes each; at most 2,000. */
  readonly from: (height: number) => readonly Uint8Array[]
  /** A source says that this is the newest header there is. */
  readonly confirm: (hash: Uint8Array) => void
  readonly isFresh: () => boolean
  readonly close: () => Promise<void>
}

/** The parameters' source of headers: `bitcoin`, `regtest`, or none. */
export function sourceOf(parameters: Parameters): 'bitcoin' | 'regtest' | undefined {
  const named = [parameters['beacon.source'], parameters['pob.source']]
  if (named.includes('bitcoin')) return 'bitcoin'
  return named.includes('regtest') ? 'regtest' : undefined
}

/**
 * Opens the book of a network whose configuration asks for Bitcoin's headers; undefined for others. Halts with
 * `anchor-missing` when it names none.
 */
export function openHeaderBook(parameters: Parameters, store: Store, clock: Clock): HeaderBook | undefined {
  const source = sourceOf(parameters)
  if (!source) return undefined
  const anchor = parameters['beacon.anchor']
  if (!anchor) throw new NodeHalt('anchor-missing', { source })
  const first = { height: anchor.height, header: fromHex(anchor.header) }
  const headers = new BitcoinHeaders(bitcoinRules[source], first)
  for (const [, bytes] of store.range('tree', be32(0))) headers.add(bytes)
  const anchorHash = must(readBitcoinHeader(first.header), 'an anchor has 80 bytes').hash
  const rawOf = (hash: Uint8Array) =>
    equalBytes(hash, anchorHash) ? first.header : store.get('header', hash)
  let confirmed: { readonly hash: Uint8Array; readonly at: number } | undefined
  const isFresh = () =>
    confirmed !== undefined &&
    equalBytes(confirmed.hash, headers.tip.hash) &&
    clock.nowMs() - confirmed.at <= FRESH_MS
  return {
    anchor: anchor.height,
    tip: () => headers.tip,
    has: (hash) => rawOf(hash) !== undefined,
    isFresh,
    close: store.close,
    confirm: (hash) => {
      confirmed = { hash, at: clock.nowMs() }
    },
    add: (bytes) => {
      const refused = headers.add(bytes)
      if (refused) return refused
      const { hash } = must(readBitcoinHeader(bytes), 'a good header')
      if (rawOf(hash)) return undefined
      const height = must(headers.heightOf(hash), 'it was taken')
      store.commit([
        { space: 'header', key: hash, value: bytes },
        { space: 'tree', key: concatBytes(be32(height), hash), value: bytes },
      ])
      return undefined
    },
    from: (height) => {
      const found: Uint8Array[] = []
      for (let at = Math.max(height, anchor.height); found.length < MOST_HEADERS; at += 1) {
        const header = headers.at(at)
        if (!header) break
        found.push(must(rawOf(header.hash), 'a header of the book has its bytes'))
      }
      return found
    },
    outside: {
      at: (height) => headers.at(height),
      lastBefore: (time) => {
        const found = headers.lastBefore(time)
        const isOpen = found !== undefined && equalBytes(found.hash, headers.tip.hash)
        return isOpen && !isFresh() ? undefined : found
      },
    },
  }
}

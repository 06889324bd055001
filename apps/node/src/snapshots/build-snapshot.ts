import {
  type Block,
  blockHash,
  type Certificate,
  type Checkpoint,
  chainEntry,
  finalRecordedBy,
  keepsVoters,
  stateEntries,
  votersNow,
} from '@vc/consensus'
import { equalBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Overlay } from '@vc/ledger'
import { type ChainStore, chainStore } from '../chain/chain-store.ts'
import { readStored } from '../chain/undo-head.ts'
import { encodePieces } from '../network/messages.ts'
import { MOST_CHUNK, type SnapshotOffer } from '../network/snapshot-messages.ts'
import { stateReader } from '../storage/state-reader.ts'
import type { Store } from '../storage/store.ts'

/** A snapshot with what is said of it; its chunks are made as they are asked for. */
export type BuiltSnapshot = {
  readonly offer: Omit<SnapshotOffer, 'chunks'>
  readonly chunks: Iterable<Uint8Array>
}

/** Blocks are looked through for certificates and voters so far back. */
const MOST_BLOCKS = 256

/**
 * Makes a snapshot of the newest block that may be joined from (consensus.md 16, 20): a final checkpoint below another
 * final block, with nobody's vote changed near it, and no other version of it named above it, since only its undo set
 * would say what that stands on. Undefined while the newest final blocks are not so; one of the next will be. The store is
 * read as chunks are taken: whoever takes all of them without waiting has them of one moment. A chunk is all that is in memory.
 */
export function buildSnapshot(
  store: Store,
  { checkpointPeriod }: { readonly checkpointPeriod: number },
): BuiltSnapshot | undefined {
  const blocks = chainStore(store)
  const head = must(blocks.head(), 'a founded chain has a head')
  const [newest, older] = finalising(blocks, head.height, checkpointPeriod)
  if (!newest || !older) return undefined
  const { height, hash } = older.source
  const state = stateBack(store, blocks, head.height, height)
  const from = state && finalRecordedBy(state, chainEntry(state).final.height)
  if (!state || from === undefined || !isCalm(blocks, { from, height, proof: newest.source }))
    return undefined
  const offer = { height, hash, from, certificate: newest, voters: votersNow(state) }
  return { offer, chunks: chunksOf(stateEntries(state)) }
}

/** The two newest certificates of the chain that make something final, of different blocks above genesis. */
function finalising(blocks: ChainStore, head: number, period: number): readonly Certificate[] {
  const found: Certificate[] = []
  for (let height = head; height > Math.max(0, head - MOST_BLOCKS) && found.length < 2; height -= 1) {
    for (const certificate of blockAt(blocks, height)?.extension.certificates.toReversed() ?? []) {
      const { source, target } = certificate
      const isNewer = found.every((other) => other.source.height > source.height)
      if (source.height > 0 && target.height === source.height + period && isNewer) found.push(certificate)
    }
  }
  return found.slice(0, 2)
}

/** The state after a block of the chain, seen through the undo sets above it; undefined when one is gone. */
function stateBack(store: Store, blocks: ChainStore, head: number, to: number): Overlay | undefined {
  const state = new Overlay(stateReader(store))
  for (let height = head; height > to; height -= 1) {
    const undo = blocks.undoAt(height)
    if (!undo) return undefined
    for (const [key, value] of undo) {
      if (value === undefined) state.delete(key)
      else state.put(key, value)
    }
  }
  return state
}

type Stretch = { readonly from: number; readonly height: number; readonly proof: Checkpoint }

function isCalm(blocks: ChainStore, { from, height, proof }: Stretch): boolean {
  if (proof.height - from > MOST_BLOCKS) return false
  for (let at = from + 1; at <= proof.height; at += 1) {
    const block = blockAt(blocks, at)
    if (!block || !keepsVoters(block)) return false
    if (at === height + 1 && block.extension.references.length > 0) return false
    if (at === proof.height && !equalBytes(blockHash(block.header), proof.hash)) return false
  }
  return true
}

function blockAt(blocks: ChainStore, height: number): Block | undefined {
  const hash = blocks.hashAt(height)
  const bytes = hash && blocks.bytesOf(hash)
  return bytes && readStored(bytes)
}

/** Entries in their order, as many in each as it holds. */
export function* chunksOf(entries: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let open: Uint8Array[] = []
  let size = 9
  for (const entry of entries) {
    if (size + entry.length + 9 > MOST_CHUNK) {
      yield encodePieces(open)
      open = []
      size = 9
    }
    open.push(entry)
    size += entry.length + 9
  }
  yield encodePieces(open)
}

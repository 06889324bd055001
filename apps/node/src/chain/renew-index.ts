import { concatBytes, utf8 } from '@vc/crypto'
import {
  type Changes,
  INDEX_PREFIXES,
  INDEX_VERSION,
  INDEXED_PREFIXES,
  indexEntriesOf,
  OUTPUT_PREFIX,
} from '@vc/ledger'
import { NodeHalt } from '../halt.ts'
import { stateReader, stateWrites } from '../storage/state-reader.ts'
import type { Entry, Store, Write } from '../storage/store.ts'
import { be32, chainStore, encodeChanges } from './chain-store.ts'

const VERSION = utf8('index-version')
/** So many entries of the state are read for one commit. */
const BATCH = 5_000

/** Says what the indexes of this store list. */
export const indexVersionWrite: Write = { space: 'meta', key: VERSION, value: Uint8Array.of(INDEX_VERSION) }

/**
 * Makes the indexes over the state after block `head` again when an older node wrote them, which listed less or otherwise, those of the undo sets
 * too: a block that is taken off must leave them as they would have been. The number comes last, so who is killed
 * begins again. Halts with `store-newer` before the store of a newer node.
 */
export function renewIndex(store: Store, head: number): void {
  const written = store.get('meta', VERSION)?.[0] ?? 1
  if (written > INDEX_VERSION) throw new NodeHalt('store-newer', { store: written, node: INDEX_VERSION })
  if (written === INDEX_VERSION) return
  for (const prefix of INDEX_PREFIXES) rewrite(store, prefix, (key) => [[key, undefined]])
  for (const prefix of INDEXED_PREFIXES) rewrite(store, prefix, indexEntriesOf)
  renewUndo(store, head)
  store.commit([indexVersionWrite])
}

type Written = readonly (readonly [key: string, value: Uint8Array | undefined])[]

/** Writes what follows from each entry under a prefix, as many at a time as fit a commit. */
function rewrite(store: Store, prefix: string, made: (key: string, value: Uint8Array) => Written): void {
  const end = utf8(`${prefix.slice(0, -1)};`)
  for (let from = utf8(prefix); ; ) {
    const entries = firstOf(store.range('state', from, end))
    const last = entries.at(-1)
    const changes = new Map(entries.flatMap(([key, value]) => made(latin(key), value)))
    if (changes.size > 0) store.commit(stateWrites(changes))
    if (!last || entries.length < BATCH) return
    from = concatBytes(last[0], new Uint8Array(1))
  }
}

function firstOf(all: Iterable<Entry>): readonly Entry[] {
  const entries: Entry[] = []
  for (const entry of all) if (entries.push(entry) === BATCH) break
  return entries
}

/** From the head down: each undo set is read beside what its block left behind. */
function renewUndo(store: Store, head: number): void {
  const [blocks, state] = [chainStore(store), stateReader(store)]
  /** What outputs and records were before the blocks above. */
  const before = new Map<string, Uint8Array | undefined>()
  const after = (key: string) => (before.has(key) ? before.get(key) : state.get(key))
  for (let height = head; ; height -= 1) {
    const undo = blocks.undoAt(height)
    if (!undo) return
    store.commit([{ space: 'undo', key: be32(height), value: encodeChanges(renewed(undo, after)) }])
    for (const [key, value] of undo) {
      // An output that the block made is in nobody's undo set below.
      if (key.startsWith(OUTPUT_PREFIX) && value === undefined) before.delete(key)
      else if (isUnder(INDEXED_PREFIXES, key)) before.set(key, value)
    }
  }
}

/** What the block's own entries listed goes, what was there before comes back. */
function renewed(undo: Changes, after: (key: string) => Uint8Array | undefined): Changes {
  const made = new Map([...undo].filter(([key]) => !isUnder(INDEX_PREFIXES, key)))
  const listed = [...undo].filter(([key]) => isUnder(INDEXED_PREFIXES, key))
  for (const [key] of listed) for (const [index] of entriesOf(key, after(key))) made.set(index, undefined)
  for (const [key, value] of listed) for (const [index, was] of entriesOf(key, value)) made.set(index, was)
  return made
}

const entriesOf = (key: string, value: Uint8Array | undefined) => (value ? indexEntriesOf(key, value) : [])

const isUnder = (prefixes: readonly string[], key: string) =>
  prefixes.some((prefix) => key.startsWith(prefix))

const latin = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1')

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Lattice, type RestoreInto, restoreEntries } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert, must } from '@vc/kernel'
import { CIRCULATION, outputEntryBytes, sortedEntryBytes, VALUE } from '@vc/ledger'
import { be32 } from '../src/chain/chain-store.ts'
import { stateInto } from '../src/join/state-into.ts'
import { encodePieces } from '../src/network/messages.ts'
import { decodeChunk } from '../src/network/snapshot-messages.ts'
import { chunksOf } from '../src/snapshots/build-snapshot.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import { stateReader } from '../src/storage/state-reader.ts'
import type { Store } from '../src/storage/store.ts'
import { atOnce, openTurns } from '../src/turns.ts'
import { print } from './measure.ts'

type Expected = Parameters<typeof restoreEntries>[1]

const SIZES = [500_000, 1_500_000]
const A_CHUNK = 10_000
const AMOUNT = 1_000n

/**
 * What a large state asks of the memory of who joins, which writes it as it comes, and of who gives it: the larger one should
 * ask for little more. And how long a timer of the joining node waits meanwhile.
 */
export async function benchJoin(): Promise<void> {
  await openSignatureChecks()
  for (const outputs of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'vc-bench-join-'))
    const openIn = (name: string) => openDiskStore(join(folder, name))
    const [chunks, store, shelf] = [openIn('chunks'), openIn('store'), openIn('shelf')] as const
    const header = { totals: totalsOf(outputs), stateHash: fill(chunks, outputs) }
    await joined(outputs, chunks, header, atOnce(stateInto({ store })))
    given(outputs, store, shelf)
    await Promise.all([store.close(), chunks.close(), shelf.close()])
    rmSync(folder, { recursive: true })
  }
}

/** Unspent outputs only: of them a large state is. */
const totalsOf = (outputs: number) =>
  Array.from({ length: 9 }, (_, at) => (at === 3 * CIRCULATION + VALUE ? AMOUNT * BigInt(outputs) : 0n))

/** Writes the chunks of a snapshot; gives what their entries add up to. */
function fill(chunks: Store, outputs: number): Uint8Array {
  const sum = new Lattice()
  for (let from = 0; from < outputs; from += A_CHUNK) {
    const entries = Array.from({ length: A_CHUNK }, (_, i) => entryOf(from + i))
    for (const entry of entries) sum.add(entry)
    chunks.commit([{ space: 'block', key: be32(from + 1), value: encodePieces(entries) }])
  }
  return sum.hash()
}

function entryOf(number: number): Uint8Array {
  const txid = new Uint8Array(32)
  new DataView(txid.buffer).setUint32(0, number)
  const placed = { element: VALUE, amount: AMOUNT, script: new Uint8Array(25).fill(7) } as const
  return outputEntryBytes({ txid, index: 0 }, { ...placed, layer: CIRCULATION, kind: 0, height: 1 })
}

function* entriesIn(chunks: Store): Iterable<Uint8Array> {
  for (const [, chunk] of chunks.range('block', be32(0))) yield* must(decodeChunk(chunk), 'entries')
}

/** MiB of this process's own memory, without the pages of files that the system holds for it. */
const own = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1_024

async function joined(outputs: number, chunks: Store, header: Expected, into: RestoreInto): Promise<void> {
  const memory = watchedMemory()
  const keep: RestoreInto['keep'] = (changes) => {
    into.keep(changes)
    memory.look()
  }
  const delay = watchedDelay()
  const turns = openTurns((act) => void setImmediate(act))
  const state = await turns.run(restoreEntries(entriesIn(chunks), header, { ...into, keep }))
  assert(state.ok, 'the entries add up')
  memory.tell(`${outputs} outputs joined from`, { longestWaitMs: delay.end() })
}

/** As a thread of the node gives it, without a moment between. */
function given(outputs: number, store: Store, shelf: Store): void {
  const memory = watchedMemory()
  let number = 0
  for (const value of chunksOf(sortedEntryBytes(stateReader(store)).outputs)) {
    number += 1
    shelf.commit([{ space: 'block', key: be32(number), value }])
    memory.look()
  }
  memory.tell(`${outputs} outputs given`, { chunks: number })
}

function watchedMemory() {
  const [before, from] = [own(), performance.now()]
  let most = before
  return {
    look: () => {
      most = Math.max(most, own())
    },
    tell: (of: string, facts: Readonly<Record<string, number>>) => {
      const seconds = Math.round((performance.now() - from) / 100) / 10
      const how = { bench: 'join', case: of, unit: 'MiB', backend: 'LMDB', runs: 1 } as const
      print(how, most, { before: Math.round(before), seconds, ...facts })
    },
  }
}

/** The longest that a timer was late. */
function watchedDelay() {
  const EVERY_MS = 5
  let [longest, last] = [0, performance.now()]
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - EVERY_MS)
    last = performance.now()
  }, EVERY_MS)
  return {
    end: () => {
      clearInterval(timer)
      return Math.round(longest)
    },
  }
}

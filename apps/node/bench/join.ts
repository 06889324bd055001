import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Lattice, type RestoreInto, restoreEntries } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert, must } from '@vc/kernel'
import { CIRCULATION, outputEntryBytes, VALUE } from '@vc/ledger'
import { be32 } from '../src/chain/chain-store.ts'
import { stateInto } from '../src/join/state-into.ts'
import { encodePieces } from '../src/network/messages.ts'
import { decodeChunk } from '../src/network/snapshot-messages.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import type { Store } from '../src/storage/store.ts'
import { print } from './measure.ts'

type Expected = Parameters<typeof restoreEntries>[1]

const SIZES = [500_000, 1_500_000]
const A_CHUNK = 10_000
const AMOUNT = 1_000n

/** What a large state asks of the memory of who joins, which writes it as it comes: the larger one should ask for little more. */
export async function benchJoin(): Promise<void> {
  await openSignatureChecks()
  for (const outputs of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'vc-bench-join-'))
    const chunks = openDiskStore(join(folder, 'chunks'))
    const store = openDiskStore(join(folder, 'store'))
    measured(
      outputs,
      chunks,
      { totals: totalsOf(outputs), stateHash: fill(chunks, outputs) },
      stateInto({ store }),
    )
    await Promise.all([store.close(), chunks.close()])
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
function measured(outputs: number, chunks: Store, header: Expected, into: RestoreInto): void {
  const [before, from] = [own(), performance.now()]
  let most = before
  const keep: RestoreInto['keep'] = (changes) => {
    into.keep(changes)
    most = Math.max(most, own())
  }
  const state = restoreEntries(entriesIn(chunks), header, { ...into, keep })
  assert(state.ok, 'the entries add up')
  const more = { before: Math.round(before), seconds: Math.round((performance.now() - from) / 100) / 10 }
  print({ bench: 'join', case: `${outputs} outputs`, unit: 'MiB', backend: 'LMDB', runs: 1 }, most, more)
}

const own = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1_024

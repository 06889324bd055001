import { Lattice, restoreEntries } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  encodePlacedOutput,
  outputEntryBytes,
  outputKey,
  sortedEntryBytes,
  VALUE,
} from '@vc/ledger'
import { beforeAll, describe, expect, it } from 'vitest'
import { stateInto } from '../join/state-into.ts'
import { decodeChunk, MOST_CHUNK } from '../network/snapshot-messages.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { stateReader } from '../storage/state-reader.ts'
import type { Store } from '../storage/store.ts'
import { atOnce, openTurns } from '../turns.ts'
import { chunksOf } from './build-snapshot.ts'

const OUTPUTS = 8_000
const placed = {
  element: VALUE,
  amount: 1n,
  script: new Uint8Array(600),
  layer: CIRCULATION,
  kind: 0,
  height: 1,
} as const
const store = openMemoryStore()
const sum = new Lattice()

function outpointOf(number: number) {
  const txid = new Uint8Array(32)
  new DataView(txid.buffer).setUint32(0, number)
  return { txid, index: 0 }
}

/** How many entries of the state were read. */
function counting(of: Store): { readonly store: Store; readonly count: () => number } {
  let read = 0
  function* range(...asked: Parameters<Store['range']>): ReturnType<Store['range']> {
    for (const entry of of.range(...asked)) {
      read += 1
      yield entry
    }
  }
  return { store: { ...of, range }, count: () => read }
}

describe('a large state', () => {
  beforeAll(async () => {
    await openSignatureChecks()
    const value = encodePlacedOutput(placed)
    for (let number = 0; number < OUTPUTS; number += 1) {
      const outpoint = outpointOf(number)
      store.commit([{ space: 'state', key: Buffer.from(outputKey(outpoint), 'latin1'), value }])
      sum.add(outputEntryBytes(outpoint, placed))
    }
  })

  it('is given chunk by chunk: no more of it is read than a chunk holds', () => {
    const { store: counted, count } = counting(store)
    const { outputs } = sortedEntryBytes(stateReader(counted))
    const held = Math.ceil(MOST_CHUNK / outputEntryBytes(outpointOf(0), placed).length)
    let [given, chunks] = [0, 0]
    for (const chunk of chunksOf(outputs)) {
      // One entry tells that the chunk is full, and one that its transaction is.
      expect(count()).toBeLessThanOrEqual(given + held + 2)
      given += must(decodeChunk(chunk), 'entries').length
      chunks += 1
    }
    expect([given, chunks]).toEqual([OUTPUTS, Math.ceil(OUTPUTS / (given / chunks))])
    expect(chunks).toBeGreaterThan(3)
  })

  it('is judged in turns, between which a timer goes on that would stand still', async () => {
    const totals = Array.from({ length: 9 }, (_, at) =>
      at === 3 * CIRCULATION + VALUE ? BigInt(OUTPUTS) : 0n,
    )
    const header = { totals, stateHash: sum.hash() }
    const entries = () => sortedEntryBytes(stateReader(store)).outputs
    const judging = function* () {
      return yield* restoreEntries(entries(), header, yield* stateInto({ store: openMemoryStore() }))
    }
    const inTurns = await ticksDuring(() => openTurns((act) => void setImmediate(act)).run(judging()))
    expect(inTurns).toMatchObject({ value: { ok: true } })
    expect(inTurns.ticks).toBeGreaterThan(10)
    const blocking = await ticksDuring(async () => atOnce(judging()))
    expect(blocking).toMatchObject({ value: { ok: true }, ticks: 0 })
  })
})

/** How often a timer of a millisecond came to its turn while something was done. */
async function ticksDuring<T>(act: () => Promise<T>): Promise<{ readonly value: T; readonly ticks: number }> {
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
  }, 1)
  const value = await act()
  clearInterval(timer)
  return { value, ticks }
}

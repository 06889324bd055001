import { fork } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert } from '@vc/kernel'
import { type Chain, openChain } from '../src/chain/chain.ts'
import { importBlock } from '../src/chain/import-block.ts'
import { openCheckPool } from '../src/checks/check-pool.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import { print } from './measure.ts'
import type { WrittenChain } from './write-blocks.ts'

const transactions = Number(process.env.BENCH_TRANSACTIONS ?? 1_000_000)
const perBlock = 1_500
const samples = 20
const afterwards = { nowMs: () => Number.MAX_SAFE_INTEGER }
const MiB = 1_048_576

/** MiB: of this process alone; of the store's file, which the system holds for it and may take back; of the engine's heap. */
type Memory = { readonly own: number; readonly store: number; readonly heap: number }

/**
 * A long chain connected from a file, block after block: how much memory this takes in each twentieth of it, apart from pages
 * of the store, which is the set of unspent outputs. The blocks
 * are made beforehand by another process. BENCH_TRANSACTIONS: how many; one run, since it is long.
 */
export async function benchReplay(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-'))
  const blocks = Math.ceil(transactions / perBlock)
  const made = await writeBlocks(join(folder, 'blocks'), blocks)
  const { backend, checks } = await openSignatureChecks()
  const pool = openCheckPool(checks)
  await pool.start()
  const store = openDiskStore(join(folder, 'store'))
  const chain = openChain({ store, ...made, checks, pool })
  const from = performance.now()
  const memory = connectFile(chain, join(folder, 'blocks'), blocks)
  const seconds = (performance.now() - from) / 1000
  const what = { bench: 'replay', backend, runs: 1 } as const
  const own = memory.map((at) => at.own)
  const middle = own[Math.floor(own.length / 2)] ?? 0
  const [pages, heap] = [memory.map((at) => at.store), memory.map((at) => at.heap)]
  const size = `${blocks * perBlock} transactions`
  const facts = { middle, most: Math.max(...own), memory: own, pages, heap }
  print({ ...what, case: `${size}, own memory at the end`, unit: 'MiB' }, own.at(-1) ?? 0, facts)
  print({ ...what, case: `${size}, speed`, unit: 'per-second' }, (blocks * perBlock) / seconds)
  await Promise.all([store.close(), pool.close()])
  rmSync(folder, { recursive: true })
}

/** By a process of its own, whose memory is gone when it ends; that of a thread is not given back to the system. */
function writeBlocks(path: string, blocks: number): Promise<WrittenChain> {
  return new Promise((resolve, reject) => {
    const writer = fork(new URL('./write-blocks.ts', import.meta.url), [path, `${blocks}`, `${perBlock}`], {
      serialization: 'advanced',
    })
    let made: WrittenChain | undefined
    writer.on('message', (message: WrittenChain) => {
      made = message
    })
    writer.once('error', reject)
    writer.once('exit', () => (made ? resolve(made) : reject(new Error('no chain was written'))))
  })
}

/** After each part of the file. */
function connectFile(chain: Chain, path: string, blocks: number): Memory[] {
  const file = openSync(path, 'r')
  const memory: Memory[] = []
  for (let block = 1; block <= blocks; block += 1) {
    assert(importBlock(chain, nextBlock(file), afterwards).ok, 'the block holds')
    if (block % Math.max(1, Math.floor(blocks / samples)) === 0) memory.push(memoryNow())
  }
  closeSync(file)
  return memory
}

function nextBlock(file: number): Uint8Array {
  const length = new Uint8Array(4)
  readSync(file, length)
  const bytes = new Uint8Array(new DataView(length.buffer).getUint32(0))
  assert(readSync(file, bytes) === bytes.length, 'the file holds whole blocks')
  return bytes
}

function memoryNow(): Memory {
  const { rss, heapTotal } = process.memoryUsage()
  const [own, store] = residentNow() ?? [rss, Number.NaN]
  return { own: inMiB(own), store: inMiB(store), heap: inMiB(heapTotal) }
}

const inMiB = (bytes: number) => Math.round(bytes / MiB)

/** Bytes of its own and of mapped files; undefined where the system does not tell them apart. */
function residentNow(): readonly [number, number] | undefined {
  try {
    const status = readFileSync('/proc/self/status', 'latin1')
    const bytesOf = (name: string) =>
      1_024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1])
    return [bytesOf('RssAnon'), bytesOf('RssFile')]
  } catch {
    return undefined
  }
}

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

/**
 * A long chain connected from a file, block after block: how much memory this takes in each twentieth of it. The blocks
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
  const middle = memory[Math.floor(memory.length / 2)] ?? 0
  const last = memory.at(-1) ?? 0
  const size = `${blocks * perBlock} transactions`
  print({ ...what, case: `${size}, memory at the end`, unit: 'MiB' }, last, { middle, memory })
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

/** Memory of its own in MiB after each part of the file; what LMDB maps is the system's, which may take it back. */
function connectFile(chain: Chain, path: string, blocks: number): number[] {
  const file = openSync(path, 'r')
  const memory: number[] = []
  for (let block = 1; block <= blocks; block += 1) {
    assert(importBlock(chain, nextBlock(file), afterwards).ok, 'the block holds')
    if (block % Math.max(1, Math.floor(blocks / samples)) === 0) memory.push(ownMemoryNow())
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

/** Without pages of mapped files where the system tells them apart. */
function ownMemoryNow(): number {
  try {
    const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
    if (kilobytes !== undefined) return Math.round(Number(kilobytes) / 1024)
  } catch {
    // no /proc here: all that is resident
  }
  return Math.round(process.memoryUsage.rss() / MiB)
}

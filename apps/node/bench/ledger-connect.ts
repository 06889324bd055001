import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert } from '@vc/kernel'
import { type Chain, openChain } from '../src/chain/chain.ts'
import { importBlock } from '../src/chain/import-block.ts'
import { openCheckPool } from '../src/checks/check-pool.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import { benchHsd } from './hsd-connect.ts'
import { measure, type Run, timed } from './measure.ts'
import { type TransferChain, transferChain } from './transfer-chain.ts'

/**
 * As many that each of two threads meets more keys than it keeps parsed: most are new to it whenever they come. BENCH_BLOCKS: fewer where the machine is busy;
 * the compiler has then seen less of the code, and threads may know keys of the run before.
 */
const blocks = Number(process.env.BENCH_BLOCKS ?? 24)
const afterwards = { nowMs: () => Number.MAX_SAFE_INTEGER }

/** Signed 1-in-2-out transfers in blocks of 1,500: decoded, judged in full and committed to disk block by block. */
export async function benchLedgerConnect(): Promise<void> {
  const { backend, checks } = await openSignatureChecks()
  const made = await transferChain()
  const bytes = Array.from({ length: blocks }, () => made.next())
  const pool = openCheckPool(checks)
  await pool.start()
  const what = { bench: 'ledger-connect', unit: 'per-second', backend } as const
  await measure({ ...what, case: 'one thread' }, () => connectAll(made, bytes, { checks }))
  await measure({ ...what, case: `${pool.threads} threads` }, () => connectAll(made, bytes, { checks, pool }))
  await pool.close()
  const { BENCH_HSD } = process.env
  if (BENCH_HSD !== undefined) await benchHsd(BENCH_HSD, blocks)
}

/** Connects the blocks to a fresh chain on disk; the opening of the chain is not timed. */
export async function connectAll(
  { genesis, configuration, perBlock }: TransferChain,
  blocks: readonly Uint8Array[],
  with_: Pick<Parameters<typeof openChain>[0], 'checks' | 'pool'>,
): Promise<Run> {
  return onDisk({ genesis, configuration, ...with_ }, (chain) =>
    timed(perBlock * blocks.length, () => {
      for (const bytes of blocks) assert(importBlock(chain, bytes, afterwards).ok, 'the block holds')
    }),
  )
}

/** Opens a chain in a new folder, and takes the folder away again. */
async function onDisk<T>(
  parts: Omit<Parameters<typeof openChain>[0], 'store'>,
  act: (chain: Chain) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-'))
  const store = openDiskStore(folder)
  const result = await act(openChain({ ...parts, store }))
  await store.close()
  rmSync(folder, { recursive: true })
  return result
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert } from '@vc/kernel'
import { openChain } from '../src/chain/chain.ts'
import { importBlock } from '../src/chain/import-block.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import { measure, timed } from './measure.ts'
import { transferChain } from './transfer-chain.ts'

const blocks = Number(process.env['BENCH_BLOCKS'] ?? 8)
const afterwards = { nowMs: () => Number.MAX_SAFE_INTEGER }

/** Signed 1-in-2-out transfers in blocks of 1,500: decoded, judged in full and committed to disk block by block. */
export async function benchLedgerConnect(): Promise<void> {
  const { backend, checks } = await openSignatureChecks()
  const made = await transferChain()
  const chainOfBlocks = Array.from({ length: blocks }, () => made.next())
  const what = { bench: 'ledger-connect', unit: 'per-second', backend } as const
  await measure({ ...what, case: 'serial' }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vc-bench-'))
    const store = openDiskStore(folder)
    const chain = openChain({ store, genesis: made.genesis, configuration: made.configuration, checks })
    const run = await timed(blocks * made.perBlock, () => {
      for (const bytes of chainOfBlocks) assert(importBlock(chain, bytes, afterwards).ok, 'the block holds')
    })
    await store.close()
    rmSync(folder, { recursive: true })
    return run
  })
}

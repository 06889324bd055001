import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeConfiguration, netValue, openReplay } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { assert } from '@vc/kernel'
import { totals } from '@vc/ledger'
import { afterAll, expect, test } from 'vitest'
import { transferChain } from '../bench/transfer-chain.ts'
import { openChain } from '../src/chain/chain.ts'
import { importBlock } from '../src/chain/import-block.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import { openStoredChain } from '../src/stored-chain.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-replay-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const blocks = 4
const perBlock = 25

test('the chain in a node’s store is judged again from its blocks alone, beside the node that has it open', async () => {
  const { checks } = await openSignatureChecks()
  const made = await transferChain({ perBlock })
  mkdirSync(join(folder, 'store'))
  writeFileSync(join(folder, 'configuration.json'), encodeConfiguration(made.configuration))
  const store = openDiskStore(join(folder, 'store'))
  const chain = openChain({ store, ...made, checks })
  for (let block = 0; block < blocks; block += 1) {
    assert(importBlock(chain, made.next(), { nowMs: () => Number.MAX_SAFE_INTEGER }).ok, 'the block holds')
  }
  const stored = openStoredChain(folder)
  const replay = openReplay({ configuration: made.configuration, checks })
  let transactions = 0
  for (let height = 0; height <= stored.height; height += 1) {
    const step = replay.next(stored.blockAt(height))
    assert(step.ok, `block ${height} holds`)
    expect(step.value.checked).toBe(true)
    if (height > 0)
      transactions += step.value.block.transactions.filter(({ inputs }) => inputs.length > 0).length
  }
  expect(stored.height).toBe(blocks)
  expect(transactions).toBe(blocks * perBlock)
  expect(totals(replay.state)).toEqual(totals(chain.state))
  expect(netValue(replay.state)).toBe(netValue(chain.state))
  expect([...replay.state.range('')]).toEqual([...chain.state.range('')])
  await Promise.all([stored.close(), store.close()])
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { afterAll, expect, it } from 'vitest'
import { found } from '../sim/found.ts'
import { memoryPages } from '../sim/memory-pages.ts'
import { openSignFile } from '../src/keys/sign-state.ts'
import { openNode } from '../src/node.ts'
import { openMemoryStore } from '../src/storage/memory-store.ts'
import { forkNetwork } from './fork-network.ts'

const script = fileURLToPath(new URL('reorg-process.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vc-reorg-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Blocks of one member alone for some time, in hex, with the weight that they have together. */
async function branchOf(member: number, time: number): Promise<string[]> {
  const network = found(forkNetwork)
  let seconds = forkNetwork.time
  const node = openNode({
    store: openMemoryStore(),
    genesis: network.genesis,
    configuration: network.configuration,
    backend: 'test',
    checks: (await openSignatureChecks()).checks,
    policy: { minFee: 0n, transactions: 1_000, bytes: 10_000_000 },
    clock: { nowMs: () => seconds * 1_000 },
    log: pino({ level: 'silent' }),
    producer: { key: must(network.keys[member], 'a member'), signState: openSignFile(memoryPages()) },
  })
  for (; seconds < forkNetwork.time + time; seconds += 1) node.tick()
  const { height } = node.face.status().head
  return Array.from({ length: height }, (_, at) => must(node.face.blockAt(at + 1), 'a block').bytes)
}

function give(store: string, file: string, failpoints = '') {
  const env = { PATH: process.env.PATH, FAILPOINTS: failpoints, NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const done = spawnSync(process.execPath, [script, store, file], { env, encoding: 'utf8' })
  return { signal: done.signal, told: done.stdout.trim(), wrong: done.stderr }
}

it('a node killed while it leaves a branch goes on to the head and the state of one that was not', {
  timeout: 600_000,
}, async () => {
  const [short, long] = [await branchOf(0, 30), await branchOf(1, 80)]
  const file = join(folder, 'blocks.json')
  writeFileSync(file, JSON.stringify({ blocks: [...short, ...long], armAt: short.length }))
  const calm = give(join(folder, 'calm'), file)
  expect([calm.signal, calm.wrong]).toEqual([null, ''])
  expect(calm.told).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}$/)
  const kills = ['before-undo-write=kill:1', 'after-undo-write=kill:1', 'before-undo-write=kill:3']
  for (const kill of [...kills, 'after-block-write=kill:1', 'before-head-switch=kill:2']) {
    const store = join(folder, kill)
    expect([kill, give(store, file, kill).signal]).toEqual([kill, 'SIGKILL'])
    expect([kill, give(store, file).told]).toEqual([kill, calm.told])
  }
})

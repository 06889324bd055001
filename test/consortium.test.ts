import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { NodeCallError } from '@vc/client'
import { fromHex } from '@vc/crypto'
import { freePort } from '@vc/db/server'
import { must } from '@vc/kernel'
import { seeded } from '@vc/kernel/testing'
import { VALUE } from '@vc/ledger'
import { replay } from '@vc/node'
import { afterAll, expect, it } from 'vitest'
import {
  coinSecret,
  consortiumEnv,
  foundConsortium,
} from '../apps/launcher/src/consortium/found-consortium.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import { type Coin, holder, payToSelf } from '../apps/node/test/transfers.ts'

// Four real nodes on this machine, any of which is killed by kill -9 again and again while payments are made.
// VC_KILLS sets how often; `npm run long` does it fifty times.

const KILLS = Number(process.env.VC_KILLS ?? 4)
const SEED = Number(process.env.KILL_SEED ?? 20_261_121)
const COINS = 40
const AMOUNT = 1_000_000n
const FEE = 10n
/** Kills may not be waited for longer than this; ms. */
const PATIENCE = 180_000

const folder = mkdtempSync(join(tmpdir(), 'vc-consortium-'))
const running = new Map<number, NodeProcess>()
afterAll(async () => {
  for (const node of running.values()) node.kill('SIGKILL')
  await Promise.all([...running.values()].map(({ ended }) => ended))
  rmSync(folder, { recursive: true, force: true })
})

/** Where each node stands, and what it warned of. */
async function told(): Promise<string> {
  const lines = [...running].map(async ([at, { client, warnings }]) => {
    const status = await client.status().catch(() => undefined)
    const { peers, ailments } = (await client.peers().catch(() => undefined)) ?? { peers: [], ailments: [] }
    const stand = JSON.stringify({ head: status?.head.height, final: status?.final, peers, ailments })
    return [`node ${at} ${stand}`, ...warnings()].join('\n')
  })
  return (await Promise.all(lines)).join('\n')
}

async function until<T>(what: string, found: () => Promise<T | undefined>, ms = PATIENCE): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const value = await found().catch((error: unknown) => {
      if (error instanceof NodeCallError) return undefined
      throw error
    })
    if (value !== undefined) return value
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what} (KILL_SEED=${SEED})\n${await told()}`)
    await sleep(200)
  }
}

/** Pays coins round and round at whichever node answers; a payment without an answer is made again with the same bytes. */
function payments(network: Uint8Array, coins: Coin[], nodes: () => readonly NodeProcess[]) {
  const owner = holder(coinSecret)
  const acknowledged: string[] = []
  let stopped = false
  const payOnce = async (turn: number) => {
    const at = turn % coins.length
    const made = payToSelf(owner, must(coins[at], 'a coin'), FEE, network)
    for (let tries = 0; !stopped; tries += 1) {
      const node = nodes()[(turn + tries) % Math.max(1, nodes().length)]
      const answer = await node?.client.submit([made.hex]).catch(() => undefined)
      if (answer?.accepted) {
        coins[at] = made.coin
        return acknowledged.push(made.txid)
      }
      await sleep(50)
    }
    return 0
  }
  const done = (async () => {
    for (let turn = 0; !stopped; turn += 1) {
      await payOnce(turn)
      await sleep(20)
    }
  })()
  const stop = () => {
    stopped = true
    return done
  }
  return { acknowledged, stop }
}

it(`four nodes go on through ${KILLS} kills of any one of them, catch up, and end with one state that keeps every payment`, {
  timeout: 480_000 + KILLS * 90_000,
}, async () => {
  const spec = { nodes: 4, coins: COINS, amount: AMOUNT, commitmentLength: 8_192 }
  const consortium = await foundConsortium(join(folder, 'c'), spec, Date.now() - 120_000)
  const network = fromHex(consortium.network)
  const ports = await Promise.all(consortium.folders.map(() => freePort()))
  const start = async (at: number) => {
    const { NODE_DATA_DIR = '', ...env } = consortiumEnv(consortium.folders, ports, at)
    const node = await startNode(NODE_DATA_DIR, { ...env, NODE_COMPILE_CACHE: join(folder, 'compiled') })
    running.set(at, node)
  }
  await Promise.all(ports.map((_, at) => start(at)))
  const alive = () => [...running.values()]
  const final = async (at: number) => (await must(running.get(at), 'a node').client.status()).final.height
  const finalAbove = (at: number, height: number) =>
    until(`node ${at} final above ${height}`, async () => ((await final(at)) > height ? true : undefined))

  await finalAbove(0, 0)
  const { script } = holder(coinSecret)
  const coins = consortium.allotments.map(
    ({ txid, index }): Coin => ({
      outpoint: { txid: fromHex(txid), index },
      output: { element: VALUE, amount: AMOUNT, script },
    }),
  )
  const load = payments(network, coins, alive)
  const below = seeded(SEED)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const at = below(4)
    const victim = must(running.get(at), 'a node')
    running.delete(at)
    await sleep(below(1_500))
    victim.kill('SIGKILL')
    expect(await victim.ended).toBe('SIGKILL')
    const before = await final((at + 1) % 4)
    if (below(2) === 0) await finalAbove((at + 1) % 4, before)
    const begun = Date.now()
    await start(at)
    await finalAbove(at, before)
    console.log(
      `kill ${kill + 1}: node ${at} was back and final above ${before} after ${Date.now() - begun} ms`,
    )
  }
  await load.stop()
  const reached = Math.max(...(await Promise.all([0, 1, 2, 3].map(final))))
  for (const at of running.keys()) await finalAbove(at, reached + 2)
  const stands = await Promise.all(
    [0, 1, 2, 3].map((at) => must(running.get(at), 'a node').client.block(reached + 2)),
  )
  expect(new Set(stands.map((block) => block?.hash)).size).toBe(1)

  const first = must(running.get(0), 'a node')
  await until('every payment is in a final block', async () => {
    const open = load.acknowledged.slice(-COINS).map((txid) => first.client.transaction(txid))
    return (await Promise.all(open)).every((found) => found?.final) ? true : undefined
  })
  const status = await first.client.status()
  const blocks: Uint8Array[] = []
  while (blocks.length <= status.final.height) {
    const count = Math.min(64, status.final.height + 1 - blocks.length)
    const next = await first.client.blocks({ from: blocks.length, count })
    blocks.push(...next.map(({ bytes }) => fromHex(bytes)))
  }
  const replayed = await replay(blocks, consortium.configuration)
  const times = new Map<string, number>()
  for (const txid of replayed.txids) times.set(txid, (times.get(txid) ?? 0) + 1)
  console.log(`${KILLS} kills, ${load.acknowledged.length} payments, height ${replayed.height}`)
  expect(load.acknowledged.length).toBeGreaterThan(20)
  expect(load.acknowledged.filter((txid) => times.get(txid) !== 1)).toEqual([])
  expect(new Set(replayed.conserved).size).toBe(1)
})

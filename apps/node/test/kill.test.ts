import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NodeBlock, NodeCallError } from '@vc/client'
import { claimPayload, encodeClaim } from '@vc/consensus'
import { checkpointNote, notaryClaimOf, noteSigner } from '@vc/consensus/claims/testing'
import { fromHex, p256PublicKey, sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { seeded } from '@vc/kernel/testing'
import { CIRCULATION, VALUE } from '@vc/ledger'
import { afterAll, describe, expect, it } from 'vitest'
import { failpoints } from '../src/failpoints.ts'
import { initNetwork } from '../src/init.ts'
import { replay } from '../src/replay.ts'
import { type NodeProcess, startNode } from './node-process.ts'
import { type Coin, holder, payToSelf } from './transfers.ts'

const COINS = 40
const AMOUNT = 1_000_000n
const FEE = 10n
const folder = mkdtempSync(join(tmpdir(), 'vc-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const log = noteSigner('log.example', new Uint8Array(32).fill(21))
/** A height that no block of this test comes to: a claim for it waits all the time. */
const FAR = 10_000
const claims = {
  'pob.source': 'notary',
  'pob.interval': FAR,
  'pob.notaryQuorum': 1,
  'pob.notaries': [{ origin: 'log.example', keys: [log.key] }],
} as const

function claimOn(network: Uint8Array): string {
  const { key } = holder(sha256(new Uint8Array([2])))
  const leaves = [claimPayload(network, { height: FAR, key })]
  return toHex(encodeClaim(notaryClaimOf(leaves, 0, checkpointNote('log.example', leaves, [log]))))
}

/** Pays coins round and round; a call that got no answer is made again with the same bytes. */
function load(network: Uint8Array, genesis: readonly Coin[]) {
  const owner = holder(sha256(new Uint8Array([1])))
  const coins = [...genesis]
  const acknowledged: string[] = []
  let pending: ReturnType<typeof payToSelf> | undefined
  let turn = 0
  const step = async (node: NodeProcess): Promise<boolean> => {
    pending ??= payToSelf(owner, must(coins[turn % COINS], 'a coin'), FEE, network)
    try {
      const answer = await node.client.submit([pending.hex])
      expect(answer).toEqual({ accepted: true, txids: [pending.txid] })
    } catch (error) {
      if (error instanceof NodeCallError) return false
      throw error
    }
    acknowledged.push(pending.txid)
    coins[turn % COINS] = pending.coin
    pending = undefined
    turn += 1
    return true
  }
  /** Runs until the node dies or the time is over. */
  const run = async (node: NodeProcess, ms: number): Promise<void> => {
    const end = Date.now() + ms
    while (Date.now() < end && (await step(node)));
  }
  return { acknowledged, run }
}

async function allBlocks(node: NodeProcess): Promise<NodeBlock[]> {
  const found: NodeBlock[] = []
  for (;;) {
    const next = await node.client.blocks({ from: found.length, count: 64 })
    if (next.length === 0) return found
    found.push(...next)
  }
}

describe('a node under kill -9', () => {
  it('keeps what it acknowledged, once, and a state that its blocks explain', {
    timeout: 600_000,
  }, async () => {
    const owner = holder(sha256(new Uint8Array([1])))
    const scriptHex = toHex(owner.script)
    const made = await initNetwork({
      dataDir: join(folder, 'data'),
      name: 'dev-kill',
      origins: ['http://localhost:3000'],
      rpIds: ['localhost'],
      councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
      allotments: Array.from({ length: COINS }, () => ({ scriptHex, amount: AMOUNT })),
      time: Math.floor(Date.now() / 1000) - 600,
      commitmentLength: 8_192,
      parameters: { blockInterval: 1, versionWindow: 0, ...claims },
    })
    const network = fromHex(made.network)
    const claim = claimOn(network)
    const coins = made.allotments.map(
      (outpoint): Coin => ({
        outpoint: { txid: fromHex(outpoint.txid), index: outpoint.index },
        output: { element: VALUE, amount: AMOUNT, script: owner.script },
      }),
    )
    const { acknowledged, run } = load(network, coins)
    const below = seeded(20_260_101)
    const started = Date.now()
    const mark = (what: string) =>
      console.log(what, Date.now() - started, 'ms,', acknowledged.length, 'acknowledged')
    const cache = { NODE_COMPILE_CACHE: join(folder, 'compiled') }
    const open = (env: Record<string, string> = {}) => startNode(join(folder, 'data'), { ...cache, ...env })

    const asked = await open()
    expect(await asked.client.submitClaim(claim)).toMatchObject({ accepted: true, isNew: true })
    asked.kill('SIGKILL')
    expect(await asked.ended).toBe('SIGKILL')
    for (let kill = 0; kill < 20; kill += 1) {
      const node = await open()
      setTimeout(() => node.kill('SIGKILL'), below(900)).unref()
      await run(node, 10_000)
      expect(await node.ended).toBe('SIGKILL')
    }
    mark('killed 20 times:')
    const struck: string[] = []
    for (const name of failpoints) {
      const node = await open({
        FAILPOINTS: `${name}=kill:${name.includes('mempool') ? 1 + below(200) : 1}`,
      }).catch(() => undefined)
      if (!node) {
        struck.push(name)
        continue
      }
      await run(node, 10_000)
      expect([name, await node.ended]).toEqual([name, 'SIGKILL'])
      struck.push(name)
    }
    expect(struck).toEqual(failpoints)
    mark('killed at every failpoint:')

    const node = await open()
    expect(await node.client.submitClaim(claim)).toMatchObject({ accepted: true, isNew: false })
    await run(node, 500)
    const emptied = async () => (await node.client.status()).mempool === 0
    while (!(await emptied())) {
      const { head } = await node.client.status()
      await node.client.waitForHeight(head.height + 1, 10_000)
    }
    mark('mempool empty:')
    const status = await node.client.status()
    const blocks = (await allBlocks(node)).slice(0, status.head.height + 1)
    node.kill('SIGTERM')
    expect(await node.ended).toBe(0)

    const replayed = await replay(
      blocks.map(({ bytes }) => fromHex(bytes)),
      made.configuration,
    )
    expect(replayed.stateHash).toBe(status.head.stateHash)
    const times = new Map<string, number>()
    for (const txid of replayed.txids) times.set(txid, (times.get(txid) ?? 0) + 1)
    expect(acknowledged.length).toBeGreaterThan(100)
    expect(acknowledged.filter((txid) => times.get(txid) !== 1)).toEqual([])
    expect(new Set(replayed.conserved).size).toBe(1)
    expect(status.totals.map(BigInt)).toEqual(replayed.totals)
    expect(status.totals[3 * CIRCULATION + VALUE]).toBeDefined()
    expect(status.final.height).toBeGreaterThan(0)
  })
})

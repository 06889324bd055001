import { mkdtempSync, rmSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeClient, SubmitAnswer } from '@vc/client'
import { fromHex, p256PublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { openSchnorrSigner, type SchnorrSigner } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { VALUE } from '@vc/ledger'
import { initNetwork, peerIdIn } from '../src/index.ts'
import { type NodeProcess, startNode } from '../test/node-process.ts'
import { type Coin, holder, payToSelf } from '../test/transfers.ts'
import { print } from './measure.ts'
import { type Observed, observe } from './observe-final.ts'
import { processorMs } from './processor-time.ts'

const NODES = 4
const COINS = 2_000
const AMOUNT = 1_000_000_000n
const FEE = 10n
/** Offered payments a second, one after the other; the run stops at the first that the network does not carry. */
const RATES = (process.env.BENCH_RATES ?? '50,100,200,400,800,1600,3200').split(',').map(Number)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20)
/** How often the generator looks for what is due, and the most that one call holds. */
const TOGETHER_MS = 20
const MOST_TOGETHER = 500
/** A generator whose payments leave later than this does not offer what it says. */
const MOST_LAG_MS = 250
/** Payments of blocks that became final together are seen within this. */
const SAME_BLOCK_MS = 1_000
/** What has not become final after this is a failure, and counts with this latency; so does what was refused or not answered. */
const PATIENCE_MS = 60_000
/** Of what was offered, so much must become final for a rate to be carried. */
const CARRIED = 0.99

/** A folder that each node leaves a profile of its processor in; such a run measures nothing. */
const PROFILES = process.env.BENCH_PROFILES
const profiled = PROFILES ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${PROFILES}` } : {}

type Payment = { readonly txid: string; readonly hex: string; readonly node: number }

/**
 * Payments through four real nodes on this machine, an open loop at rising rates: final payments a second, and how long
 * one takes into a block and to final. Block limits are raised by the configuration. A run whose generator could not
 * keep its pace is refused.
 */
export async function benchNetwork(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-network-'))
  const nodes: NodeProcess[] = []
  try {
    const made = await found(folder)
    nodes.push(...(await start(folder)))
    beforeOthers()
    process.once('exit', () => nodes.forEach((node) => void node.kill('SIGKILL')))
    const wallet = openWallet(made, await openSchnorrSigner())
    await firstFinal(nodes)
    for (const rate of RATES) if (!(await measure(rate, wallet(rate * SECONDS), nodes))) break
  } finally {
    for (const node of nodes) node.kill(PROFILES ? 'SIGTERM' : 'SIGKILL')
    await Promise.all(nodes.map(({ ended }) => ended))
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The generator goes before the nodes, where the machine lets it: who waits for a core offers less than it says. */
function beforeOthers(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH)
  } catch {
    // Not allowed to; a generator that comes late refuses its measurement anyway.
  }
}

const folderOf = (folder: string, at: number) => join(folder, `node-${at + 1}`)
const portOf = (at: number) => 46_100 + (process.pid % 400) * 10 + at
const secret = sha256(utf8('who pays in the measurement'))
const { script } = holder(secret)

function found(folder: string) {
  const [dataDir = '', ...otherDataDirs] = Array.from({ length: NODES }, (_, at) => folderOf(folder, at))
  const scriptHex = toHex(script)
  return initNetwork({
    ...{ dataDir, otherDataDirs, name: 'dev-bench', origins: ['http://localhost'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    allotments: Array.from({ length: COINS }, () => ({ scriptHex, amount: AMOUNT })),
    ...{ time: Math.floor(Date.now() / 1000) - 120, commitmentLength: 8_192 },
    parameters: { maxBlockBytes: 8_000_000, maxBlockSigops: 80_000 },
  })
}

function start(folder: string): Promise<NodeProcess[]> {
  const starting = Array.from({ length: NODES }, (_, at) => {
    const others = Array.from({ length: NODES }, (_, other) => other).filter((other) => other !== at)
    const peers = others.map(
      (other) => `/ip4/127.0.0.1/tcp/${portOf(other)}/p2p/${peerIdIn(folderOf(folder, other))}`,
    )
    return startNode(folderOf(folder, at), {
      ...{ NODE_LISTEN: `/ip4/127.0.0.1/tcp/${portOf(at)}`, NODE_PEERS: peers.join(',') },
      ...profiled,
      // Four nodes share what a node has for itself elsewhere.
      NODE_THREADS: '1',
      ...{ NODE_MEMPOOL_TRANSACTIONS: '200000', NODE_MEMPOOL_BYTES: '200000000', NODE_LOG_LEVEL: 'info' },
    })
  })
  return Promise.all(starting)
}

/** Signs payments before the clock starts: each coin goes round at one node, so that a payment never waits for gossip. */
function openWallet(made: Awaited<ReturnType<typeof found>>, sign: SchnorrSigner) {
  const owner = holder(secret, sign)
  const network = fromHex(made.network)
  const coins = made.allotments.map(
    ({ txid, index }): Coin => ({
      outpoint: { txid: fromHex(txid), index },
      output: { element: VALUE, amount: AMOUNT, script: owner.script },
    }),
  )
  let turn = 0
  return (count: number): readonly Payment[] =>
    Array.from({ length: count }, () => {
      const at = turn % COINS
      const { hex, txid, coin } = payToSelf(owner, must(coins[at], 'a coin'), FEE, network)
      coins[at] = coin
      turn += 1
      return { txid, hex, node: at % NODES }
    })
}

async function firstFinal(nodes: readonly NodeProcess[]): Promise<void> {
  const { client } = must(nodes[0], 'a node')
  for (let second = 0; second < 120; second += 1) {
    if ((await client.status()).final.height > 0) return
    await sleep(1_000)
  }
  throw new Error('the network saw no finality in two minutes')
}

/** True when the rate was carried. */
async function measure(
  rate: number,
  payments: readonly Payment[],
  nodes: readonly NodeProcess[],
): Promise<boolean> {
  const watcher = await observe(must(nodes[0], 'a node').client)
  const pids = [process.pid, ...nodes.map(({ pid }) => pid)]
  const before = pids.map(processorMs)
  const offered = await offer(rate, payments, nodes)
  const observed = await watcher.until(new Set(offered.accepted.keys()), PATIENCE_MS)
  const spent = pids.map((pid, at) => processorMs(pid) - (before[at] ?? Number.NaN))
  const carried = report(rate, payments, offered, observed)
  reportProcessor(rate, offered.accepted.size, spent)
  return carried
}

type Offered = {
  readonly accepted: ReadonlyMap<string, number>
  /** How many, by code. */
  readonly refused: Readonly<Record<string, number>>
  readonly lagMs: number
}

/**
 * Hands in what is due, however long the answers take. A node gets one call at a time with all that has come due since,
 * in its order, as an organisation's server hands it in; what waits here is late and counts as that.
 */
async function offer(
  rate: number,
  payments: readonly Payment[],
  nodes: readonly NodeProcess[],
): Promise<Offered> {
  const accepted = new Map<string, number>()
  const refused: Record<string, number> = {}
  const lags: number[] = []
  const begun = performance.now()
  const dueAt = (at: number) => (at * 1_000) / rate
  const queues = nodes.map((node) =>
    handingIn(node.client, ({ txid, due }, answer) => {
      if (answer?.accepted) accepted.set(txid, begun + due)
      else count(refused, answer?.refusal.code ?? 'no-answer')
    }),
  )
  for (let at = 0; at < payments.length; ) {
    const now = performance.now() - begun
    for (; at < payments.length && dueAt(at) <= now; at += 1) {
      const payment = must(payments[at], 'a payment')
      lags.push(now - dueAt(at))
      queues[payment.node]?.add({ ...payment, due: dueAt(at) })
    }
    for (const { go } of queues) go()
    await sleep(TOGETHER_MS)
  }
  await Promise.all(queues.map(({ empty }) => empty()))
  return { accepted, refused, lagMs: quantile(lags, 0.99) }
}

type Due = Payment & { readonly due: number }

/** A queue before one node: one call at a time. */
function handingIn(client: NodeClient, answered: (payment: Due, answer: SubmitAnswer | undefined) => void) {
  let waiting: Due[] = []
  let calling = Promise.resolve()
  let isCalling = false
  const call = async () => {
    isCalling = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_TOGETHER)
      waiting = waiting.slice(MOST_TOGETHER)
      const answers = await client.submitMany(batch.map(({ hex }) => [hex])).catch(() => [])
      for (const [at, payment] of batch.entries()) answered(payment, answers[at])
    }
    isCalling = false
  }
  const go = () => {
    if (!isCalling) calling = call()
    return calling
  }
  return { add: (payment: Due) => waiting.push(payment), go, empty: go }
}

const count = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1
}

/** What a payment cost, whatever else the machine did: processor time of the generator and of each node. */
function reportProcessor(rate: number, payments: number, [generator = 0, ...nodes]: readonly number[]): void {
  const us = (ms: number) => (1_000 * ms) / payments
  const facts = { generator: Math.round(us(generator)), nodes: nodes.map((ms) => Math.round(us(ms))) }
  const sum = us(generator + nodes.reduce((all, ms) => all + ms, 0))
  print(
    { bench: 'network', backend: 'four nodes', runs: 1, case: `${rate} offered: processor`, unit: 'us' },
    sum,
    facts,
  )
}

function report(
  rate: number,
  payments: readonly Payment[],
  { accepted, refused, lagMs }: Offered,
  observed: Observed,
) {
  const bench = { bench: 'network', backend: 'four nodes', runs: 1 } as const
  if (lagMs > MOST_LAG_MS) {
    console.log(
      JSON.stringify({
        bench: 'network',
        case: `${rate} offered`,
        refused: 'generator saturated',
        lagMs: Math.round(lagMs),
      }),
    )
    return false
  }
  const failures = new Array<number>(payments.length - accepted.size).fill(PATIENCE_MS)
  const latencies = (seen: ReadonlyMap<string, number>) => [
    ...[...accepted].map(([txid, due]) => (seen.get(txid) ?? due + PATIENCE_MS) - due),
    ...failures,
  ]
  const [included, final] = [latencies(observed.included), latencies(observed.final)]
  const done = [...accepted.keys()].filter((txid) => observed.final.has(txid)).length
  // Of more values than a call takes.
  const first = [...accepted.values()].reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const last = [...observed.final.values()].reduce((most, at) => Math.max(most, at), first)
  const facts = {
    offered: payments.length,
    refused,
    notFinal: accepted.size - done,
    generatorLagMs: Math.round(lagMs),
  }
  printFlow(rate, observed)
  print(
    { ...bench, case: `${rate} offered: final payments`, unit: 'per-second' },
    (done * 1_000) / (last - first),
    facts,
  )
  for (const [name, values] of [
    ['into a block', included],
    ['to final', final],
  ] as const) {
    for (const [label, part] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      print({ ...bench, case: `${rate} offered: ${name} ${label}`, unit: 'ms' }, quantile(values, part))
    }
  }
  return done >= CARRIED * payments.length
}

/** Payments that became final after the first ones did, by the time that took: without the wait before them. */
function printFlow(rate: number, { final }: Observed): void {
  const times = [...final.values()].sort((a, b) => a - b)
  const [first = Number.NaN, last = Number.NaN] = [times[0], times.at(-1)]
  const after = times.filter((time) => time > first + SAME_BLOCK_MS).length
  const what = { bench: 'network', backend: 'four nodes', runs: 1, unit: 'per-second' } as const
  print({ ...what, case: `${rate} offered: final payments once they come` }, (after * 1_000) / (last - first))
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

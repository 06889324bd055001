import { mkdtempSync, rmSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fromHex, p256PublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { openSchnorrSigner, type SchnorrSigner } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { VALUE } from '@vc/ledger'
import { initNetwork, peerIdIn } from '../src/index.ts'
import { type NodeProcess, startNode } from '../test/node-process.ts'
import { type Coin, holder, payToSelf } from '../test/transfers.ts'

const NODES = 4
/** Of a wallet, and of all: genesis gives them out in one transaction of 4,096 outputs at most. */
const COINS = 2_000
const ALL_COINS = 4_000
const AMOUNT = 1_000_000_000n
const FEE = 10n

/** A folder that each node leaves a profile of its processor in; such a run measures nothing. */
const PROFILES = process.env.BENCH_PROFILES
const profiled = PROFILES ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${PROFILES}` } : {}

/** A signed payment, and the node that it is handed in at. */
export type Payment = { readonly txid: string; readonly hex: string; readonly node: number }

/** The next so many payments. */
export type Wallet = (count: number) => readonly Payment[]

export type FourNodes = {
  readonly nodes: readonly NodeProcess[]
  /** A wallet with coins of its own: what becomes of the payments of one is nothing to another. */
  readonly wallet: () => Wallet
}

/**
 * Four real nodes on this machine that have become final once, with up to 2,000 coins for each wallet and block limits
 * raised by the configuration; they end with `act`. `env`: more settings of every node.
 */
export async function withFourNodes(
  of: { readonly wallets: number; readonly env: Readonly<Record<string, string>> },
  act: (running: FourNodes) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-network-'))
  const nodes: NodeProcess[] = []
  try {
    const coins = Math.min(COINS, Math.floor(ALL_COINS / of.wallets))
    const made = await found(folder, of.wallets * coins)
    nodes.push(...(await start(folder, of.env)))
    beforeOthers()
    process.once('exit', () => nodes.forEach((node) => void node.kill('SIGKILL')))
    const sign = await openSchnorrSigner()
    await firstFinal(nodes)
    let opened = 0
    const wallet = () => {
      opened += 1
      const allotments = made.allotments.slice((opened - 1) * coins, opened * coins)
      return openWallet({ ...made, allotments }, sign)
    }
    await act({ nodes, wallet })
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

function found(folder: string, coins: number) {
  const [dataDir = '', ...otherDataDirs] = Array.from({ length: NODES }, (_, at) => folderOf(folder, at))
  const scriptHex = toHex(script)
  return initNetwork({
    ...{ dataDir, otherDataDirs, name: 'dev-bench', origins: ['http://localhost'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    allotments: Array.from({ length: coins }, () => ({ scriptHex, amount: AMOUNT })),
    ...{ time: Math.floor(Date.now() / 1000) - 120, commitmentLength: 8_192 },
    parameters: { maxBlockBytes: 8_000_000, maxBlockSigops: 80_000 },
  })
}

function start(folder: string, env: Readonly<Record<string, string>>): Promise<NodeProcess[]> {
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
      ...{ NODE_LOG_LEVEL: 'info', ...env },
    })
  })
  return Promise.all(starting)
}

type Funds = Pick<Awaited<ReturnType<typeof found>>, 'network' | 'allotments'>

/** Signs payments before the clock starts: each coin goes round at one node, so that a payment never waits for gossip. */
function openWallet({ network, allotments }: Funds, sign: SchnorrSigner): Wallet {
  const owner = holder(secret, sign)
  const networkId = fromHex(network)
  const coins = allotments.map(
    ({ txid, index }): Coin => ({
      outpoint: { txid: fromHex(txid), index },
      output: { element: VALUE, amount: AMOUNT, script: owner.script },
    }),
  )
  let turn = 0
  return (count) =>
    Array.from({ length: count }, () => {
      const at = turn % coins.length
      const { hex, txid, coin } = payToSelf(owner, must(coins[at], 'a coin'), FEE, networkId)
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

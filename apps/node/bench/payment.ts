import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Block, decodeBlock, parseConfiguration } from '@vc/consensus'
import { fromHex, p256PublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { openSchnorrSigner, openSignatureChecks } from '@vc/crypto/native'
import { assert, type Clock, must } from '@vc/kernel'
import { VALUE } from '@vc/ledger'
import { pino } from 'pino'
import { initNetwork } from '../src/init.ts'
import { openNodeKey } from '../src/keys/node-key.ts'
import { openSignState } from '../src/keys/sign-state.ts'
import { openBlockRelay } from '../src/network/block-relay.ts'
import { compactOf } from '../src/network/compact-block.ts'
import { alone } from '../src/network/port.ts'
import { type Node, openNode } from '../src/node.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import { type Coin, type Holder, holder, payToSelf } from '../test/transfers.ts'
import { median, print } from './measure.ts'

/** So many in a block, and so many blocks' worth of them taken before the first is made: two and one of them wait behind a block. */
const PER_BLOCK = 4_000
const BLOCKS = 3
/** Rounds that are counted, after those in which the engine learns. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const WARM = 4
const PAYMENTS = PER_BLOCK * BLOCKS
const COINS = 2_000
const AMOUNT = 1_000_000_000n
/** A payment and its share of a block's head: a block holds so many and hardly one more. */
const PAYMENT_BYTES = 227.5
const START = 1_800_000_000

/**
 * What a payment costs at two nodes in one process without lines between them, by processor time of all threads: taken by
 * one, put on disk, taken by the other, made into a block and published by one, put together and taken by the other, with
 * two blocks' worth waiting behind, one, and none.
 */
export async function benchPayment(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-bench-payment-'))
  try {
    const pair = await openPair(folder)
    const costs = new Map<string, number[]>()
    for (let round = 0; round < WARM + ROUNDS; round += 1) {
      const spent = await oneRound(pair)
      if (round < WARM) continue
      for (const [part, us] of spent) costs.set(part, [...(costs.get(part) ?? []), us])
    }
    for (const [part, all] of costs) report(part, all)
    const sums = Array.from({ length: ROUNDS }, (_, at) =>
      [...costs.values()].reduce((sum, all) => sum + (all[at] ?? Number.NaN), 0),
    )
    report('all of it', sums)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const report = (part: string, all: readonly number[]) =>
  print(
    { bench: 'payment', case: part, unit: 'us', backend: 'two nodes', runs: ROUNDS },
    median(all.length % 2 === 0 ? all.slice(1) : all),
    { least: Number(Math.min(...all).toPrecision(4)) },
  )

type Pair = {
  readonly maker: Node
  readonly other: Node
  readonly pay: () => Uint8Array
  /** Lets seconds pass until the maker has published a block; its message. */
  readonly nextBlock: () => Uint8Array
  /** Gives a message of a block to the other. */
  readonly give: (message: Uint8Array) => Promise<void>
}

async function openPair(folder: string): Promise<Pair> {
  const owner = holder(sha256(utf8('who pays in the measurement')), await openSchnorrSigner())
  const dataDir = join(folder, 'node')
  const made = await found(dataDir, owner)
  const clock = openClock()
  const rules = await rulesOf(made, clock)
  let told: Uint8Array | undefined
  const announceBlock = (bytes: Uint8Array, block?: Block) => {
    told = compactOf(bytes, must(block, 'an own block was read'))
  }
  const maker = openNode({
    ...{ ...rules, store: openDiskStore(join(folder, 'maker')), port: { ...alone, announceBlock } },
    producer: {
      key: openNodeKey(join(dataDir, 'node-key.json')),
      signState: openSignState(join(dataDir, 'sign-state'), { create: false }),
    },
  })
  const other = openNode({ ...rules, store: openDiskStore(join(folder, 'other')) })
  const nextBlock = () => {
    for (told = undefined; !told; maker.tick()) clock.pass()
    return told
  }
  return { maker, other, pay: openWallet(made, owner), nextBlock, give: giverTo(other) }
}

type Founded = Awaited<ReturnType<typeof found>>

function found(dataDir: string, { script }: Holder) {
  return initNetwork({
    ...{ dataDir, name: 'dev-bench', origins: ['http://localhost'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    allotments: Array.from({ length: COINS }, () => ({ scriptHex: toHex(script), amount: AMOUNT })),
    ...{ time: START, commitmentLength: 8_192 },
    parameters: { maxBlockBytes: Math.round(PER_BLOCK * PAYMENT_BYTES), maxBlockSigops: 80_000 },
  })
}

/** Stands still until a second passes. */
function openClock() {
  let seconds = START + 1
  const pass = () => {
    seconds += 1
  }
  return { nowMs: () => seconds * 1_000, pass }
}

async function rulesOf({ genesis, configuration }: Founded, clock: Clock) {
  const { checks, backend } = await openSignatureChecks()
  const parsed = parseConfiguration(configuration)
  assert(parsed.ok, 'our own configuration holds')
  const policy = { minFee: 0n, transactions: 200_000, bytes: 200_000_000 }
  const log = pino({ level: 'silent' })
  return { genesis, configuration: parsed.value, backend, checks, policy, clock, log }
}

/** Pays one coin after the other to its owner: many of them before they are in a block. */
function openWallet({ allotments, network }: Founded, owner: Holder): Pair['pay'] {
  const coins = allotments.map(
    ({ txid, index }): Coin => ({
      outpoint: { txid: fromHex(txid), index },
      output: { element: VALUE, amount: AMOUNT, script: owner.script },
    }),
  )
  let turn = 0
  return () => {
    const at = turn % COINS
    turn += 1
    const paid = payToSelf(owner, must(coins[at], 'a coin'), 10n, fromHex(network))
    coins[at] = paid.coin
    return fromHex(paid.hex)
  }
}

function giverTo({ core }: Node): Pair['give'] {
  const onFault = (error: unknown) => {
    throw error
  }
  const wrong = () => false as const
  const blame = { wrong, cutOff: wrong, count: () => 0 }
  const relay = openBlockRelay({ core, ask: async () => undefined, blame, onFault })
  return async (message) => {
    relay.receive(message, 'maker')
    // The block is taken when its parts are together, a few turns of promises later.
    for (let turns = 0; turns < 8; turns += 1) await Promise.resolve()
  }
}

async function oneRound({ maker, other, pay, nextBlock, give }: Pair): Promise<ReadonlyMap<string, number>> {
  const spent = new Map<string, number>()
  const payments = Array.from({ length: PAYMENTS }, pay)
  const spend = async (part: string, count: number, act: () => unknown) => {
    const before = process.cpuUsage()
    const value = await act()
    const { user, system } = process.cpuUsage(before)
    spent.set(part, (user + system) / count)
    return value
  }
  const take = (node: Node) => {
    for (const bytes of payments)
      assert(node.core.receiveTransactions([bytes], 'somebody').action === 'accept', 'taken')
  }
  await spend('taken by the first', PAYMENTS, () => take(maker))
  await spend('taken by the second', PAYMENTS, () => take(other))
  await spend('written by the second', PAYMENTS, () => other.tick())
  for (let left = BLOCKS - 1; left >= 0; left -= 1) {
    const behind = `${left} blocks' worth behind it`
    const before = maker.chain.head.height
    const message = (await spend(`made and published, ${behind}`, PER_BLOCK, nextBlock)) as Uint8Array
    await spend(`put together and taken, ${behind}`, PER_BLOCK, () => give(message))
    const bytes = must(maker.chain.blocks.bytesOf(maker.chain.head.hash), 'the head has its bytes')
    const block = decodeBlock(bytes, bytes.length)
    const count = block.ok ? block.value.transactions.length : 0
    assert(
      maker.chain.head.height === before + 1 && other.chain.head.height === before + 1,
      'one block more at both',
    )
    assert(Math.abs(count - PER_BLOCK) < PER_BLOCK / 10, `a block's worth: ${count}`)
  }
  return spent
}

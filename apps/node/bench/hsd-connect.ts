import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { assert } from '@vc/kernel'
import { measure, timed } from './measure.ts'

/** The part of hsd 8 that is used here; it has no types. */
type Coin = { readonly value: number }
type Transaction = { readonly outputs: readonly Coin[] }
type Mutable = {
  addCoin(coin: Coin): void
  addOutput(address: unknown, value: number): void
  sign(ring: Ring): void
  toTX(): Transaction
}
type Ring = { getAddress(): unknown }
type Job = { pushTX(tx: Transaction): void; refresh(): void; mineAsync(): Promise<HsdBlock> }
type HsdBlock = { encode(): Buffer; readonly txs: readonly Transaction[] }
type Opened = { open(): Promise<void>; close(): Promise<void> }
type HsdChain = Opened & { add(block: HsdBlock): Promise<unknown>; readonly height: number }
type Make<T> = new (options: Record<string, unknown>) => T
type Hsd = {
  readonly Chain: Make<HsdChain>
  readonly Miner: Make<Opened & { readonly cpu: { createJob(): Promise<Job> } }>
  readonly WorkerPool: Make<Opened>
  readonly MTX: new () => Mutable
  readonly KeyRing: { generate(): Ring }
  readonly Coin: { fromTX(tx: Transaction, index: number, height: number): Coin }
  readonly Block: { decode(bytes: Buffer): HsdBlock }
  readonly createBlockStore: (options: Record<string, unknown>) => Opened
}

const perBlock = 1_500
const rings = 100
const begin = 8
const fee = 1_000

/**
 * The same measurement on hsd 8, a full node in JavaScript with native libsecp256k1, in memory: it stays out of this
 * repository, in the folder that BENCH_HSD names (`npm install hsd@8` there).
 */
export async function benchHsd(folder: string, blocks: number): Promise<void> {
  assert(existsSync(join(folder, 'node_modules/hsd')), `hsd is installed in ${folder}`)
  const require = createRequire(join(folder, 'package.json'))
  const hsd: Hsd = { ...partsOf(require('hsd')), createBlockStore: require('hsd/lib/blockstore').create }
  const { head, full } = await makeBlocks(hsd, blocks)
  const name = 'hsd 8 in memory, one thread'
  const what = { bench: 'ledger-connect', case: name, unit: 'per-second', backend: 'bcrypto' } as const
  await measure(what, async () => {
    const { chain, close } = await openHsd(hsd)
    for (const bytes of head) await chain.add(hsd.Block.decode(bytes))
    const run = await timed(full.length * perBlock, async () => {
      for (const bytes of full) await chain.add(hsd.Block.decode(bytes))
    })
    assert(chain.height === head.length + full.length, 'every block was taken')
    await close()
    return run
  })
}

/** hsd's own object opens its parts when they are first asked for. */
const partsOf = ({ Chain, Miner, WorkerPool, MTX, KeyRing, Coin, Block }: Omit<Hsd, 'createBlockStore'>) => ({
  ...{ Chain, Miner, WorkerPool, MTX },
  ...{ KeyRing, Coin, Block },
})

/** Its own pool of workers does not come back from the first block here, so it checks in one thread. */
async function openHsd(hsd: Hsd) {
  const workers = new hsd.WorkerPool({ enabled: false })
  const options = { network: 'regtest', memory: true, workers }
  const store = hsd.createBlockStore({ network: 'regtest', memory: true })
  const chain = new hsd.Chain({ ...options, blocks: store })
  await workers.open()
  await store.open()
  await chain.open()
  const close = async () => {
    await chain.close()
    await store.close()
    await workers.close()
  }
  return { chain, workers, close }
}

/** A chain that begins with coins for everybody, and then blocks of 1,500 signed 1-in-2-out payments. */
async function makeBlocks(hsd: Hsd, count: number): Promise<{ head: Buffer[]; full: Buffer[] }> {
  const { chain, workers, close } = await openHsd(hsd)
  const owners = Array.from({ length: rings }, () => hsd.KeyRing.generate())
  const owner = (n: number) => owners[n % rings] ?? hsd.KeyRing.generate()
  const addresses = [owner(0).getAddress()]
  const miner = new hsd.Miner({ chain, workers, addresses, version: 0 })
  await miner.open()
  const mine = async (transactions: readonly Transaction[]) => {
    const job = await miner.cpu.createJob()
    for (const transaction of transactions) job.pushTX(transaction)
    job.refresh()
    const block = await job.mineAsync()
    await chain.add(block)
    return block
  }
  const first = await mine([])
  const head = [first]
  while (head.length < begin) head.push(await mine([]))
  const [reward] = first.txs
  assert(reward !== undefined, 'a block has its reward')
  const shared = split(
    hsd,
    owner(0),
    hsd.Coin.fromTX(reward, 0, 1),
    Array.from({ length: perBlock }, (_, n) => owner(n)),
  )
  head.push(await mine([shared]))
  const coins = shared.outputs
    .slice(0, perBlock)
    .map((_, n) => ({ coin: hsd.Coin.fromTX(shared, n, chain.height), holder: n }))
  const full: HsdBlock[] = []
  for (let made = 0; full.length < count; ) {
    const paid = coins.splice(0, perBlock).map(({ coin, holder }) => {
      made += 1
      const transaction = split(hsd, owner(holder), coin, [owner(made), owner(holder)])
      return { transaction, holders: [made, holder] }
    })
    full.push(await mine(paid.map(({ transaction }) => transaction)))
    for (const { transaction, holders } of paid) {
      holders.forEach((holder, index) => {
        coins.push({ coin: hsd.Coin.fromTX(transaction, index, chain.height), holder })
      })
    }
  }
  await miner.close()
  await close()
  return { head: head.map((block) => block.encode()), full: full.map((block) => block.encode()) }
}

/** Pays a coin in equal parts. */
function split(hsd: Hsd, from: Ring, coin: Coin, to: readonly Ring[]): Transaction {
  const payment = new hsd.MTX()
  payment.addCoin(coin)
  const part = Math.floor((coin.value - fee - 40 * to.length) / to.length)
  for (const ring of to) payment.addOutput(ring.getAddress(), part)
  payment.sign(from)
  return payment.toTX()
}

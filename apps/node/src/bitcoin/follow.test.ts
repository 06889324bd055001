import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { development, type GenesisParameters, type Parameters as Rules } from '@vc/consensus'
import { fromHex, hash256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { openMemoryStore } from '../storage/memory-store.ts'
import type { Store } from '../storage/store.ts'
import { followPeer, followRpc } from './follow.ts'
import { openHeaderBook } from './header-book.ts'
import { type BitcoinCall, bitcoinRpc } from './rpc.ts'
import { bitcoindOf, mineChain } from './testing.ts'

const TIME = 1_800_000_000
const ANCHOR = 100
const nothing = new Uint8Array(32)
const main = mineChain({ prevHash: nothing, time: TIME }, 260)
const header = (at: number, of = main) => must(of[at], 'a header')
const hashAt = (at: number, of = main) => hash256(header(at, of))
/** Another branch from a header on. */
const branch = (at: number, count: number) => [
  ...main.slice(0, at + 1),
  ...mineChain({ prevHash: hashAt(at), time: TIME + 5 * at + 7 }, count),
]
const parameters = (own: Partial<GenesisParameters> = {}): Rules => ({
  ...development({
    ...{ 'beacon.source': 'regtest', 'beacon.anchor': { height: ANCHOR, header: toHex(header(0)) } },
    ...own,
  }),
  genesisBits: 0x1d00ffff,
})

let now = TIME * 1_000
const book = (store: Store = openMemoryStore(), own: Partial<GenesisParameters> = {}) =>
  must(openHeaderBook(parameters(own), store, { nowMs: () => now }), 'a book')
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})
/** A bitcoind, and how to ask it. */
async function bitcoind(of: Partial<Parameters<typeof bitcoindOf>[0]> = {}) {
  const server = await bitcoindOf({ anchor: ANCHOR, chain: () => main, ...of })
  closing.push(server.close)
  return { ...server, rpc: bitcoinRpc({ url: server.url, cookieFile: undefined }) }
}
describe("a node that reads a bitcoind's headers", () => {
  it('takes all of them from the anchor on, keeps them, and asks for no more than what is new', async () => {
    let length = 250
    const { rpc, asked } = await bitcoind({ chain: () => main.slice(0, length) })
    const store = openMemoryStore()
    const first = book(store)
    expect(await followRpc(first, rpc)).toBe('current')
    expect(first.tip()).toMatchObject({ height: ANCHOR + 249, hash: hashAt(249) })
    const again = book(store)
    expect(again.tip().hash).toEqual(hashAt(249))
    asked.length = 0
    expect(await followRpc(again, rpc)).toBe('current')
    expect(asked).toEqual(['getbestblockhash'])
    length = 260
    expect(await followRpc(again, rpc)).toBe('current')
    expect(again.from(ANCHOR + 258)).toEqual([header(258), header(259)])
  })

  it('follows a reorganisation to the branch of more work, and no shorter one', async () => {
    const it = book()
    const longer = branch(200, 80)
    const shorter = branch(220, 10)
    const chains = [main, shorter, longer]
    const { rpc } = await bitcoind({ chain: () => must(chains[0], 'a chain') })
    expect(await followRpc(it, rpc)).toBe('current')
    chains.shift()
    expect(await followRpc(it, rpc)).toBe('behind')
    expect(it.tip().hash).toEqual(hashAt(259))
    chains.shift()
    expect(await followRpc(it, rpc)).toBe('current')
    expect(it.tip().hash).toEqual(hash256(must(longer.at(-1), 'a tip')))
    expect(it.outside.at(ANCHOR + 210)?.hash).toEqual(hashAt(210, longer))
  })

  it.each([
    ['without its work', 'bitcoin-work', (bytes: Uint8Array) => withoutWork(bytes)],
    [
      'with an easier target',
      'bitcoin-target',
      (bytes: Uint8Array) => bytes.map((byte, at) => (at === 72 ? 1 : byte)),
    ],
    [
      'before the median of eleven',
      'bitcoin-time',
      () => must(mineChain({ prevHash: hashAt(29), time: TIME + 5 * 24 }, 1)[0], 'a header'),
    ],
    ['that is cut short', 'bitcoin-shape', (bytes: Uint8Array) => bytes.subarray(1)],
  ])('refuses a header %s', async (_, code, change) => {
    const bad = change(header(30))
    const { rpc } = await bitcoind({ answer: (honest) => honest.replace(toHex(header(30)), toHex(bad)) })
    const it = book()
    expect(await followRpc(it, rpc)).toBe(code)
    expect(it.tip().hash).toEqual(hashAt(29))
    expect(it.isFresh()).toBe(false)
  })

  it('refuses the chain of another anchor', async () => {
    const { rpc } = await bitcoind({ chain: () => mineChain({ prevHash: hashAt(3), time: TIME }, 20) })
    expect(await followRpc(book(), rpc)).toBe('other-chain')
  })

  it('gives up on one that is silent, lets nobody in, floods, or says what is no answer', async () => {
    const codeOf = (rpc: (calls: readonly BitcoinCall[]) => Promise<unknown>) =>
      rpc([['getbestblockhash']]).then(
        () => 'answered',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      )
    const silent = await bitcoind({ answer: () => undefined })
    const patient = bitcoinRpc({ url: silent.url, cookieFile: undefined, patienceMs: 50 })
    expect(await codeOf(patient)).toBe('bitcoin-unreachable')
    expect(await codeOf((await bitcoind({ login: 'user:password' })).rpc)).toBe('bitcoin-unauthorised')
    expect(await codeOf((await bitcoind({ answer: () => '<html>' })).rpc)).toBe('bitcoin-malformed')
    expect(await codeOf((await bitcoind({ answer: () => '[]' })).rpc)).toBe('bitcoin-malformed')
    const flood = await bitcoind({ answer: () => ' '.repeat(5_000_000) })
    expect(await codeOf(flood.rpc)).toBe('bitcoin-malformed')
    silent.close()
    expect(await codeOf(patient)).toBe('bitcoin-unreachable')
  })

  it('shows user and password of the address, or what the cookie holds now', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vc-cookie-'))
    const cookieFile = join(folder, '.cookie')
    const { url } = await bitcoind({ login: '__cookie__:new' })
    const rpc = bitcoinRpc({ url, cookieFile })
    await expect(rpc([['getbestblockhash']])).rejects.toThrow('bitcoin-unreachable')
    writeFileSync(cookieFile, '__cookie__:old\n')
    await expect(rpc([['getbestblockhash']])).rejects.toThrow('bitcoin-unauthorised')
    writeFileSync(cookieFile, '__cookie__:new\n')
    expect(await rpc([['getbestblockhash']])).toHaveLength(1)
    const named = bitcoinRpc({ url: url.replace('http://', 'http://__cookie__:new@'), cookieFile: undefined })
    expect(await named([['getbestblockhash']])).toHaveLength(1)
    rmSync(folder, { recursive: true })
  })
})

describe('what is known of Bitcoin at a time', () => {
  it('is nothing while a newer header may be missing, and certain below those that are here', async () => {
    const { rpc } = await bitcoind({ chain: () => main.slice(0, 101) })
    const it = book()
    for (const one of main.slice(1, 101)) it.add(one)
    const at = (time: number) => it.outside.lastBefore(time)?.height
    expect([at(TIME + 499), at(TIME + 500), at(TIME + 9_000)]).toEqual([ANCHOR + 99, undefined, undefined])
    await followRpc(it, rpc)
    expect([at(TIME + 499), at(TIME + 500), at(TIME + 9_000)]).toEqual([
      ANCHOR + 99,
      ANCHOR + 100,
      ANCHOR + 100,
    ])
    now += 61_000
    expect([at(TIME + 499), at(TIME + 500)]).toEqual([ANCHOR + 99, undefined])
  })

  it('is nothing at all where the configuration does not ask, and a halt where it names no anchor', () => {
    const clock = { nowMs: () => now }
    expect(
      openHeaderBook(parameters({ 'beacon.source': 'reveal' }), openMemoryStore(), clock),
    ).toBeUndefined()
    const own = { 'beacon.anchor': null }
    expect(() => book(openMemoryStore(), own)).toThrow('anchor-missing')
  })
})

describe('a node that has headers of peers', () => {
  const peer = (chain: readonly Uint8Array[]) => async (height: number) =>
    chain.slice(Math.max(0, height - ANCHOR))
  it('follows the one with more work and is not led away by others', async () => {
    const it = book()
    expect(await followPeer(it, peer(main))).toBe('advanced')
    expect(await followPeer(it, peer(main))).toBe('current')
    expect(it.isFresh()).toBe(true)
    expect(await followPeer(it, peer(branch(220, 10)))).toBe('behind')
    expect(await followPeer(it, async () => undefined)).toBe('silent')
    expect(await followPeer(it, peer([...main, withoutWork(header(259))]))).toMatch(/bitcoin-/)
    expect(it.tip().hash).toEqual(hashAt(259))
    expect(await followPeer(it, peer(branch(200, 80)))).toBe('advanced')
  })
})

it("reads Bitcoin's own first headers as a bitcoind gives them", async () => {
  const genesis =
    '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c'
  const second =
    '010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299'
  const server = await bitcoindOf({ anchor: 0, chain: () => [genesis, second].map(fromHex) })
  closing.push(server.close)
  const own: Partial<GenesisParameters> = {
    'beacon.source': 'bitcoin',
    'beacon.anchor': { height: 0, header: genesis },
  }
  const it = book(openMemoryStore(), own)
  expect(await followRpc(it, bitcoinRpc({ url: server.url, cookieFile: undefined }))).toBe('current')
  expect(toHex(it.tip().hash.toReversed())).toBe(
    '00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048',
  )
})

/** With a nonce that gives no work. */
function withoutWork(bytes: Uint8Array): Uint8Array {
  for (let nonce = 0; ; nonce += 1) {
    const changed = bytes.map((byte, at) => (at === 76 ? nonce : byte))
    if ((hash256(changed)[31] ?? 0) > 0x80) return changed
  }
}

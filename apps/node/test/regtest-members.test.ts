import { type Claim, claimPayload, encodeClaim, NO_STAKE, netValue } from '@vc/consensus'
import { bitcoinTransaction, burnOutput } from '@vc/consensus/claims/testing'
import { hash256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { openHeaderBook } from '../src/bitcoin/header-book.ts'
import { keepFollowing } from '../src/bitcoin/keep-following.ts'
import { bitcoinRpc } from '../src/bitcoin/rpc.ts'
import { bitcoindOf, mineChain } from '../src/bitcoin/testing.ts'
import { encodeBeaconAnswer } from '../src/network/beacon-messages.ts'
import { openMemoryStore } from '../src/storage/memory-store.ts'
import { memoryMembers } from './hostile/memory-members.ts'

const ANCHOR = 100
const START = 1_800_000_000
const BURNT_AT = 120
const CLAIMED = 40
const [anchor] = mineChain({ prevHash: new Uint8Array(32), time: START - 600 }, 1)
const parameters = {
  ...{ 'beacon.source': 'regtest', 'beacon.lag': 30, stakeMaturity: 60 },
  'beacon.anchor': { height: ANCHOR, header: toHex(must(anchor, 'an anchor')) },
  ...{ 'pob.source': 'regtest', 'pob.interval': 10, 'pob.minBurn': 1_000 },
} as const
const log = pino({ level: 'silent' })
let now = START * 1_000
const clock = { nowMs: () => now }
const closing: (() => void)[] = []
afterAll(() => {
  for (const close of closing) close()
})

/** Two members, of whom the first has a bitcoind that shows what was mined by now. */
async function regtestMembers() {
  const founding = await memoryMembers({ members: 2, nodes: 0, parameters })
  const bookParameters = founding.founded.configuration.parameters
  const books = [0, 1].map(() => must(openHeaderBook(bookParameters, openMemoryStore(), clock), 'a book'))
  const world = await memoryMembers({ members: 2, nodes: 2, parameters, bitcoin: books })
  const at = (member: number) => must(world.all[member], 'a member')
  const { network } = at(0).node.chain
  const key = must(world.founded.keys[1], 'a key').producerKey
  const burn = bitcoinTransaction([burnOutput(claimPayload(network, { height: CLAIMED, key }), 5_000n)])
  const rootOf = (n: number) => (ANCHOR + 1 + n === BURNT_AT ? hash256(burn) : new Uint8Array(32).fill(n))
  const mined = mineChain({ prevHash: hash256(must(anchor, 'an anchor')), time: START - 595 }, 230, {
    rootOf,
  })
  const shown = () => [
    must(anchor, 'an anchor'),
    ...mined.slice(0, Math.floor((now / 1_000 - START + 595) / 5) + 1),
  ]
  const { url, close } = await bitcoindOf({ anchor: ANCHOR, chain: shown })
  closing.push(close)
  const follow = [0, 1].map((member) =>
    keepFollowing({
      book: must(books[member], 'a book'),
      rpc: member === 0 ? bitcoinRpc({ url, cookieFile: undefined }) : undefined,
      network: at(member).network,
      ...{ clock, log },
    }),
  )
  const pass = async (seconds: number, members: readonly number[]) => {
    for (let second = 0; second < seconds; second += 1) {
      await world.second()
      now = world.clock.nowMs()
      for (const member of members) must(follow[member], 'a follower')()
      await new Promise((resolve) => setTimeout(resolve, 4))
    }
  }
  const claim: Claim = {
    kind: 'burn',
    bitcoinHeight: BURNT_AT,
    position: 0,
    branch: [],
    output: 0,
    transaction: burn,
  }
  return { world, at, books, pass, claim, key }
}

describe('members whose beacon is Bitcoin', () => {
  it('make blocks with the headers that one has of its bitcoind and the other of its peer, and who burns has its turn', async () => {
    const { world, at, books, pass, claim, key } = await regtestMembers()
    await pass(30, [0])
    const head = (member: number) => at(member).node.chain.head
    expect(head(0).height).toBeGreaterThan(3)
    expect(head(1).height).toBe(0)
    expect([...world.hub.cutBy(at(1).transport.self)]).toEqual([])
    await pass(30, [0, 1])
    expect(books[1]?.tip().height).toBeGreaterThan(ANCHOR + 100)
    expect(head(1).hash).toEqual(head(0).hash)
    for (const { node } of world.all)
      expect(node.core.receiveClaim(encodeClaim(claim), 'self').action).toBe('accept')
    await pass(70, [0, 1])
    expect(head(1).hash).toEqual(head(0).hash)
    const headers = Array.from({ length: head(0).height }, (_, i) => {
      const { blocks } = at(0).node.chain
      return must(blocks.header(must(blocks.hashAt(i + 1), 'a block')), 'a header')
    })
    expect(headers.every(({ reveal }) => reveal.every((byte) => byte === 0))).toBe(true)
    const burnt = must(headers[CLAIMED - 1], 'the block of the claim')
    expect([burnt.stakeIndex, toHex(burnt.producerKey)]).toEqual([NO_STAKE, toHex(key)])
    expect(new Set(headers.map(({ producerKey }) => toHex(producerKey))).size).toBe(2)
    expect(new Set(headers.map(({ beaconHash }) => toHex(beaconHash))).size).toBeGreaterThan(5)
    expect(at(0).node.chain.finality.final.height).toBeGreaterThan(20)
    expect(netValue(at(1).node.chain.state)).toBe(netValue(at(0).node.chain.state))
  })

  it('cut off a peer that tells headers without work, and go on', async () => {
    const book = must(openHeaderBook({ ...(await rules()) }, openMemoryStore(), clock), 'a book')
    const cut: string[] = []
    const lie = mineChain({ prevHash: hash256(must(anchor, 'an anchor')), time: START }, 1).map((header) =>
      header.map((byte, i) => (i === 72 ? 1 : byte)),
    )
    const network = {
      port: { peers: () => ['liar'] },
      ask: async () => encodeBeaconAnswer(lie),
      cutOff: (peer: string) => void cut.push(peer),
    }
    keepFollowing({ book, rpc: undefined, network, clock, log })()
    await expect.poll(() => cut).toEqual(['liar'])
    expect(book.tip().height).toBe(ANCHOR)
  })
})

const rules = async () =>
  (await memoryMembers({ members: 1, nodes: 0, parameters })).founded.configuration.parameters

import { decodeBlock, encodeBlock, netValue } from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { armFailpoints, must } from '@vc/kernel'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { payToSelf } from '../../test/transfers.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { failpoints, forkFailpoints } from '../failpoints.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import type { Store } from '../storage/store.ts'

const START = forkNetwork.time
/** One memory of what was checked for all nodes of this test. */
const checks = rememberChecks((await openSignatureChecks()).checks)
const network = found(forkNetwork)
let seconds = START
const clock = { nowMs: () => seconds * 1_000 }
afterEach(() => armFailpoints(undefined))

function open(store: Store, member?: number) {
  const key = member === undefined ? undefined : must(network.keys[member], 'a member')
  return openNode({
    store,
    genesis: network.genesis,
    configuration: network.configuration,
    backend: 'noble',
    checks,
    policy: { minFee: 0n, transactions: 1_000, bytes: 10_000_000 },
    clock,
    log: pino({ level: 'silent' }),
    ...(key ? { producer: { key, signState: openSignFile(memoryPages()) } } : {}),
  })
}
type Opened = ReturnType<typeof open>
const blocksOf = ({ face }: Opened) =>
  Array.from({ length: face.status().head.height }, (_, at) =>
    fromHex(must(face.blockAt(at + 1), 'a block').bytes),
  )
const run = (nodes: readonly Opened[], time: number) => {
  for (const end = seconds + time; seconds < end; ) {
    seconds += 1
    for (const node of nodes) node.tick()
  }
}
const entries = (store: Store) => [...store.range('state', new Uint8Array([0]))].map(String)

/** Two members who do not hear each other for a while, each with half of the load. */
function parted() {
  const [left, right] = [open(openMemoryStore(), 0), open(openMemoryStore(), 1)]
  const pay = (coin: number, fee: bigint) =>
    payToSelf(network.owner, must(network.coins[coin], 'a coin'), fee, fromHex(left.face.status().network))
  const paid = [pay(0, 10n), pay(1, 10n)]
  for (const [at, node] of [left, right].entries()) {
    expect(node.face.submit([fromHex(must(paid[at], 'a payment').hex)]).accepted).toBe(true)
  }
  run([left, right], 40)
  return { left, right, paid }
}

describe('a node between branches', () => {
  it('comes to one head whichever branch it sees first, with the state of a node that saw only that one', () => {
    const { left, right } = parted()
    const stores = [openMemoryStore(), openMemoryStore()]
    const nodes = stores.map((store) => open(store))
    const [a, b] = [blocksOf(left), blocksOf(right)]
    expect(toHex(must(a[0], 'a block'))).not.toBe(toHex(must(b[0], 'a block')))
    for (const bytes of [...a, ...b]) nodes[0]?.core.receiveBlock(bytes, 'left')
    for (const bytes of [...b, ...a].toReversed()) nodes[1]?.core.receiveBlock(bytes, 'right')
    const [first, second] = nodes.map(({ face }) => face.status().head.hash)
    expect(first).toBe(second)
    const winner = [left, right].find(({ face }) => face.status().head.hash === first)
    const alone = openMemoryStore()
    const only = open(alone)
    for (const bytes of blocksOf(must(winner, 'one of the two'))) only.core.receiveBlock(bytes, 'winner')
    for (const store of stores) expect(entries(store)).toEqual(entries(alone))
  })

  it('takes a block whose header came with another body before: that says nothing of the block', () => {
    const { left, right } = parted()
    const [own, other] = [blocksOf(left), blocksOf(right)].map((blocks) => {
      const decoded = decodeBlock(must(blocks[0], 'a block'), 4_000_000)
      if (!decoded.ok) throw new Error(decoded.refusal.code)
      return decoded.value
    })
    const { header, extension, transactions } = must(own, 'a block')
    const bodies = [
      { header, extension, transactions: must(other, 'a block').transactions },
      { header, extension: { ...extension, references: [must(other, 'a block').header] }, transactions },
    ]
    const node = open(openMemoryStore())
    for (const block of bodies)
      expect(node.core.receiveBlock(encodeBlock(block), 'liar').action).toBe('reject')
    for (const bytes of blocksOf(left)) node.core.receiveBlock(bytes, 'left')
    expect(node.face.status().head.hash).toBe(left.face.status().head.hash)
  })

  it('takes transactions of the branch it leaves back into the mempool, and they come into a block again', () => {
    const { left, right, paid } = parted()
    const [a, b] = [blocksOf(left), blocksOf(right)]
    const before = left.face.status().head.hash
    for (const bytes of b) left.core.receiveBlock(bytes, 'right')
    for (const bytes of a) right.core.receiveBlock(bytes, 'left')
    const loser = left.face.status().head.hash === before ? right : left
    expect(left.face.status().head.hash).toBe(right.face.status().head.hash)
    const txid = must(paid[loser === left ? 0 : 1], 'its payment').txid
    expect(loser.face.transaction(fromHex(txid))).toEqual({ state: 'mempool' })
    run([loser], 60)
    expect(loser.face.transaction(fromHex(txid))).toMatchObject({ state: 'block' })
  })

  it('goes on after a break at any step of leaving a branch, from what is on disk', () => {
    const { left, right } = parted()
    const [a, b] = [blocksOf(left), blocksOf(right)]
    const calm = openMemoryStore()
    const whole = open(calm)
    for (const bytes of [...a, ...b]) whole.core.receiveBlock(bytes, 'other')
    const isLeft = whole.face.status().head.hash === left.face.status().head.hash
    const [lighter, heavier] = isLeft ? [b, a] : [a, b]
    const steps = [
      ...forkFailpoints,
      ...failpoints.filter((name) => name.includes('block-w') || name.includes('head')),
    ]
    for (const step of steps) {
      for (const passing of [1, 2, 5]) {
        const store = openMemoryStore()
        let node = open(store)
        for (const bytes of lighter) node.core.receiveBlock(bytes, 'other')
        let passes = passing
        armFailpoints((name) => {
          passes -= Number(name === step)
          if (name === step && passes === 0) throw new Error('broken')
        })
        let broken = 0
        for (const bytes of heavier) {
          try {
            node.core.receiveBlock(bytes, 'other')
          } catch {
            broken += 1
            armFailpoints(undefined)
            node = open(store)
            node.core.receiveBlock(bytes, 'other')
          }
        }
        expect([step, passing, broken]).toEqual([step, passing, 1])
        expect(entries(store)).toEqual(entries(calm))
      }
    }
  })

  it('never leaves what votes made final, however heavy the other branch', () => {
    const nodes = [0, 1, 2].map((member) => open(openMemoryStore(), member))
    const apart = open(openMemoryStore(), 3)
    for (let turn = 0; turn < 40; turn += 1) {
      run(nodes, 1)
      share(nodes)
    }
    const final = must(nodes[0], 'a node').face.status().final
    expect(final.height).toBeGreaterThan(5)
    const own = openMemoryStore()
    const follower = open(own)
    for (const bytes of blocksOf(must(nodes[0], 'a node'))) follower.core.receiveBlock(bytes, 'first')
    const settled = follower.face.status().final
    expect(settled.height).toBeGreaterThan(3)
    seconds = START
    run([apart], 250)
    expect(apart.face.status().head.height).toBeGreaterThan(follower.face.status().head.height)
    for (const bytes of blocksOf(apart)) {
      const { code } = follower.core.receiveBlock(bytes, 'apart')
      expect(['block-below-final', 'block-orphan', 'block-early']).toContain(code)
    }
    expect(follower.face.blockAt(settled.height)?.hash).toBe(settled.hash)
  })
})

it('stops with the proof when more than a third of the members made another block final', () => {
  seconds = START
  const together = (turns: number) => {
    const nodes = [0, 1, 2].map((member) => open(openMemoryStore(), member))
    for (let turn = 0; turn < turns; turn += 1) {
      run(nodes, 1)
      share(nodes)
    }
    return must(nodes[0], 'a node')
  }
  const other = together(25)
  seconds = START + 40
  const own = together(60)
  const stop = new Uint8Array(32)
  const answer = other.core.headersAfter([fromHex(own.face.status().network)], stop, 512)
  expect(must(answer.certificate, 'a certificate').source.height).toBeGreaterThan(0)
  expect(own.chain.finality.final.height).toBeGreaterThan(other.chain.finality.final.height)
  expect(() => own.core.receiveHeaders(answer, 'other')).toThrow('finality-contradicted')
  const agreeing = own.core.headersAfter([fromHex(own.face.status().network)], stop, 512)
  expect(own.core.receiveHeaders(agreeing, 'other').action).toBe('accept')
})

/** Everybody gets everybody's blocks and votes. */
function share(nodes: readonly Opened[]): void {
  for (const from of nodes) {
    for (const to of nodes) {
      const { head } = from.face.status()
      for (let height = Math.max(1, head.height - 5); height <= head.height; height += 1) {
        to.core.receiveBlock(fromHex(must(from.face.blockAt(height), 'a block').bytes), 'peer')
      }
      for (const vote of from.core.votes()) to.core.receiveVote(vote, 'peer')
    }
  }
}

it('keeps value less debt, with what is carried, on every branch', () => {
  const { left, right } = parted()
  const store = openMemoryStore()
  const node = open(store)
  for (const bytes of [...blocksOf(left), ...blocksOf(right)]) {
    node.core.receiveBlock(bytes, 'other')
    expect(netValue(node.chain.state)).toBe(netValue(left.chain.state))
  }
})

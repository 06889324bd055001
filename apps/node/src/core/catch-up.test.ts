import { blockHash, decodeBlock, encodeBlock } from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { alone, type CorePort } from '../network/port.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const { checks } = await openSignatureChecks()
const network = found(forkNetwork)
let seconds: number = forkNetwork.time
const clock = { nowMs: () => seconds * 1_000 }

function open(port: CorePort = alone, member?: number) {
  const { genesis, configuration, keys } = network
  const key = member === undefined ? undefined : must(keys[member], 'a member')
  return openNode({
    ...{ store: openMemoryStore(), genesis, configuration, backend: 'noble', checks, clock, port },
    ...{ policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 }, log: pino({ level: 'silent' }) },
    ...(key ? { producer: { key, signState: openSignFile(memoryPages()) } } : {}),
  })
}
type Opened = ReturnType<typeof open>

/** A chain of one member who hears nobody. */
function grown(member: number, time: number): Opened {
  const node = open(alone, member)
  for (let second = 0; second < time; second += 1) {
    seconds += 1
    node.tick()
  }
  return node
}
const headOf = ({ chain }: Opened) => toHex(chain.head.hash)

type Question = { readonly kind: 'headers' | 'blocks'; readonly peer: string; readonly hashes: Uint8Array[] }

/** A node that hears nothing but what the test answers to its questions. */
function asker(peers: readonly string[]) {
  const open1: Question[] = []
  const gone = new Set<string>()
  const port: CorePort = {
    ...alone,
    askHeaders: (peer, locator) => open1.push({ kind: 'headers', peer, hashes: [...locator] }),
    askBlocks: (peer, hashes) => open1.push({ kind: 'blocks', peer, hashes: [...hashes] }),
    peers: () => peers.filter((peer) => !gone.has(peer)),
  }
  const node = open(port)
  const answer = ({ kind, peer, hashes }: Question, from: Opened) => {
    if (kind === 'headers')
      return node.core.receiveHeaders(from.core.headersAfter(hashes, new Uint8Array(32), 512), peer)
    for (const hash of hashes) {
      const block = from.core.blockOf(hash)
      if (block) node.core.receiveBlock(block, peer)
    }
    return node.core.blocksEnded(peer)
  }
  /** Each peer answers from its own node; who is not named is silent. */
  const settle = (of: Readonly<Record<string, Opened>>, most = 200) => {
    let asked = 0
    for (let next = open1.shift(); next && asked < most; next = open1.shift()) {
      asked += 1
      const from = of[next.peer]
      if (from) answer(next, from)
    }
    return asked
  }
  return { node, settle, open: open1, gone }
}

describe('a node that catches up', () => {
  it('makes blocks again when who says to be far ahead brings nothing, and waits while it does', () => {
    seconds = forkNetwork.time
    const ahead = grown(0, 60)
    seconds += 300
    const { node, settle } = asker(['liar', 'honest'])
    const far = { height: 1_000, hash: new Uint8Array(32).fill(7) }
    const final = { height: 0, hash: node.chain.network }
    node.core.receiveStanding({ head: far, final }, 'liar')
    expect(node.core.isSynchronised()).toBe(false)
    node.core.peerFailed('liar')
    expect(node.core.isSynchronised()).toBe(true)
    node.core.receiveStanding(ahead.core.standing(), 'honest')
    expect(node.core.isSynchronised()).toBe(false)
    settle({ honest: ahead })
    expect(headOf(node)).toBe(headOf(ahead))
    expect(node.core.isSynchronised()).toBe(true)
  })

  it('goes on when the only one who has a block it knows the header of is gone', () => {
    seconds = forkNetwork.time
    const [lost, other] = [grown(0, 60), grown(1, 60)]
    const { node, settle, open: questions, gone } = asker(['lost', 'other'])
    node.core.receiveStanding(lost.core.standing(), 'lost')
    const asked = must(questions.shift(), 'a question for headers')
    node.core.receiveHeaders(lost.core.headersAfter(asked.hashes, new Uint8Array(32), 512), 'lost')
    gone.add('lost')
    node.core.peerFailed('lost')
    node.core.receiveStanding(other.core.standing(), 'other')
    expect(settle({ other })).toBeLessThan(20)
    expect(headOf(node)).toBe(headOf(other))
    expect(questions).toEqual([])
  })

  it('asks the others at once when one has headers but not the blocks, and is held up by none that is silent', () => {
    seconds = forkNetwork.time
    const chain = grown(0, 200)
    const { node, settle } = asker(['silent', 'empty', 'full'])
    const standing = chain.core.standing()
    for (const peer of ['silent', 'empty', 'full']) node.core.receiveStanding(standing, peer)
    const empty = open()
    const headersOnly = { ...empty, core: { ...empty.core, headersAfter: chain.core.headersAfter } }
    settle({ empty: headersOnly, full: chain })
    seconds += 12
    node.tick()
    settle({ empty: headersOnly, full: chain })
    expect(headOf(node)).toBe(headOf(chain))
  })

  it('asks another when one gives other bodies than the headers name', () => {
    seconds = forkNetwork.time
    const chain = grown(0, 120)
    const { node, settle } = asker(['liar', 'other'])
    const lying = {
      ...chain,
      core: {
        ...chain.core,
        headersAfter: chain.core.headersAfter,
        blockOf: (hash: Uint8Array) => {
          const bytes = chain.core.blockOf(hash)
          const block = bytes && decodeBlock(bytes, 4_000_000)
          return block?.ok ? encodeBlock({ ...block.value, transactions: [] }) : undefined
        },
      },
    }
    let asked = 0
    for (let round = 0; round < 4; round += 1) {
      for (const peer of ['liar', 'other']) node.core.receiveStanding(chain.core.standing(), peer)
      asked += settle({ liar: lying, other: chain })
    }
    expect(headOf(node)).toBe(headOf(chain))
    expect(asked).toBeLessThan(30)
  })

  it('asks another when real blocks come drop by drop, and the only peer goes on as fast as it can', () => {
    seconds = forkNetwork.time
    const chain = grown(0, 300)
    const dripped = (peers: readonly string[]) => {
      const { node, open: questions } = asker(peers)
      for (const peer of peers) node.core.receiveStanding(chain.core.standing(), peer)
      for (const { kind, peer, hashes } of questions)
        if (kind === 'headers')
          node.core.receiveHeaders(chain.core.headersAfter(hashes, new Uint8Array(32), 512), peer)
      const bodies = must(
        questions.find(({ kind }) => kind === 'blocks'),
        'a question for bodies',
      )
      expect(bodies.hashes).toHaveLength(32)
      let drops = 0
      for (const hash of bodies.hashes) {
        seconds += 8
        node.core.receiveBlock(must(chain.core.blockOf(hash), 'a block'), bodies.peer)
        node.tick()
        drops += 1
        const again = questions.find(({ kind, peer }) => kind === 'blocks' && peer !== bodies.peer)
        if (again) return { drops, left: again.hashes.length }
      }
      return { drops, left: 0 }
    }
    expect(dripped(['slow', 'other'])).toEqual({ drops: 2, left: 32 })
    expect(dripped(['slow'])).toEqual({ drops: 32, left: 0 })
  })

  it('asks for half as many bodies when nothing comes of a question, and for more again when they come', () => {
    seconds = forkNetwork.time
    const chain = grown(0, 300)
    const { node, open: questions, settle } = asker(['slow'])
    node.core.receiveStanding(chain.core.standing(), 'slow')
    const { hashes: locator } = must(questions.shift(), 'a question for headers')
    node.core.receiveHeaders(chain.core.headersAfter(locator, new Uint8Array(32), 512), 'slow')
    /** What the newest question for bodies asks for, and then what becomes of it. */
    const asked = (become: () => void) => {
      const { kind, hashes } = must(questions.at(-1), 'a question')
      become()
      return [kind, hashes.length]
    }
    const isTooLong = () => node.core.peerFailed('slow')
    const comes = () => {
      for (const hash of must(questions.at(-1), 'a question').hashes)
        node.core.receiveBlock(must(chain.core.blockOf(hash), 'a block'), 'slow')
      node.core.blocksEnded('slow')
    }
    expect([isTooLong, isTooLong, comes, comes, isTooLong].map(asked)).toEqual(
      [32, 16, 8, 16, 32].map((many) => ['blocks', many]),
    )
    questions.splice(0, questions.length - 1)
    settle({ slow: chain })
    expect(headOf(node)).toBe(headOf(chain))
  })

  it('does not blame who tells headers that stand on what was let go of since the question', () => {
    seconds = forkNetwork.time
    const chain = grown(0, 60)
    const { node } = asker(['other'])
    const headers = [3, 4, 5].map((height) => {
      const block = decodeBlock(fromHex(must(chain.face.blockAt(height), 'a block').bytes), 4_000_000)
      if (!block.ok) throw new Error(block.refusal.code)
      return block.value.header
    })
    expect(node.core.receiveHeaders({ headers, certificate: undefined }, 'other').action).toBe('accept')
    const [first, , third] = headers.map((header) => must(header, 'a header'))
    const genesis = must(chain.face.blockAt(1), 'a block')
    expect(blockHash(must(first, 'a header'))).not.toEqual(fromHex(genesis.hash))
    const block = decodeBlock(fromHex(genesis.bytes), 4_000_000)
    if (!block.ok) throw new Error(block.refusal.code)
    const broken = [block.value.header, must(third, 'a header')]
    expect(node.core.receiveHeaders({ headers: broken, certificate: undefined }, 'other').action).toBe(
      'reject',
    )
  })

  it('asks all at once when the body of a block that gossip has just brought does not come', () => {
    const source = grown(0, 60)
    const { node, settle, open: asked } = asker(['a', 'b'])
    const { height, header, hash } = source.chain.head
    const at = (number: number) => must(source.chain.blocks.hashAt(number), 'a block')
    for (let number = 1; number < height; number += 1)
      node.core.receiveBlock(must(source.core.blockOf(at(number)), 'its bytes'), 'a')
    seconds = header.time
    expect([node.core.judgeHeaderOf(header).action, asked]).toEqual(['accept', []])
    node.core.bodyMissed(hash, 'a')
    expect(asked.map(({ kind, peer }) => `${kind} of ${peer}`)).toEqual(['headers of a', 'headers of b'])
    settle({ b: source })
    expect([headOf(node), seconds]).toEqual([headOf(source), header.time])
  })

  it('asks for no block whose header gossip has just brought, nor for the way to what stands on it, and for all that has not come in time', () => {
    const source = grown(0, 60)
    const timeAt = (number: number) => {
      const hash = must(source.chain.blocks.hashAt(number), 'a block')
      return must(source.chain.blocks.header(hash), 'its header').time
    }
    const gap = ({ height }: { height: number }) => timeAt(height) - timeAt(height - 1)
    while (gap(source.chain.head) > 3) {
      seconds += 1
      source.tick()
    }
    const { node, settle, open: asked } = asker(['a'])
    const height = source.chain.head.height
    const at = (number: number) => must(source.chain.blocks.hashAt(number), 'a block')
    const bodyOf = (number: number) => must(source.core.blockOf(at(number)), 'its bytes')
    for (let number = 1; number < height - 1; number += 1) node.core.receiveBlock(bodyOf(number), 'a')
    const parent = must(source.chain.blocks.header(at(height - 1)), 'a header')
    seconds = timeAt(height)
    expect(node.core.judgeHeaderOf(parent).action).toBe('accept')
    expect(node.core.receiveBlock(bodyOf(height), 'a')).toMatchObject({ code: 'block-orphan' })
    expect(asked).toEqual([])
    node.core.receiveStanding(source.core.standing(), 'a')
    expect(asked.map(({ kind }) => kind)).toEqual(['headers'])
    settle({ a: source }, 1)
    expect(asked.flatMap(({ hashes }) => hashes.map(toHex))).not.toContain(toHex(at(height - 1)))
    asked.length = 0
    seconds = parent.time + 60
    for (let second = 0; second < 15; second += 1) {
      seconds += 1
      node.tick()
      settle({ a: source })
    }
    expect(headOf(node)).toBe(headOf(source))
  })
})

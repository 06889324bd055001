import { noise } from '@chainsafe/libp2p-noise'
import { type GossipSub, type GossipSubComponents, gossipsub, TopicValidatorResult } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import type { Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { sha256, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import fc from 'fast-check'
import { createLibp2p } from 'libp2p'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { frameGuard, guardedYamux } from './frame-guard.ts'
import { openGossip, topicNames } from './gossip.ts'
import {
  LARGEST_RPC,
  MOST_CONNECTIONS,
  MOST_IN_RPC,
  MOST_STREAMS,
  mostBuffered,
  mostBufferedForPeer,
  READ_BUFFER,
  STREAM_WINDOW,
} from './limits.ts'
import { messageId } from './message-id.ts'
import { piecesOf, type Rpc } from './rpc-pieces.ts'
import { standingsOf } from './standing.ts'

const MIB = 2 ** 20
const names = topicNames(sha256(utf8('limits')))
const [voteTopic = ''] = [...names].find(([, topic]) => topic === 'vote') ?? []
const until = (met: () => void) => vi.waitFor(met, { timeout: 10_000, interval: 20 })

type Muxer = ReturnType<typeof guardedYamux>
type Sending = { sendRpc: (peer: string, rpc: object) => boolean }
const control = { graft: [], prune: [], ihave: [], iwant: [], idontwant: [] }

const open: { stop: () => void | Promise<void> }[] = []
afterEach(async () => {
  for (const node of open.splice(0)) await node.stop()
})

/** A node that is only lines and gossip. */
async function peer(
  gossip: (components: GossipSubComponents) => GossipSub = openGossip(names, () => 0),
  muxer: Muxer = guardedYamux(),
) {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [muxer],
    connectionMonitor: { enabled: false },
    services: { identify: identify(), pubsub: gossip },
  })
  open.push(node)
  const { pubsub } = node.services
  const heard: string[] = []
  pubsub.topicValidators.set(voteTopic, async (_, { data }) => {
    heard.push(Buffer.from(data).toString())
    return TopicValidatorResult.Accept
  })
  pubsub.subscribe(voteTopic)
  const id = node.peerId.toString()
  return { node, pubsub, heard, id, address: must(node.getMultiaddrs()[0], 'it listens') }
}
type Peer = Awaited<ReturnType<typeof peer>>

/** Connected, with gossip both ways. */
async function together(a: Peer, b: Peer): Promise<void> {
  await a.node.dial(b.address)
  await until(() => {
    expect(a.pubsub.getSubscribers(voteTopic).map(String)).toContain(b.id)
    expect(b.pubsub.getSubscribers(voteTopic).map(String)).toContain(a.id)
  })
}

/** Without our bounds: what a peer is that means harm. */
const unbounded = () =>
  gossipsub({ allowPublishToZeroTopicPeers: true, globalSignaturePolicy: 'StrictSign', emitSelf: false })

describe('what lines may take of memory (reliability.md 1.4)', () => {
  it('is for one peer under 66 MiB, and for as many as may vote under 8.25 GiB', () => {
    expect(MOST_CONNECTIONS).toBe(128)
    const streams = 512 * 1_024 + 2 * 24 * (512 + 256) * 1_024 + 2 * 2 * (528_384 + 4 * 528_384)
    const expected = streams + 4_300 + (512 * 620 + 16_384) + (8 + 4 + 4 + 1) * MIB + 160_008 + 64
    expect(mostBufferedForPeer()).toBe(expected)
    expect(mostBufferedForPeer()).toBeLessThan(66 * MIB)
    expect(mostBuffered()).toBe(128 * expected)
    expect(mostBuffered()).toBeLessThan(8.25 * 1_024 * MIB)
  })

  it('has no stream beyond those, and none that holds more than its buffer', async () => {
    const [honest, greedy] = [await peer(), await peer(unbounded(), yamux())]
    const name = '/never-read/1'
    // Whoever does not read lets what comes lie in the stream.
    await honest.node.handle(name, () => undefined, { maxInboundStreams: 1_000 })
    const connection = await greedy.node.dial(honest.address)
    const options = { maxOutboundStreams: 1_000, signal: AbortSignal.timeout(3_000) }
    const streams: Stream[] = []
    for (let count = 0; count < 2 * MOST_STREAMS; count += 1) {
      const stream = await connection.newStream(name, options).catch(() => undefined)
      if (stream) streams.push(stream)
    }
    expect(streams.length).toBeGreaterThan(MOST_STREAMS / 2)
    const [line] = honest.node.getConnections(greedy.node.peerId)
    const inbound = () =>
      must(line, 'a connection').streams.filter(({ direction }) => direction === 'inbound')
    expect(inbound().length).toBeLessThanOrEqual(MOST_STREAMS)
    const held: number[] = []
    const watch = setInterval(
      () => held.push(...inbound().map(({ readBufferLength }) => readBufferLength)),
      1,
    )
    const piece = new Uint8Array(64 * 1_024)
    for (let turn = 0; turn < 40; turn += 1) {
      for (const stream of streams) if (stream.status === 'open') stream.send(piece)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    clearInterval(watch)
    expect(Math.max(...held)).toBeGreaterThan(0)
    expect(Math.max(...held)).toBeLessThanOrEqual(READ_BUFFER)
    expect(inbound().filter(({ protocol }) => protocol === name)).toEqual([])
  })

  it('has no frame that the muxer gathers beyond a window: the line ends', async () => {
    const frame = Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0x40, 0, 0, 0])
    const rogue: Muxer = () => {
      const factory = yamux()()
      return {
        protocol: factory.protocol,
        createStreamMuxer: (line) => {
          setTimeout(() => line.send(frame), 300)
          return factory.createStreamMuxer(line)
        },
      }
    }
    const [honest, hostile] = [await peer(), await peer(unbounded(), rogue)]
    await hostile.node.dial(honest.address)
    await until(() => expect(honest.node.getConnections()).toHaveLength(1))
    await until(() => expect(honest.node.getConnections()).toHaveLength(0))
  })
})

describe('the frames of a line', () => {
  const head = (type: number, length: number) => {
    const bytes = new Uint8Array(12)
    bytes[1] = type
    new DataView(bytes.buffer).setUint32(8, length)
    return bytes
  }
  const joined = (frames: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(frames))

  it('are followed however the line cuts them, and the one that is too long is found', () => {
    const frames = fc.array(fc.record({ type: fc.nat({ max: 3 }), length: fc.nat({ max: 40 }) }), {
      maxLength: 12,
    })
    const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(frames, cuts, fc.boolean(), (list, sizes, isLong) => {
        const of = ({ type, length }: { type: number; length: number }) =>
          type === 0 ? [head(0, length), new Uint8Array(length).fill(255)] : [head(type, 2 ** 31 + length)]
        const bytes = joined([...list.flatMap(of), ...(isLong ? [head(0, 41)] : [])])
        const guard = frameGuard(40)
        let isGood = true
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = must(sizes[turn % sizes.length], 'a size')
          isGood = guard(bytes.subarray(at, at + size)) && isGood
          at += size
        }
        expect(isGood).toBe(!isLong)
      }),
    )
  })

  it('may be as long as a window', () => {
    expect(frameGuard(STREAM_WINDOW)(head(0, STREAM_WINDOW))).toBe(true)
    expect(frameGuard(STREAM_WINDOW)(head(0, STREAM_WINDOW + 1))).toBe(false)
  })
})

describe('a message of gossip', () => {
  it('lists at most 64 of each thing; one with more is not read', async () => {
    expect(MOST_IN_RPC).toBe(64)
    for (const [count, isRead] of [
      [64, true],
      [65, false],
    ] as const) {
      const [a, b] = [await peer(), await peer(unbounded())]
      await together(b, a)
      const subscriptions = Array.from({ length: count }, () => ({ subscribe: false, topic: voteTopic }))
      const sending = b.pubsub as unknown as Sending
      sending.sendRpc(a.id, { subscriptions, messages: [] })
      const knows = () => a.pubsub.getSubscribers(voteTopic).map(String).includes(b.id)
      if (isRead) await until(() => expect(knows()).toBe(false))
      else await new Promise((resolve) => setTimeout(resolve, 500))
      expect(knows()).toBe(!isRead)
    }
  })

  it('is sent in pieces: who asks for 200 messages at once is told them all', async () => {
    const [a, b] = [await peer(), await peer()]
    const texts = Array.from({ length: 200 }, (_, n) => `vote ${n}`)
    for (const text of texts) await a.pubsub.publish(voteTopic, utf8(text))
    await together(b, a)
    const ids = texts.map((text) => messageId(voteTopic, utf8(text)))
    const sending = b.pubsub as unknown as Sending
    expect(
      sending.sendRpc(a.id, {
        subscriptions: [],
        messages: [],
        control: { ...control, iwant: [{ messageIDs: ids }] },
      }),
    ).toBe(true)
    await until(() => expect(new Set(b.heard)).toEqual(new Set(texts)))
  })

  it('is cut so that nothing is lost, nothing doubled, and no piece is too large', () => {
    const message = fc.integer({ min: 0, max: 100_000 }).map((length) => ({ data: new Uint8Array(length) }))
    const id = fc.uint8Array({ minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 150 }),
        fc.array(fc.array(id, { maxLength: 200 }), { maxLength: 3 }),
        (messages, wishes) => {
          const iwant = wishes.map((messageIDs) => ({ messageIDs }))
          const ihave = [{ topicID: 'a', messageIDs: [] }]
          const rpc: Rpc = { subscriptions: [{}], messages, control: { ...control, ihave, iwant } }
          const pieces = piecesOf(rpc, 64, LARGEST_RPC - 4_096)
          expect(pieces.flatMap((piece) => piece.messages)).toEqual(messages)
          const wished = (list: readonly Rpc[]) =>
            list.flatMap((piece) =>
              (piece.control?.iwant ?? []).flatMap((one) => (one as { messageIDs: Uint8Array[] }).messageIDs),
            )
          expect(wished(pieces)).toEqual(wishes.flat())
          expect(pieces.flatMap((piece) => piece.subscriptions)).toHaveLength(1)
          expect(pieces.flatMap((piece) => piece.control?.ihave ?? [])).toEqual(ihave)
          for (const piece of pieces) {
            expect(piece.messages.length).toBeLessThanOrEqual(64)
            expect(
              piece.messages.reduce((sum, { data }) => sum + (data?.length ?? 0) + 256, 0),
            ).toBeLessThanOrEqual(LARGEST_RPC - 4_096)
            expect(wished([piece]).length).toBeLessThanOrEqual(64)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('what a peer is worth to gossip (P5)', () => {
  it('is membership, and its share of all stake', () => {
    const worth = standingsOf([
      { peer: 'a', stake: 75n * 10n ** 15n },
      { peer: 'b', stake: 25n * 10n ** 15n },
      { peer: 'c', stake: 0n },
    ])
    expect(Object.fromEntries(worth)).toEqual({ a: 8, b: 4, c: 2 })
    expect(Object.fromEntries(standingsOf([{ peer: 'a', stake: 0n }]))).toEqual({ a: 2 })
  })

  it('is part of the score by which a gossip keeps its peers', async () => {
    const [a, b, c] = [await peer(), await peer(), await peer()]
    const worth = new Map([
      [a.id, 8],
      [b.id, 2],
    ])
    const judge = openGossip(names, (id) => worth.get(id) ?? 0)
    const d = await peer(judge)
    for (const other of [a, b, c]) await together(d, other)
    const score = ({ id }: Peer) => (d.pubsub as unknown as { getScore: (id: string) => number }).getScore(id)
    const apart = () => [score(a) - score(b), score(b) - score(c)].map(Math.round)
    // Until each is in the mesh, some are worth more for being in it already.
    await until(() => expect(apart()).toEqual([6, 2]))
    worth.clear()
    await until(() => expect(apart()).toEqual([0, 0]))
  })
})

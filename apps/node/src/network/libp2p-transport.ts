import { noise } from '@chainsafe/libp2p-noise'
import { TopicValidatorResult } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import type { Connection, PeerId, PrivateKey, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import type { Multiaddr } from '@multiformats/multiaddr'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import { createLibp2p } from 'libp2p'
import type { Logger } from 'pino'
import { type Dialler, openDialler } from './dialler.ts'
import { readFrame, sendFrame } from './frame.ts'
import { guardedYamux } from './frame-guard.ts'
import { GRAYLIST, openGossip, openLostStreams, topicNames } from './gossip.ts'
import { MOST_CONNECTIONS, MOST_STREAMS_OF_ONE } from './limits.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { peerIdOf, peerKeyOf } from './peer-id.ts'
import {
  type Offence,
  type PeerKey,
  type Receiver,
  type Request,
  requests,
  type Topic,
  type Transport,
  topics,
  type Verdict,
} from './transport.ts'

const ANSWER_MS = 10_000
const BANNED_MS = 600_000
/** Seconds for which a score is below the limit before the connection ends. */
const LOW_TICKS = 3
const BETWEEN = { maxInboundStreams: MOST_STREAMS_OF_ONE, maxOutboundStreams: MOST_STREAMS_OF_ONE }

export type Libp2pParts = {
  readonly key: PrivateKey
  /** Of the genesis block; names the topics. */
  readonly networkId: Uint8Array
  /** Where to listen, as `/ip4/0.0.0.0/tcp/4711`. */
  readonly listen: readonly string[]
  /** Where members may be found; each ends in `/p2p/<peer id>`. */
  readonly addresses: readonly Multiaddr[]
  readonly clock: Clock
  readonly log: Logger
}

/** TCP, Noise, Yamux and gossipsub; only admitted peers get through the handshake, in either direction (consensus.md 19). */
export async function openLibp2pTransport(parts: Libp2pParts): Promise<Transport> {
  const transport = new Libp2pTransport(parts)
  await transport.open()
  return transport
}

type Libp2pNode = Awaited<ReturnType<typeof create>>

const create = (
  parts: Libp2pParts,
  names: ReadonlyMap<string, Topic>,
  isAllowed: (peer: PeerId) => boolean,
  standing: (peer: string) => number,
) =>
  createLibp2p({
    start: false,
    privateKey: parts.key,
    addresses: { listen: [...parts.listen] },
    transports: [tcp({ maxConnections: MOST_CONNECTIONS, backlog: 16 })],
    connectionEncrypters: [noise()],
    streamMuxers: [guardedYamux()],
    connectionGater: {
      denyDialMultiaddr: () => false,
      denyInboundEncryptedConnection: (peer) => !isAllowed(peer),
      denyOutboundEncryptedConnection: (peer) => !isAllowed(peer),
    },
    connectionManager: {
      maxConnections: MOST_CONNECTIONS,
      maxIncomingPendingConnections: 10,
      inboundConnectionThreshold: 10,
      inboundUpgradeTimeout: 5_000,
      reconnectRetries: 0,
    },
    connectionMonitor: { enabled: false },
    services: { identify: identify(), pubsub: openGossip(names, standing) },
  })

class Libp2pTransport implements Transport {
  readonly self: PeerKey
  readonly #parts: Libp2pParts
  readonly #names: ReadonlyMap<string, Topic>
  readonly #banned = new Map<PeerKey, number>()
  readonly #low = new Map<PeerKey, number>()
  /** Who does not read what it asked for makes this node hold one answer of each kind, not as many as it has streams. */
  readonly #oneAtATime = oneAtATime()
  #admitted: ReadonlySet<PeerKey> = new Set()
  /** By the peer's id as libp2p writes it. */
  #standings: ReadonlyMap<string, number> = new Map()
  #node: Libp2pNode | undefined
  #dialler: Dialler | undefined

  constructor(parts: Libp2pParts) {
    this.#parts = parts
    this.#names = topicNames(parts.networkId)
    this.self = toHex(parts.key.publicKey.raw)
  }

  async open(): Promise<void> {
    const node = await create(
      this.#parts,
      this.#names,
      (peer) => this.#isAllowed(peerKeyOf(peer)),
      (id) => this.#standings.get(id) ?? 0,
    )
    this.#node = node
    const { addresses, clock, log } = this.#parts
    const wanted = (peer: PeerKey) =>
      this.#isAllowed(peer) && node.getConnections(peerIdOf(peer)).length === 0
    this.#dialler = openDialler({
      addresses,
      self: this.self,
      clock,
      log,
      wanted,
      dial: (at) => node.dial(at),
    })
  }

  async start(receiver: Receiver): Promise<void> {
    const node = this.#open()
    for (const request of Object.keys(requests).filter(isRequest)) {
      const serve = (stream: Stream, { remotePeer }: Connection) =>
        this.#serve(request, stream, remotePeer, receiver)
      await node.handle(protocolOf(request), serve, BETWEEN)
    }
    const { pubsub } = node.services
    for (const [name, topic] of this.#names) {
      pubsub.topicValidators.set(name, async (peer, { data, ...message }) => {
        const from = peerKeyOf(peer)
        const author = message.type === 'signed' ? peerKeyOf(message.from) : undefined
        if (!this.#isAllowed(from) || !this.#admitted.has(author ?? '')) return TopicValidatorResult.Ignore
        if (data.length > topics[topic]) return TopicValidatorResult.Reject
        return results[await receiver.message(topic, data, from)]
      })
    }
    // One whose handshake began before it was let go.
    node.addEventListener('connection:open', ({ detail }) => this.#letGo(detail))
    node.addEventListener('peer:connect', ({ detail }) => told(detail, receiver.connected))
    node.addEventListener('peer:disconnect', ({ detail }) => told(detail, receiver.disconnected))
    await node.start()
    for (const name of this.#names.keys()) pubsub.subscribe(name)
  }

  async stop(): Promise<void> {
    await this.#node?.stop()
  }

  admit(peers: ReadonlySet<PeerKey>, standings: ReadonlyMap<PeerKey, number>): void {
    this.#admitted = peers
    this.#standings = new Map([...standings].map(([peer, standing]) => [peerIdOf(peer).toString(), standing]))
    for (const connection of this.#open().getConnections()) this.#letGo(connection)
  }

  peers() {
    const { pubsub } = this.#open().services
    const standings = this.#open()
      .getConnections()
      .flatMap(({ remotePeer, remoteAddr, direction }) => {
        const peer = peerKeyOf(remotePeer)
        const score = pubsub.getScore(remotePeer.toString())
        return peer ? [{ peer, address: remoteAddr.toString(), inbound: direction === 'inbound', score }] : []
      })
    return [...new Map(standings.map((standing) => [standing.peer, standing])).values()]
  }

  addresses(): readonly string[] {
    return this.#open().getMultiaddrs().map(String)
  }

  publish(topic: Topic, data: Uint8Array): void {
    const [name] = [...this.#names].find(([, of]) => of === topic) ?? []
    if (name === undefined) return
    const failed = (error: unknown) => this.#parts.log.warn({ topic, error: String(error) }, 'not published')
    void this.#open().services.pubsub.publish(name, data).catch(failed)
  }

  async ask(peer: PeerKey, request: Request, question: Uint8Array): Promise<Uint8Array | undefined> {
    // Of several the newest: an older one may be of a process that is gone.
    const connections = this.#open().getConnections(peerIdOf(peer))
    const connection = connections.toSorted((a, b) => b.timeline.open - a.timeline.open)[0]
    if (!connection) return undefined
    const signal = AbortSignal.timeout(ANSWER_MS)
    try {
      const stream = await connection.newStream(protocolOf(request), { signal, ...BETWEEN })
      return await within(stream, signal, async () => {
        await sendFrame(stream, question)
        const answer = await readFrame(stream, requests[request].answer)
        if (answer === undefined) stream.abort(new Error('no answer'))
        else await stream.close()
        return answer
      })
    } catch (error) {
      this.#parts.log.debug({ peer, request, error: String(error) }, 'no answer')
      return undefined
    }
  }

  cutOff(peer: PeerKey, offence: Offence): void {
    this.#banned.set(peer, this.#parts.clock.nowMs() + BANNED_MS)
    this.#parts.log.warn({ peer, offence }, 'peer cut off')
    for (const connection of this.#open().getConnections(peerIdOf(peer))) connection.abort(new Error(offence))
  }

  drop(peer: PeerKey): void {
    this.#parts.log.debug({ peer }, 'a dead connection ended')
    for (const connection of this.#open().getConnections(peerIdOf(peer))) connection.abort(new Error('dead'))
  }

  tick(): void {
    for (const { peer, score } of this.peers()) this.#weigh(peer, score)
    const node = this.#open()
    openLostStreams(node.services.pubsub, node.getConnections())
    this.#dialler?.dialMissing()
  }

  /** A score that stays low comes of wrong messages, not of a moment's bad manners. */
  #weigh(peer: PeerKey, score: number): void {
    const low = score < GRAYLIST ? (this.#low.get(peer) ?? 0) + 1 : 0
    this.#low.set(peer, low)
    if (low >= LOW_TICKS) this.cutOff(peer, 'invalid-messages')
  }

  #isAllowed(peer: PeerKey | undefined): peer is PeerKey {
    if (peer === undefined || !this.#admitted.has(peer)) return false
    const until = this.#banned.get(peer) ?? 0
    if (until <= this.#parts.clock.nowMs()) this.#banned.delete(peer)
    return !this.#banned.has(peer)
  }

  #letGo(connection: Connection): void {
    if (!this.#isAllowed(peerKeyOf(connection.remotePeer))) connection.abort(new Error('not admitted'))
  }

  async #serve(request: Request, stream: Stream, remote: PeerId, receiver: Receiver): Promise<void> {
    const from = peerKeyOf(remote)
    try {
      await within(stream, AbortSignal.timeout(ANSWER_MS), async () => {
        const question = await readFrame(stream, requests[request].ask)
        if (!this.#isAllowed(from) || question === undefined) return stream.abort(new Error('refused'))
        const asked = () => receiver.request(request, question, from)
        await this.#oneAtATime(`${request} ${from}`, () => answer(stream, asked))
      })
    } catch (error) {
      this.#parts.log.debug({ peer: from, request, error: String(error) }, 'not served')
    }
  }

  #open(): Libp2pNode {
    if (!this.#node) throw new Error('the transport is not open')
    return this.#node
  }
}

const protocolOf = (request: Request) => `/vdn/${request}/1`
const isRequest = (name: string): name is Request => Object.hasOwn(requests, name)

const results: Readonly<Record<Verdict, TopicValidatorResult>> = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
}

function told(id: PeerId, tell: (peer: PeerKey) => void): void {
  const peer = peerKeyOf(id)
  if (peer) tell(peer)
}

/** Nothing is put together for who is gone meanwhile. */
async function answer(stream: Stream, asked: () => ReturnType<Receiver['request']>): Promise<void> {
  const bytes = stream.status === 'open' ? await asked() : undefined
  if (bytes === undefined) return stream.abort(new Error('refused'))
  await sendFrame(stream, bytes)
  await stream.close()
}

/** Does something with a stream; the stream ends when the time is over, or when it went wrong. */
async function within<T>(stream: Stream, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  const end = () => stream.abort(new Error('took too long'))
  signal.addEventListener('abort', end, { once: true })
  try {
    return await act()
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
    throw error
  } finally {
    signal.removeEventListener('abort', end)
  }
}

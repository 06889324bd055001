import { equalBytes, sha256, toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { Logger } from 'pino'
import { type Blame, openBlame } from './blame.ts'
import { type BlockRelay, openBlockRelay } from './block-relay.ts'
import { compactOf, readTransactions } from './compact-block.ts'
import { leavingTransactions } from './leaving-transactions.ts'
import {
  decodeHeaders,
  decodeHello,
  decodePieces,
  encodeHashes,
  encodeHeadersQuestion,
  encodeHello,
  type Hello,
} from './messages.ts'
import type { CorePort, NetworkCore, PeerName, Reception } from './port.ts'
import { openServing, type Serving } from './serve.ts'
import { betterSkew, type Round, type Skew } from './skew.ts'
import { type TokenBucket, tokenBucket } from './token-bucket.ts'
import {
  type PeerKey,
  type PeerStanding,
  type Request,
  requests,
  type Topic,
  type Transport,
  topics,
  type Verdict,
} from './transport.ts'

/** Peers are asked this often where they stand, and so whether they are there. */
const GREET_MS = 3_000
/** A peer that was not heard of for so long is out of reach. */
const REACH_MS = 6_500
const MOST_BLOCKS = 32

export type NetworkParts = {
  readonly transport: Transport
  readonly clock: Clock
  readonly log: Logger
  /** Of this node's organisation; its SHA256 is in the member record. */
  readonly certificate: Uint8Array
  /** Who may connect until the members of the head are known to be today's. */
  readonly startList: ReadonlySet<PeerKey>
  /** Does something a little later: transactions of that time go out together. At once where time is simulated. */
  readonly soon: (act: () => void) => void
  readonly maxBlockBytes: number
}

/** A peer as the operator sees it. */
export type PeerFacts = PeerStanding & {
  readonly head: number
  readonly final: number
  readonly configId: string
  readonly skewMs: number
  /** Was it heard of in the last seconds? A cut line takes minutes to end a connection. */
  readonly inReach: boolean
}

export type Network = {
  readonly port: CorePort
  readonly start: (core: NetworkCore) => Promise<void>
  readonly stop: () => Promise<void>
  readonly tick: () => void
  readonly self: () => { readonly peer: PeerKey; readonly addresses: string[] }
  readonly peers: () => readonly PeerFacts[]
  /** How far this node's clock is before (positive) or behind the median of its peers; undefined without peers. */
  readonly clockSkewMs: () => number | undefined
  readonly offences: () => number
}

/** Carries what the core says to the peers and back: greets, relays, asks, answers, counts and blames (consensus.md 19). */
export function openNetwork(parts: NetworkParts): Network {
  return new PeerNetwork(parts)
}

type Greeted = { readonly hello: Hello; readonly skew: Skew | undefined; readonly heardAt: number }

class PeerNetwork implements Network {
  readonly port: CorePort
  readonly #parts: NetworkParts
  readonly #blame: Blame
  readonly #greeted = new Map<PeerKey, Greeted>()
  readonly #asking = new Map<string, TokenBucket>()
  readonly #waiting: (() => boolean)[] = []
  #greetAt = 0
  #core: NetworkCore | undefined
  #serving: Serving | undefined
  #relay: BlockRelay | undefined

  constructor(parts: NetworkParts) {
    this.#parts = parts
    this.#blame = openBlame(parts.transport, parts.clock)
    const leaving = leavingTransactions(parts.soon, (message) =>
      parts.transport.publish('transaction', message),
    )
    this.port = {
      announceBlock: (bytes) => this.#announceBlock(bytes),
      announceTransactions: leaving.add,
      announceVote: (bytes) => parts.transport.publish('vote', bytes),
      announceEvidence: (bytes) => parts.transport.publish('evidence', bytes),
      announceClaim: (bytes) => parts.transport.publish('claim', bytes),
      askHeaders: (peer, locator, stop) => this.#askHeaders(peer, encodeHeadersQuestion({ locator, stop })),
      askBlocks: (peer, hashes) => this.#askBlocks(peer, hashes),
      peers: () => [...this.#greeted.keys()],
    }
  }

  async start(core: NetworkCore): Promise<void> {
    const { transport, clock, maxBlockBytes } = this.#parts
    this.#core = core
    this.#serving = openServing({ core, clock, maxBlockBytes, hello: () => this.#hello() })
    const ask = (peer: PeerKey, request: Request, question: Uint8Array) => this.#ask(peer, request, question)
    this.#relay = openBlockRelay({ core, ask, blame: this.#blame })
    this.#admit()
    await transport.start({
      message: (topic, data, from) => this.#message(topic, data, from),
      request: (request, question, from) => this.#request(request, question, from),
      connected: (peer) => void this.#greet(peer),
      disconnected: (peer) => this.#left(peer),
    })
  }

  stop(): Promise<void> {
    return this.#parts.transport.stop()
  }

  tick(): void {
    const { transport, clock } = this.#parts
    this.#admit()
    transport.tick()
    this.#waiting.splice(0).forEach((again) => {
      if (!again()) this.#waiting.push(again)
    })
    if (clock.nowMs() < this.#greetAt) return
    this.#greetAt = clock.nowMs() + GREET_MS
    for (const { peer, inbound } of transport.peers())
      if (!inbound || !this.#greeted.has(peer)) void this.#greet(peer)
  }

  self() {
    const { transport } = this.#parts
    return { peer: transport.self, addresses: [...transport.addresses()] }
  }

  peers(): readonly PeerFacts[] {
    return this.#parts.transport.peers().flatMap((standing) => {
      const greeted = this.#greeted.get(standing.peer)
      if (!greeted) return []
      const { head, final, configId } = greeted.hello
      const { skew, heardAt } = greeted
      const skewMs = skew?.ms ?? 0
      const inReach = this.#parts.clock.nowMs() - heardAt < REACH_MS
      const facts = { head: head.height, final: final.height, configId: toHex(configId) }
      return [{ ...standing, ...facts, skewMs, inReach }]
    })
  }

  clockSkewMs(): number | undefined {
    const known = [...this.#greeted.values()].flatMap(({ skew }) => skew ?? [])
    const skews = known.map(({ ms }) => ms).sort((a, b) => a - b)
    return skews[Math.floor(skews.length / 2)]
  }

  offences(): number {
    return this.#blame.count()
  }

  // ── who may connect ──

  #admit(): void {
    const { startList, transport } = this.#parts
    const members = this.#theCore().members()
    const known = new Set(members.map(({ peerKey }) => toHex(peerKey)))
    transport.admit(this.#theCore().isSynchronised() ? known : new Set([...known, ...startList]))
  }

  #hello(): Uint8Array {
    const { clock, certificate } = this.#parts
    return encodeHello({ ...this.#theCore().standing(), clockMs: clock.nowMs(), certificate })
  }

  async #greet(peer: PeerKey): Promise<void> {
    const { clock } = this.#parts
    const asked = clock.nowMs()
    const answer = await this.#ask(peer, 'hello', this.#hello())
    if (answer !== undefined) this.#greetedBy(peer, answer, { from: asked, to: clock.nowMs() })
  }

  /** True when the peer may stay. */
  #greetedBy(peer: PeerKey, bytes: Uint8Array, round?: Round): boolean {
    const hello = decodeHello(bytes)
    const core = this.#theCore()
    if (!hello) return this.#blame.wrong(peer, 'lies')
    if (!equalBytes(hello.network, core.standing().network)) return this.#blame.cutOff(peer, 'other-network')
    if (!this.#isCertified(peer, hello.certificate)) return this.#blame.cutOff(peer, 'certificate')
    if (!this.#greeted.has(peer)) for (const vote of core.votes()) this.port.announceVote(vote)
    const heardAt = this.#parts.clock.nowMs()
    const known = this.#greeted.get(peer)?.skew
    this.#greeted.set(peer, { hello, heardAt, skew: round ? betterSkew(known, round, hello.clockMs) : known })
    core.receiveStanding(hello, peer)
    return true
  }

  /** A peer of the start list that no record names yet is believed until the records are today's. */
  #isCertified(peer: PeerKey, certificate: Uint8Array): boolean {
    const member = this.#theCore()
      .members()
      .find(({ peerKey }) => toHex(peerKey) === peer)
    return member === undefined || equalBytes(sha256(certificate), member.certificateHash)
  }

  #left(peer: PeerKey): void {
    this.#greeted.delete(peer)
    this.#theCore().peerFailed(peer)
  }

  // ── what comes in ──

  async #message(topic: Topic, data: Uint8Array, from: PeerKey): Promise<Verdict> {
    const verdict = await this.#receive(topic, data, from)
    if (verdict === 'reject') this.#blame.wrong(from, 'invalid-messages')
    return verdict
  }

  #receive(topic: Topic, data: Uint8Array, from: PeerKey): Verdict | Promise<Verdict> {
    const core = this.#theCore()
    if (topic === 'block') return this.#relay?.receive(data, from) ?? 'ignore'
    if (topic === 'transaction') return this.#receiveTransactions(data, from)
    if (topic === 'vote') return core.receiveVote(data, from).action
    if (topic === 'evidence') return core.receiveEvidence(data, from).action
    if (topic === 'claim') return core.receiveClaim(data, from).action
    return 'ignore'
  }

  /** Handed on when anything in it is new and good; blamed when anything in it is wrong for good. */
  #receiveTransactions(data: Uint8Array, from: PeerKey): Verdict {
    const groups = readTransactions(data)
    if (!groups) return 'reject'
    const actions = groups.map((legs) => this.#theCore().receiveTransactions(legs, from).action)
    if (actions.includes('reject')) return 'reject'
    return actions.includes('accept') ? 'accept' : 'ignore'
  }

  #request(request: Request, question: Uint8Array, from: PeerKey): Uint8Array | undefined {
    const answer = this.#serving?.answer(request, question, from)
    if (answer === 'flood') this.#blame.wrong(from, 'request-flood')
    if (answer === 'malformed') this.#blame.wrong(from, 'lies')
    if (answer === undefined || typeof answer === 'string') return undefined
    if (request === 'hello' && !this.#greetedBy(from, question)) return undefined
    return answer
  }

  // ── what goes out ──

  #announceBlock(bytes: Uint8Array): void {
    const message = compactOf(bytes, this.#parts.maxBlockBytes)
    if (message && message.length <= topics.block) this.#parts.transport.publish('block', message)
    else this.#parts.log.error({ bytes: bytes.length }, 'a block that no message holds')
  }

  #askHeaders(peer: PeerName, question: Uint8Array): void {
    void this.#ask(peer, 'headers', question).then((bytes) => {
      const answer = bytes && decodeHeaders(bytes)
      if (bytes && !answer) this.#blame.wrong(peer, 'lies')
      if (!answer) return this.#theCore().peerFailed(peer)
      this.#judged(peer, this.#theCore().receiveHeaders(answer, peer))
    })
  }

  #askBlocks(peer: PeerName, hashes: readonly Uint8Array[]): void {
    void this.#ask(peer, 'blocks', encodeHashes(hashes)).then((bytes) => {
      const blocks = bytes && decodePieces(bytes, MOST_BLOCKS)
      if (bytes && !blocks) this.#blame.wrong(peer, 'lies')
      for (const block of blocks ?? []) this.#judged(peer, this.#theCore().receiveBlock(block, peer))
      if (blocks) this.#theCore().blocksEnded(peer)
      else this.#theCore().peerFailed(peer)
    })
  }

  #judged(peer: PeerKey, { action }: Reception): void {
    if (action === 'reject') this.#blame.wrong(peer, 'lies')
  }

  /** Keeps to the limit that the peer holds us to: what is too much waits for the next tick. */
  #ask(peer: PeerKey, request: Request, question: Uint8Array): Promise<Uint8Array | undefined> {
    return new Promise((resolve) => {
      const go = () => {
        if (!this.#bucketOf(peer, request).take()) return false
        this.#parts.transport.ask(peer, request, question).then(resolve, () => resolve(undefined))
        return true
      }
      if (!go()) this.#waiting.push(go)
    })
  }

  #bucketOf(peer: PeerKey, request: Request): TokenBucket {
    const name = `${request} ${peer}`
    const bucket = this.#asking.get(name) ?? tokenBucket(requests[request].aMinute, this.#parts.clock)
    this.#asking.set(name, bucket)
    return bucket
  }

  #theCore(): NetworkCore {
    if (!this.#core) throw new Error('the network was not started')
    return this.#core
  }
}

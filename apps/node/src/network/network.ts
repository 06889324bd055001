import type { Block } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { Logger } from 'pino'
import type { HeaderBook } from '../bitcoin/header-book.ts'
import type { Store } from '../storage/store.ts'
import type { Turns } from '../turns.ts'
import { type Blame, openBlame } from './blame.ts'
import { type BlockRelay, openBlockRelay } from './block-relay.ts'
import { compactOf } from './compact-block.ts'
import { Greetings, type PeerFacts } from './greetings.ts'
import { leavingTransactions } from './leaving-transactions.ts'
import { decodeHeaders, decodePieces, encodeHashes, encodeHeadersQuestion, MOST_IDS } from './messages.ts'
import type { CorePort, NetworkCore, PeerName, Reception } from './port.ts'
import { openQuestions, type Questions } from './questions.ts'
import { openServing, type Serving } from './serve.ts'
import { standingsOf } from './standing.ts'
import { openTransactionQueue, type TransactionQueue } from './transaction-queue.ts'
import {
  type Offence,
  type PeerKey,
  type Request,
  type Topic,
  type Transport,
  topics,
  type Verdict,
} from './transport.ts'

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
  /** Snapshots for those who join; absent: none are given. */
  readonly shelf?: Store | undefined
  /** Bitcoin's headers, where the network asks for them. */
  readonly bitcoin?: HeaderBook | undefined
  /** An own fault came up while something of a peer was taken: the node can not go on as if nothing were. */
  readonly onFault: (error: unknown) => void
  /** Where transactions are judged in turns with what else comes; absent: at once. */
  readonly turns?: Turns | undefined
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
  /** Asks a peer on one's own account, within what it allows; undefined: no answer. */
  readonly ask: Questions['ask']
  /** For what a peer said that can be nothing but a lie. */
  readonly cutOff: (peer: PeerKey, offence: Offence) => void
}

/** Carries what the core says to the peers and back: greets, relays, asks, answers, counts and blames (consensus.md 19). */
export function openNetwork(parts: NetworkParts): Network {
  return new PeerNetwork(parts)
}

class PeerNetwork implements Network {
  readonly port: CorePort
  readonly #parts: NetworkParts
  readonly #blame: Blame
  readonly #questions: Questions
  #greetings: Greetings | undefined
  #core: NetworkCore | undefined
  #serving: Serving | undefined
  #relay: BlockRelay | undefined
  #transactions: TransactionQueue | undefined

  constructor(parts: NetworkParts) {
    this.#parts = parts
    this.#blame = openBlame(parts.transport, parts.clock)
    this.#questions = openQuestions(parts.transport, parts.clock)
    const leaving = leavingTransactions(parts.soon, (message) =>
      parts.transport.publish('transaction', message),
    )
    this.port = {
      announceBlock: (bytes, block) => {
        leaving.go()
        this.#announceBlock(bytes, block)
      },
      announceTransactions: leaving.add,
      announceVote: (bytes) => parts.transport.publish('vote', bytes),
      announceEvidence: (bytes) => parts.transport.publish('evidence', bytes),
      announceClaim: (bytes) => parts.transport.publish('claim', bytes),
      announceNotice: (bytes) => parts.transport.publish('notice', bytes),
      askHeaders: (peer, locator, stop) => this.#askHeaders(peer, encodeHeadersQuestion({ locator, stop })),
      askBlocks: (peer, hashes) => this.#askBlocks(peer, hashes),
      askDocuments: (peer, ids) => this.#askDocuments(peer, ids),
      peers: () => this.#greetings?.names() ?? [],
    }
  }

  async start(core: NetworkCore): Promise<void> {
    const { transport, clock, maxBlockBytes, certificate, onFault, shelf, bitcoin, turns } = this.#parts
    const { ask } = this.#questions
    const blame = this.#blame
    this.#core = core
    const { announceVote } = this.port
    const greetings = new Greetings({ transport, clock, certificate, core, blame, ask, announceVote })
    this.#greetings = greetings
    this.#serving = openServing({
      core,
      clock,
      maxBlockBytes,
      shelf,
      bitcoin,
      hello: () => greetings.hello(),
    })
    this.#transactions = openTransactionQueue({ core, turns, onFault })
    const { unjudged } = this.#transactions
    this.#relay = openBlockRelay({ core, ask, blame, unjudged, onFault })
    this.#admit()
    await transport.start({
      message: (topic, data, from) => this.#message(topic, data, from),
      request: (request, question, from) => this.#request(request, question, from),
      connected: (peer) => greetings.connected(peer),
      disconnected: (peer) => this.#left(peer),
    })
  }

  stop(): Promise<void> {
    return this.#parts.transport.stop()
  }

  tick(): void {
    this.#admit()
    this.#parts.transport.tick()
    this.#questions.tick()
    this.#greetings?.tick()
  }

  self() {
    const { transport } = this.#parts
    return { peer: transport.self, addresses: [...transport.addresses()] }
  }

  peers(): readonly PeerFacts[] {
    return this.#greetings?.peers() ?? []
  }

  clockSkewMs(): number | undefined {
    return this.#greetings?.clockSkewMs()
  }

  offences(): number {
    return this.#blame.count()
  }

  ask: Network['ask'] = (peer, request, question) => this.#questions.ask(peer, request, question)

  cutOff: Network['cutOff'] = (peer, offence) => void this.#blame.cutOff(peer, offence)

  // ── who may connect ──

  #admit(): void {
    const { startList, transport } = this.#parts
    const members = this.#theCore().members()
    const standings = standingsOf(members.map(({ peerKey, stake }) => ({ peer: toHex(peerKey), stake })))
    const known = new Set(standings.keys())
    transport.admit(this.#theCore().isSynchronised() ? known : new Set([...known, ...startList]), standings)
  }

  #left(peer: PeerKey): void {
    this.#greetings?.left(peer)
    this.#theCore().peerFailed(peer)
  }

  // ── what comes in ──

  #message(topic: Topic, data: Uint8Array, from: PeerKey): Verdict | Promise<Verdict> {
    this.#greetings?.heard(from)
    const verdict = this.#guarded(() => this.#receive(topic, data, from)) ?? 'ignore'
    if (typeof verdict === 'string') return this.#blamed(verdict, from)
    return verdict.then((late) => this.#blamed(late, from))
  }

  #blamed(verdict: Verdict, from: PeerKey): Verdict {
    if (verdict === 'reject') this.#blame.wrong(from, 'invalid-messages')
    return verdict
  }

  /** What a peer sends is refused by values; what is thrown is an own fault, and nobody else's. */
  #guarded<T>(act: () => T): T | undefined {
    try {
      return act()
    } catch (error) {
      this.#parts.onFault(error)
      return undefined
    }
  }

  #receive(topic: Topic, data: Uint8Array, from: PeerKey): Verdict | Promise<Verdict> {
    const core = this.#theCore()
    if (topic === 'block') return this.#relay?.receive(data, from) ?? 'ignore'
    if (topic === 'transaction') return this.#transactions?.receive(data, from) ?? 'ignore'
    if (topic === 'vote') return core.receiveVote(data, from).action
    if (topic === 'evidence') return core.receiveEvidence(data, from).action
    if (topic === 'claim') return core.receiveClaim(data, from).action
    return core.receiveNotice(data, from).action
  }

  #request(request: Request, question: Uint8Array, from: PeerKey): Uint8Array | undefined {
    return this.#guarded(() => {
      const answer = this.#serving?.answer(request, question, from)
      if (answer === 'flood') this.#blame.wrong(from, 'request-flood')
      if (answer === 'malformed') this.#blame.wrong(from, 'lies')
      if (answer === undefined || typeof answer === 'string') return undefined
      if (request === 'hello' && !this.#greetings?.greetedBy(from, question)) return undefined
      return answer
    })
  }

  // ── what goes out ──

  #announceBlock(bytes: Uint8Array, block?: Block): void {
    const message = compactOf(bytes, block ?? this.#parts.maxBlockBytes)
    if (message && message.length <= topics.block) this.#parts.transport.publish('block', message)
    else this.#parts.log.error({ bytes: bytes.length }, 'a block that no message holds')
  }

  #askHeaders(peer: PeerName, question: Uint8Array): void {
    void this.#questions.ask(peer, 'headers', question).then((bytes) => {
      const answer = bytes && decodeHeaders(bytes)
      if (bytes && !answer) this.#blame.wrong(peer, 'lies')
      if (!answer) return this.#theCore().peerFailed(peer)
      this.#judged(peer, this.#theCore().receiveHeaders(answer, peer))
    })
  }

  #askBlocks(peer: PeerName, hashes: readonly Uint8Array[]): void {
    void this.#questions.ask(peer, 'blocks', encodeHashes(hashes)).then((bytes) => {
      const blocks = bytes && decodePieces(bytes, MOST_BLOCKS)
      if (bytes && !blocks) this.#blame.wrong(peer, 'lies')
      for (const block of blocks ?? []) this.#judged(peer, this.#theCore().receiveBlock(block, peer))
      if (blocks) this.#theCore().blocksEnded(peer)
      else this.#theCore().peerFailed(peer)
    })
  }

  #askDocuments(peer: PeerName, ids: readonly Uint8Array[]): void {
    void this.#questions.ask(peer, 'configuration', encodeHashes(ids)).then((bytes) => {
      const pieces = bytes && decodePieces(bytes, ids.length === 0 ? MOST_IDS : ids.length)
      if (bytes && !pieces) this.#blame.wrong(peer, 'lies')
      if (pieces) this.#judged(peer, this.#theCore().receiveDocuments(pieces, ids, peer))
    })
  }

  #judged(peer: PeerKey, { action }: Reception): void {
    if (action === 'reject') this.#blame.wrong(peer, 'lies')
  }

  #theCore(): NetworkCore {
    if (!this.#core) throw new Error('the network was not started')
    return this.#core
  }
}

import { equalBytes, sha256, toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { Blame } from './blame.ts'
import { decodeHello, encodeHello, type Hello } from './messages.ts'
import type { NetworkCore } from './port.ts'
import { betterSkew, medianSkew, type Round, type Skew } from './skew.ts'
import type { PeerKey, PeerStanding, Request, Transport } from './transport.ts'

/** Peers are asked this often where they stand, and so whether they are there. */
const GREET_MS = 3_000
/** Who was dialled leaves it to the other so much longer: the two need not both ask. */
const GIVE_WAY_MS = 1_000
/** A peer that was not heard of for so long is out of reach. */
const REACH_MS = 6_500
/** A connection on which nothing came for so long is dead, whatever it says of itself: it is made anew. */
const DEAD_MS = 12_000

/** A peer as the operator sees it. */
export type PeerFacts = PeerStanding & {
  readonly head: number
  readonly final: number
  readonly configId: string
  readonly skewMs: number
  /** Was it heard of in the last seconds? A cut line takes minutes to end a connection. */
  readonly inReach: boolean
}

type Parts = {
  readonly transport: Pick<Transport, 'peers' | 'drop'>
  readonly clock: Clock
  readonly certificate: Uint8Array
  readonly core: NetworkCore
  readonly blame: Blame
  readonly ask: (peer: PeerKey, request: Request, question: Uint8Array) => Promise<Uint8Array | undefined>
  readonly announceVote: (vote: Uint8Array) => void
}

type Greeted = { readonly hello: Hello; readonly skew: Skew | undefined; readonly heardAt: number }

/** Says to each peer again and again where this node stands, and knows where they stand (consensus.md 19). */
export class Greetings {
  readonly #parts: Parts
  readonly #greeted = new Map<PeerKey, Greeted>()
  readonly #askedAt = new Map<PeerKey, number>()
  /** When the last word of any kind came of each peer, or its connection. */
  readonly #wordAt = new Map<PeerKey, number>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  hello(): Uint8Array {
    const { clock, certificate, core } = this.#parts
    return encodeHello({ ...core.standing(), clockMs: clock.nowMs(), certificate })
  }

  /**
   * Greets who is due and lets go of dead connections. Both sides greet: of two that dialled each other at once each may
   * hold the other for the one who dialled.
   */
  tick(): void {
    const now = this.#parts.clock.nowMs()
    for (const { peer, inbound } of this.#parts.transport.peers()) {
      if (!this.#wordAt.has(peer)) this.#wordAt.set(peer, now)
      if (now - (this.#wordAt.get(peer) ?? now) >= DEAD_MS) {
        this.#wordAt.delete(peer)
        this.#parts.transport.drop(peer)
        continue
      }
      const pause = GREET_MS + (inbound && this.#greeted.has(peer) ? GIVE_WAY_MS : 0)
      if (now - this.#lastAt(peer) >= pause) void this.greet(peer)
    }
  }

  connected(peer: PeerKey): void {
    this.heard(peer)
    void this.greet(peer)
  }

  /** Anything came of it. */
  heard(peer: PeerKey): void {
    this.#wordAt.set(peer, this.#parts.clock.nowMs())
  }

  left(peer: PeerKey): void {
    for (const known of [this.#greeted, this.#askedAt, this.#wordAt]) known.delete(peer)
  }

  async greet(peer: PeerKey): Promise<void> {
    const { clock, ask } = this.#parts
    const asked = clock.nowMs()
    this.#askedAt.set(peer, asked)
    const answer = await ask(peer, 'hello', this.hello())
    if (answer !== undefined) this.greetedBy(peer, answer, { from: asked, to: clock.nowMs() })
  }

  /** True when the peer may stay. */
  greetedBy(peer: PeerKey, bytes: Uint8Array, round?: Round): boolean {
    const { core, blame, announceVote, clock } = this.#parts
    const hello = decodeHello(bytes)
    if (!hello) return blame.wrong(peer, 'lies')
    if (!equalBytes(hello.network, core.standing().network)) return blame.cutOff(peer, 'other-network')
    if (!this.#isCertified(peer, hello.certificate)) return blame.cutOff(peer, 'certificate')
    if (!this.#greeted.has(peer)) for (const vote of core.votes()) announceVote(vote)
    const known = this.#greeted.get(peer)?.skew
    const skew = round ? betterSkew(known, round, hello.clockMs) : known
    this.heard(peer)
    this.#greeted.set(peer, { hello, heardAt: clock.nowMs(), skew })
    core.receiveStanding(hello, peer)
    return true
  }

  names(): readonly PeerKey[] {
    return [...this.#greeted.keys()]
  }

  peers(): readonly PeerFacts[] {
    return this.#parts.transport.peers().flatMap((standing) => {
      const greeted = this.#greeted.get(standing.peer)
      if (!greeted) return []
      const { head, final, configId } = greeted.hello
      const inReach = this.#parts.clock.nowMs() - greeted.heardAt < REACH_MS
      const facts = { head: head.height, final: final.height, configId: toHex(configId) }
      return [{ ...standing, ...facts, skewMs: greeted.skew?.ms ?? 0, inReach }]
    })
  }

  /** Of the median peer; undefined without peers. */
  clockSkewMs(): number | undefined {
    return medianSkew([...this.#greeted.values()].flatMap(({ skew }) => skew ?? []))
  }

  #lastAt(peer: PeerKey): number {
    return Math.max(this.#greeted.get(peer)?.heardAt ?? 0, this.#askedAt.get(peer) ?? 0)
  }

  /** A peer of the start list that no record names yet is believed until the records are today's. */
  #isCertified(peer: PeerKey, certificate: Uint8Array): boolean {
    const member = this.#parts.core.members().find(({ peerKey }) => toHex(peerKey) === peer)
    return member === undefined || equalBytes(sha256(certificate), member.certificateHash)
  }
}

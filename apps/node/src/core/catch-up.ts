import { blockHash, type Header } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'
import { refuteFinal } from '../chain/refute-final.ts'
import { hashOf } from '../chain/state-at.ts'
import { contradictsTrusted } from '../chain/trusted-checkpoint.ts'
import type { CorePort, HeadersAnswer, PeerName, Reception, Standing } from '../network/port.ts'
import { mayFollow } from './claimed-header.ts'
import { BATCH, HEADERS, locatorOf } from './headers-after.ts'
import { OnItsWay } from './on-its-way.ts'

/** A request that brought nothing for so long is made again, of whom it may be; seconds. */
const PATIENCE = 10
/** By so long after a question half of its bodies must be here, and all by twice that; else another peer is asked for the rest; seconds. */
const HALF = 15
/** Headers that may wait for their bodies at once. */
const MOST_CLAIMED = 8 * HEADERS

/** A header whose body is not at hand, and who said that they do not have it either. */
type Claimed = { readonly header: Header; readonly absentAt: Set<PeerName> }

/** The question for bodies that is open. */
type Bodies = {
  readonly peer: PeerName
  since: number
  readonly begun: number
  readonly asked: number
  readonly names: Set<string>
  /** Has any of them come? */
  brought: boolean
  /** Was one of them no such block? Only valid blocks are handed on by who is honest. */
  lied: boolean
}

/** What a node does to learn what others know already (consensus.md 20): headers first, then bodies in their order. */
export type CatchUp = {
  readonly standing: (standing: Pick<Standing, 'head' | 'final'>, from: PeerName, now: number) => void
  /** A block came whose parent is not at hand: the way to it is asked for. */
  readonly orphan: (from: PeerName, now: number) => void
  /** The body of a block that gossip brought does not come from its sender: it is on its way no longer. */
  readonly missed: (name: string, from: PeerName, now: number) => void
  /** Has gossip brought its header just now, and is its body being put together (`on-its-way.ts`)? */
  readonly isOnItsWay: (name: string, now: number) => boolean
  readonly headers: (answer: HeadersAnswer, from: PeerName, now: number) => Reception
  /** A block is at hand, or will never be. */
  readonly settled: (name: string, isGood: boolean, now: number) => void
  /** All that a peer gives of what it was asked has come. */
  readonly ended: (from: PeerName, now: number) => void
  readonly failed: (from: PeerName, now: number) => void
  readonly tick: (now: number) => void
  /** Goes further than before: who says to have what is not at hand is asked again. */
  readonly again: (now: number) => void
  /** Was the block asked for? Then it comes from the past. */
  readonly isWanted: (name: string) => boolean
  /**
   * The greatest height that a peer said it has and this node has not judged. Who was asked and brought nothing of it
   * does not count: by words alone nobody keeps others from making blocks.
   */
  readonly highest: () => number
}

export function catchUp(chain: Chain, port: CorePort): CatchUp {
  return new Catching(chain, port)
}

class Catching implements CatchUp {
  readonly #chain: Chain
  readonly #port: CorePort
  /** In their order. */
  readonly #claimed = new Map<string, Claimed>()
  readonly #heads = new Map<PeerName, { readonly height: number; readonly name: string }>()
  /** Who was asked for what it said to have, and has brought none of it since. */
  readonly #empty = new Set<PeerName>()
  /** The last header that each peer told: the next question starts there. */
  readonly #tips = new Map<PeerName, Uint8Array>()
  /** How often each peer did not answer, or gave no such block, since it last gave good ones. */
  readonly #silences = new Map<PeerName, number>()
  /** Who was asked for headers, and when. They are asked side by side: one that is silent holds up nobody. */
  readonly #headers = new Map<PeerName, number>()
  /** Bodies are asked of one peer at a time, so that they come in their order. */
  #bodies: Bodies | undefined
  /** Bodies of one question: fewer after one that nothing came of, since a slow line carries no long answer in time. */
  #most = BATCH
  readonly #onItsWay: OnItsWay

  constructor(chain: Chain, port: CorePort) {
    this.#chain = chain
    this.#port = port
    this.#onItsWay = new OnItsWay(chain)
  }

  standing({ head }: Pick<Standing, 'head'>, from: PeerName, now: number): void {
    const name = toHex(head.hash)
    this.#heads.set(from, { height: head.height, name })
    this.#tips.delete(from)
    if (isAtHand(this.#chain, name)) return
    if (this.#claimed.has(name)) this.#askBodies(now)
    else this.#askHeaders(from, now)
  }

  orphan(from: PeerName, now: number): void {
    this.#askHeaders(from, now)
  }

  missed(name: string, from: PeerName, now: number): void {
    this.#silences.set(from, (this.#silences.get(from) ?? 0) + 1)
    if (isAtHand(this.#chain, name)) return
    this.#onItsWay.miss(name)
    for (const peer of this.#port.peers()) this.#askHeaders(peer, now)
  }

  isOnItsWay(name: string, now: number): boolean {
    return this.#onItsWay.has(name, now)
  }

  headers({ headers, certificate }: HeadersAnswer, from: PeerName, now: number): Reception {
    if (certificate) refuteFinal(this.#chain, certificate)
    this.#headers.delete(from)
    const outcome = this.#claimAll(headers, from)
    const told = this.#tips.get(from)
    if (!told || !this.#claimed.has(toHex(told))) this.#empty.add(from)
    if (outcome === 'wrong') return { action: 'reject', code: 'headers-wrong' }
    this.#askBodies(now)
    if (outcome === 'known' && headers.length === HEADERS) this.#askHeaders(from, now)
    return { action: 'accept' }
  }

  settled(name: string, isGood: boolean, now: number): void {
    this.#claimed.delete(name)
    if (!isGood) this.#drop(name)
    const bodies = this.#bodies
    if (!bodies?.names.delete(name)) return
    bodies.since = now
    bodies.brought = true
    bodies.lied ||= !isGood
  }

  ended(from: PeerName, now: number): void {
    const bodies = this.#bodies
    if (bodies?.peer !== from) return
    if (bodies.lied) this.#silent(from)
    else this.#silences.delete(from)
    this.#bodies = undefined
    if (bodies.brought && !bodies.lied) this.#empty.delete(from)
    else this.#empty.add(from)
    if (bodies.brought) this.#most = Math.min(BATCH, 2 * this.#most)
    else this.#absent(bodies)
    this.#askBodies(now)
    const isBehind = this.#heightOf(from) > this.#chain.head.height
    if (this.#claimed.size === 0 && bodies.brought && isBehind) this.#askHeaders(from, now)
  }

  failed(from: PeerName, now: number): void {
    if (!this.#port.peers().includes(from)) this.#forget(from)
    if (this.#headers.has(from) || this.#bodies?.peer === from) this.#silent(from)
    this.#askBodies(now)
  }

  tick(now: number): void {
    for (const [peer, since] of this.#headers) if (now - since > PATIENCE) this.#silent(peer)
    if (this.#bodies && this.#isTooSlow(this.#bodies, now)) this.#silent(this.#bodies.peer)
    this.#askBodies(now)
  }

  again(now: number): void {
    for (const [peer, { name }] of this.#heads) {
      this.#empty.delete(peer)
      if (!isAtHand(this.#chain, name)) this.#askHeaders(peer, now)
    }
  }

  /** Nothing came for long, or real blocks come drop by drop while others may bring more. */
  #isTooSlow({ since, begun, asked, names }: Bodies, now: number): boolean {
    const isDripping = (now - begun > HALF && 2 * names.size > asked) || now - begun > 2 * HALF
    return now - since > PATIENCE || (isDripping && this.#port.peers().length > 1)
  }

  isWanted(name: string): boolean {
    return this.#claimed.has(name)
  }

  highest(): number {
    const open = [...this.#heads].filter(
      ([peer, { name }]) => !this.#empty.has(peer) && !isAtHand(this.#chain, name),
    )
    return Math.max(0, ...open.map(([, { height }]) => height))
  }

  #heightOf(peer: PeerName): number {
    return this.#heads.get(peer)?.height ?? 0
  }

  #askHeaders(peer: PeerName, now: number): void {
    if (this.#headers.has(peer)) return
    this.#headers.set(peer, now)
    const tip = this.#tips.get(peer)
    const isKnown = tip && (this.#claimed.has(toHex(tip)) || isAtHand(this.#chain, toHex(tip)))
    const locator = [...(isKnown ? [tip] : []), ...locatorOf(this.#chain)]
    this.#port.askHeaders(peer, locator.slice(0, BATCH), new Uint8Array(32))
  }

  /** The next bodies that are not at hand, of the best peer that may have some of them; nothing while a question is open. */
  #askBodies(now: number): void {
    if (this.#bodies || this.#claimed.size === 0) return
    this.#tidy()
    for (const peer of this.#bestFirst()) {
      const names = this.#wantedOf(peer, now)
      if (names.length === 0) continue
      this.#bodies = {
        peer,
        since: now,
        begun: now,
        asked: names.length,
        names: new Set(names),
        brought: false,
        lied: false,
      }
      this.#port.askBlocks(peer, names.map(hashOf))
      return
    }
  }

  /** Who was silent least often, and of those who has most. */
  #bestFirst(): readonly PeerName[] {
    const silences = (peer: PeerName) => this.#silences.get(peer) ?? 0
    const ahead = (a: PeerName, b: PeerName) => this.#heightOf(b) - this.#heightOf(a)
    return this.#port.peers().toSorted((a, b) => silences(a) - silences(b) || ahead(a, b))
  }

  #wantedOf(peer: PeerName, now: number): readonly string[] {
    const names: string[] = []
    for (const [name, { absentAt }] of this.#claimed) {
      if (names.length === this.#most) break
      if (!absentAt.has(peer) && !this.#onItsWay.has(name, now)) names.push(name)
    }
    return names
  }

  /** Lets go of what came another way, what finality has closed, and what no peer has: its headers may be told again. */
  #tidy(): void {
    const peers = this.#port.peers()
    for (const [name, { header, absentAt }] of this.#claimed) {
      const isClosed = header.height <= this.#chain.tree.root.height || isAtHand(this.#chain, name)
      if (isClosed) this.#claimed.delete(name)
      else if (peers.length > 0 && peers.every((peer) => absentAt.has(peer))) this.#drop(name)
    }
  }

  #absent({ names, peer }: Bodies): void {
    for (const name of names) this.#claimed.get(name)?.absentAt.add(peer)
  }

  #silent(peer: PeerName): void {
    this.#headers.delete(peer)
    if (this.#bodies?.peer === peer) this.#bodiesFailed(this.#bodies)
    this.#silences.set(peer, (this.#silences.get(peer) ?? 0) + 1)
    this.#empty.add(peer)
  }

  #bodiesFailed({ brought }: Bodies): void {
    this.#bodies = undefined
    if (!brought) this.#most = Math.max(1, Math.floor(this.#most / 2))
  }

  /** Who comes back may have learned something. */
  #forget(peer: PeerName): void {
    this.#heads.delete(peer)
    this.#empty.delete(peer)
    for (const { absentAt } of this.#claimed.values()) absentAt.delete(peer)
  }

  /** A block that will not be at hand, and what stands on it. */
  #drop(name: string): void {
    const gone = new Set([name])
    for (const [child, { header }] of this.#claimed) {
      if (gone.has(toHex(header.prevHash))) gone.add(child)
    }
    for (const one of gone) this.#claimed.delete(one)
  }

  #claimAll(headers: readonly Header[], from: PeerName): Claim {
    for (const header of headers) {
      const outcome = this.#claim(header)
      if (outcome === 'unlinked' && header !== headers[0] && !contradictsTrusted(this.#chain, header))
        return 'wrong'
      if (outcome !== 'known') return outcome
      this.#tips.set(from, blockHash(header))
    }
    return 'known'
  }

  /** Links, signature, bits and the draw with the amount that it claims; the rest waits for the body (section 20, 2). */
  #claim(header: Header): Claim {
    const name = toHex(blockHash(header))
    if (this.#claimed.has(name) || isAtHand(this.#chain, name)) return 'known'
    if (this.#claimed.size >= MOST_CLAIMED) return 'full'
    if (contradictsTrusted(this.#chain, header)) return 'unlinked'
    const { blocks, checks, configurations, head } = this.#chain
    // What this node does not follow is not fetched again and again.
    if (equalBytes(header.prevHash, head.hash) && configurations.stopAfter(head.hash)) return 'full'
    // Its rules are known once the chain stands where they begin.
    const configuration = configurations.find(header.configId)
    if (!configuration) return 'full'
    const headersBack = (hash: Uint8Array) => blocks.header(hash) ?? this.#claimed.get(toHex(hash))?.header
    const parent = headersBack(header.prevHash)
    if (!parent) return 'unlinked'
    const { parameters } = configuration
    if (!mayFollow(header, parent, { headersBack, parameters, checks })) return 'wrong'
    this.#claimed.set(name, { header, absentAt: new Set() })
    return 'known'
  }
}

/** `unlinked`: it stands on what was let go of since the question, or on another branch than the trusted; nobody's fault. */
type Claim = 'known' | 'full' | 'unlinked' | 'wrong'

function isAtHand({ tree, blocks }: Chain, name: string): boolean {
  if (tree.has(name)) return tree.bodyOf(name) !== 'missing'
  const header = blocks.header(hashOf(name))
  return header !== undefined && header.height <= tree.root.height
}

import { blockHash, drawWins, type Header, isHeaderSigned, NO_STAKE, nextBits, stakeOf } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'
import { refuteFinal } from '../chain/refute-final.ts'
import { hashOf } from '../chain/state-at.ts'
import type { CorePort, HeadersAnswer, PeerName, Reception, Standing } from '../network/port.ts'

const BATCH = 32
const HEADERS = 512
/** A request that brought nothing for so long is made again, of whom it may be; seconds. */
const PATIENCE = 10
/** Headers that may wait for their bodies at once. */
const MOST_CLAIMED = 8 * HEADERS

type Asked = {
  readonly peer: PeerName
  readonly since: number
  /** Names of blocks; none while headers are asked for. */
  readonly blocks: Set<string>
}

/** What a node does to learn what others know already (consensus.md 20): headers first, then bodies in their order. */
export type CatchUp = {
  readonly standing: (standing: Pick<Standing, 'head' | 'final'>, from: PeerName, now: number) => void
  /** A block came whose parent is not at hand: the way to it is asked for. */
  readonly orphan: (from: PeerName, now: number) => void
  readonly headers: (answer: HeadersAnswer, from: PeerName, now: number) => Reception
  /** A block is at hand, or will never be. */
  readonly settled: (name: string, isGood: boolean, now: number) => void
  /** All that a peer gives of what it was asked has come. */
  readonly ended: (from: PeerName, now: number) => void
  readonly failed: (from: PeerName, now: number) => void
  readonly tick: (now: number) => void
  /** Was the block asked for? Then it comes from the past. */
  readonly isWanted: (name: string) => boolean
  /** The greatest height that a peer said it has. */
  readonly highest: () => number
}

export function catchUp(chain: Chain, port: CorePort): CatchUp {
  return new Catching(chain, port)
}

class Catching implements CatchUp {
  readonly #chain: Chain
  readonly #port: CorePort
  /** Headers whose bodies are not at hand, in their order. */
  readonly #claimed = new Map<string, Header>()
  readonly #heads = new Map<PeerName, number>()
  /** The last header that each peer told: the next question starts there. */
  readonly #tips = new Map<PeerName, Uint8Array>()
  /** How often each peer did not answer since it last did. */
  readonly #silences = new Map<PeerName, number>()
  #asked: Asked | undefined

  constructor(chain: Chain, port: CorePort) {
    this.#chain = chain
    this.#port = port
  }

  standing({ head }: Pick<Standing, 'head'>, from: PeerName, now: number): void {
    this.#heads.set(from, head.height)
    this.#tips.delete(from)
    if (!isAtHand(this.#chain, toHex(head.hash))) this.#askHeaders(from, now)
  }

  orphan(from: PeerName, now: number): void {
    this.#askHeaders(from, now)
  }

  headers({ headers, certificate }: HeadersAnswer, from: PeerName, now: number): Reception {
    if (certificate) refuteFinal(this.#chain, certificate)
    this.#silences.delete(from)
    if (this.#asked?.peer === from && this.#asked.blocks.size === 0) this.#asked = undefined
    for (const header of headers) {
      const outcome = this.#claim(header)
      if (outcome === 'wrong') return { action: 'reject', code: 'headers-wrong' }
      if (outcome === 'full') break
      this.#tips.set(from, blockHash(header))
    }
    if (!this.#asked) this.#goOn(from, now, headers.length === HEADERS)
    return { action: 'accept' }
  }

  settled(name: string, isGood: boolean, now: number): void {
    this.#claimed.delete(name)
    if (!isGood) this.#drop(name)
    const asked = this.#asked
    if (!asked?.blocks.delete(name)) return
    this.#asked = { ...asked, since: now }
    if (asked.blocks.size === 0) this.ended(asked.peer, now)
  }

  ended(from: PeerName, now: number): void {
    if (this.#asked?.peer !== from) return
    const isAnswered = [...this.#asked.blocks].length < BATCH
    this.#asked = undefined
    if (isAnswered) this.#goOn(from, now, true)
  }

  failed(from: PeerName, now: number): void {
    if (!this.#port.peers().includes(from)) this.#heads.delete(from)
    if (this.#asked?.peer === from) this.#elsewhere(now)
  }

  tick(now: number): void {
    const isStuck = this.#asked ? now - this.#asked.since > PATIENCE : this.#claimed.size > 0
    if (isStuck) this.#elsewhere(now)
  }

  isWanted(name: string): boolean {
    return this.#claimed.has(name)
  }

  highest(): number {
    return Math.max(0, ...this.#heads.values())
  }

  #askHeaders(peer: PeerName, now: number): void {
    if (this.#asked) return
    this.#asked = { peer, since: now, blocks: new Set() }
    const tip = this.#tips.get(peer)
    const locator = [...(tip ? [tip] : []), ...locatorOf(this.#chain)]
    this.#port.askHeaders(peer, locator.slice(0, BATCH), new Uint8Array(32))
  }

  /** The next bodies of those claimed; when there are none, the next headers if there may be some. */
  #goOn(peer: PeerName, now: number, isMore: boolean): void {
    this.#asked = undefined
    for (const name of [...this.#claimed.keys()]) if (isAtHand(this.#chain, name)) this.#claimed.delete(name)
    const next = [...this.#claimed.keys()].slice(0, BATCH)
    if (next.length === 0) {
      if (isMore && (this.#heads.get(peer) ?? 0) > this.#chain.head.height) this.#askHeaders(peer, now)
      return
    }
    this.#asked = { peer, since: now, blocks: new Set(next) }
    this.#port.askBlocks(peer, next.map(hashOf))
  }

  #silencesOf(peer: PeerName): number {
    return this.#silences.get(peer) ?? 0
  }

  /** Of who was silent least often, and of those who has most. */
  #elsewhere(now: number): void {
    const left = this.#asked?.peer
    this.#asked = undefined
    if (left !== undefined) this.#silences.set(left, this.#silencesOf(left) + 1)
    const ahead = (peer: PeerName) => this.#heads.get(peer) ?? 0
    const [best] = this.#port
      .peers()
      .toSorted((a, b) => this.#silencesOf(a) - this.#silencesOf(b) || ahead(b) - ahead(a))
    if (best !== undefined) this.#goOn(best, now, true)
  }

  /** A block that will never be at hand, and what stands on it. */
  #drop(name: string): void {
    const gone = new Set([name])
    for (const [child, header] of this.#claimed) {
      if (gone.has(toHex(header.prevHash))) gone.add(child)
    }
    for (const one of gone) this.#claimed.delete(one)
  }

  /** Links, signature, bits and the draw with the amount that it claims; the rest waits for the body (section 20, 2). */
  #claim(header: Header): 'claimed' | 'known' | 'full' | 'wrong' {
    const name = toHex(blockHash(header))
    if (this.#claimed.has(name) || isAtHand(this.#chain, name)) return 'known'
    if (this.#claimed.size >= MOST_CLAIMED) return 'full'
    const { blocks, checks, configuration } = this.#chain
    const headersBack = (hash: Uint8Array) => blocks.header(hash) ?? this.#claimed.get(toHex(hash))
    const parent = headersBack(header.prevHash)
    if (!parent || header.height !== parent.height + 1 || header.time <= parent.time) return 'wrong'
    if (nextBits(parent, headersBack, configuration.parameters) !== header.bits) return 'wrong'
    if (!isDrawn(header) || !isHeaderSigned(header, checks)) return 'wrong'
    this.#claimed.set(name, header)
    return 'claimed'
  }
}

function isDrawn(header: Header): boolean {
  const stake = { ...stakeOf(header), amount: header.stakeAmount }
  return header.stakeIndex === NO_STAKE || drawWins(stake, header.beaconHash, header.time, header.bits)
}

function isAtHand({ tree, blocks }: Chain, name: string): boolean {
  if (tree.has(name)) return tree.bodyOf(name) !== 'missing'
  const header = blocks.header(hashOf(name))
  return header !== undefined && header.height <= tree.root.height
}

/** Hashes of the head's branch, the newest first, ever further apart; genesis last. */
export function locatorOf({ blocks, head }: Chain): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let height = head.height, step = 1; height > 0 && hashes.length < BATCH - 1; height -= step) {
    const hash = blocks.hashAt(height)
    if (hash) hashes.push(hash)
    if (hashes.length > 8) step *= 2
  }
  const genesis = blocks.hashAt(0)
  return genesis ? [...hashes, genesis] : hashes
}

/** Headers of this branch after the newest hash of a locator that is on it. */
export function headersAfter(
  { blocks, head, finality }: Chain,
  locator: readonly Uint8Array[],
  stop: Uint8Array,
  most: number,
): HeadersAnswer {
  const from = locator
    .map((hash) => blocks.header(hash))
    .find((header) => header && isOnChain(blocks, header))
  const headers: Header[] = []
  const last = Math.min(head.height, (from?.height ?? 0) + Math.min(most, HEADERS))
  for (let height = (from?.height ?? 0) + 1; height <= last; height += 1) {
    const hash = blocks.hashAt(height)
    const header = hash && blocks.header(hash)
    if (!hash || !header) break
    headers.push(header)
    if (equalBytes(hash, stop)) break
  }
  return { headers, certificate: finality.newest() }
}

function isOnChain({ hashAt }: Chain['blocks'], header: Header): boolean {
  const there = hashAt(header.height)
  return there !== undefined && equalBytes(there, blockHash(header))
}

import {
  type Block,
  blockHash,
  configurationId,
  decodeBlock,
  encodeVote,
  type Header,
  isHeaderCode,
  isOtherBody,
  isTransient,
} from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { Transaction } from '@vc/ledger'
import type { Logger } from 'pino'
import type { Chain } from '../chain/chain.ts'
import { encodeEvidence } from '../chain/evidence-book.ts'
import { addHeader } from '../chain/grow-tree.ts'
import {
  type ImportRefusal,
  importBlock,
  isEarlyOrOrphan,
  isOfBeacon,
  isOutOfReach,
  settle,
} from '../chain/import-block.ts'
import type { Mempool } from '../chain/mempool.ts'
import { type DocumentExchange, openDocumentExchange } from '../configuration/document-exchange.ts'
import type { CorePort, HeadersAnswer, NetworkCore, PeerName, Reception, Standing } from '../network/port.ts'
import type { NoticeBook } from '../policy/notice-book.ts'
import { BeaconlessBlocks } from './beaconless-blocks.ts'
import { type CatchUp, catchUp } from './catch-up.ts'
import { headersAfter } from './headers-after.ts'
import { HeldBlocks } from './held-blocks.ts'
import { isThirdOfDraw } from './is-third-of-draw.ts'
import { memberFacts } from './member-facts.ts'
import { receiveClaim } from './receive-claim.ts'
import { receiveEvidence } from './receive-evidence.ts'
import { receiveNotice } from './receive-notice.ts'
import { receiveVote } from './receive-vote.ts'
import { refuseHeader } from './refuse-header.ts'
import { TransactionIntake } from './take-transactions.ts'

const accept: Reception = { action: 'accept' }
const ignore: Reception = { action: 'ignore' }
const because = (action: Reception['action'], code: string): Reception => ({ action, code })
/** Farther in the future than this is not kept; seconds (consensus.md 3). */
const FUTURE = 60

export type Core = NetworkCore & {
  /** An own block, `known` as in `receiveBlock`: judged, followed, told to everybody. What it is refused for. */
  readonly publish: (bytes: Uint8Array, known?: readonly Transaction[]) => ImportRefusal | undefined
  /** An own vote: counted and told. */
  readonly publishVote: (vote: Uint8Array) => void
  /** The operator's choice let the node go on, or holds it: it goes at once where it may. */
  readonly choiceMoved: () => void
  /** What waited for its slot, what was asked for too long ago. */
  readonly tick: () => void
}

type Parts = {
  readonly chain: Chain
  readonly mempool: Mempool
  readonly notices: NoticeBook
  readonly port: CorePort
  readonly clock: Clock
  readonly log: Logger
  /** The head is another one. */
  readonly moved: () => void
}

/** What a node does with what the network brings (consensus.md 12 to 14, 19, 20). Its face to the network is the result. */
export function openCore(parts: Parts): Core {
  return new OpenCore(parts)
}

/** Larger than any rules at hand allow, but made by rules that are not at hand: nobody is to blame. */
function isOfUnknownRules({ configurations }: Chain, bytes: Uint8Array): boolean {
  const decoded = decodeBlock(bytes, bytes.length)
  return decoded.ok && configurations.find(decoded.value.header.configId) === undefined
}

type Received = {
  readonly header: Header
  readonly name: string
  readonly bytes: Uint8Array
  readonly from: PeerName
}

class OpenCore implements Core {
  readonly #parts: Parts
  readonly #held = new HeldBlocks()
  readonly #beaconless = new BeaconlessBlocks()
  readonly #catchUp: CatchUp
  readonly #transactions: TransactionIntake
  readonly #documents: DocumentExchange

  constructor(parts: Parts) {
    this.#parts = parts
    this.#catchUp = catchUp(parts.chain, parts.port)
    this.#transactions = new TransactionIntake(parts)
    this.#documents = openDocumentExchange(parts.chain, parts.port)
  }

  // ── blocks ──

  receiveBlock = (
    bytes: Uint8Array,
    from: PeerName,
    known?: readonly (Transaction | undefined)[],
  ): Reception => {
    const { chain } = this.#parts
    const decoded = decodeBlock(bytes, chain.configurations.mostBlockBytes(), known)
    if (!decoded.ok) return isOfUnknownRules(chain, bytes) ? ignore : because('reject', decoded.refusal.code)
    const { header } = decoded.value
    const name = toHex(blockHash(header))
    if (this.#isKnown(name)) return ignore
    const refusal = this.#import(bytes, name, { block: decoded.value })
    if (!refusal) return accept
    return this.#refused(refusal, { header, name, bytes, from })
  }

  publish = (bytes: Uint8Array, known?: readonly Transaction[]): ImportRefusal | undefined => {
    const { chain } = this.#parts
    const decoded = decodeBlock(bytes, chain.configuration.parameters.maxBlockBytes, known)
    if (!decoded.ok) return decoded.refusal
    const { value: block } = decoded
    return this.#import(bytes, toHex(blockHash(block.header)), { block, isTold: true })
  }

  #isKnown(name: string): boolean {
    return this.#beaconless.has(name) || this.#isTaken(name)
  }

  #isTaken(name: string): boolean {
    const { tree } = this.#parts.chain
    return this.#held.has(name) || (tree.has(name) && tree.bodyOf(name) !== 'missing')
  }

  /**
   * Judges and follows; then what waited for it. `isTold`: nobody has heard of it. It is told as soon as it is good and on
   * disk, before all that waits here is judged on it.
   */
  #import(
    bytes: Uint8Array,
    name: string,
    { block, isTold = false }: { readonly block?: Block; readonly isTold?: boolean } = {},
  ): ImportRefusal | undefined {
    const { chain, clock, port } = this.#parts
    const before = chain.head
    const imported = importBlock(chain, bytes, clock, { fromSync: this.#catchUp.isWanted(name), block })
    if (isTold && imported.ok) port.announceBlock(bytes, block)
    if (chain.head !== before) {
      this.#parts.moved()
      this.#transactions.retry(this.#now())
    }
    this.#tellEvidence()
    const isOpen = !imported.ok && (isEarlyOrOrphan(imported.refusal) || isOfBeacon(imported.refusal))
    if (!isOpen) this.#catchUp.settled(name, imported.ok, this.#now())
    if (!imported.ok) return imported.refusal
    for (const waiting of this.#held.takeOn(name)) this.#release(waiting)
    return undefined
  }

  /** What was held was not handed on by gossip: it is told now. */
  #release({ bytes, from }: { readonly bytes: Uint8Array; readonly from: PeerName }): void {
    if (this.receiveBlock(bytes, from).action === 'accept') this.#parts.port.announceBlock(bytes)
  }

  #refused(refusal: ImportRefusal, block: Received): Reception {
    const { code } = refusal
    if (code === 'configuration-unknown') this.#documents.want(toHex(block.header.configId))
    if (isEarlyOrOrphan(refusal)) return this.#hold(refusal, block)
    if (isOutOfReach(code)) return because('ignore', code)
    if (code === 'block-on-invalid') return because('reject', code)
    if (isOfBeacon(refusal) && this.#parts.chain.outside)
      this.#beaconless.hold({ ...block, time: block.header.time }, this.#now())
    if (isTransient(refusal)) return because('ignore', code)
    return because(isHeaderCode(code) || isOtherBody(refusal) ? 'reject' : 'accept', code)
  }

  #hold({ code }: ImportRefusal, { header, name, bytes, from }: Received): Reception {
    const now = this.#now()
    if (header.time > now + FUTURE) return because('ignore', 'block-far')
    const parent = toHex(header.prevHash)
    this.#held.hold({ name, parent, bytes, from, time: header.time }, now)
    if (code === 'block-orphan' && !this.#held.has(parent)) this.#catchUp.orphan(from, now)
    return because('ignore', code)
  }

  blocksEnded = (from: PeerName): void => this.#catchUp.ended(from, this.#now())

  /** A valid header weighs before its body is here. */
  judgeHeaderOf = (header: Header): Reception => {
    const { chain } = this.#parts
    const refused = refuseHeader(chain, header, this.#now())
    if (refused) return refused
    return isThirdOfDraw(chain, header) ? because('ignore', 'draw-spent') : this.#note(header)
  }

  #note(header: Header): Reception {
    const { chain, clock } = this.#parts
    const { lateAfter } = chain.configuration.parameters
    addHeader(chain, header, clock.nowMs() / 1000 > header.time + lateAfter)
    this.#follow()
    return accept
  }

  // ── transactions ──

  receiveTransactions = (legs: readonly Uint8Array[], from: PeerName): Reception =>
    this.#transactions.receive(legs, from, this.#now())

  transactionsByShortId = (block: Uint8Array, ids: readonly Uint8Array[]) =>
    this.#transactions.byShortId(block, ids)

  // ── votes and evidence ──

  receiveVote = (bytes: Uint8Array, _from: PeerName): Reception => {
    const reception = receiveVote(this.#parts.chain, bytes)
    this.#tellEvidence()
    if (reception.code === undefined) this.#follow()
    return reception
  }

  publishVote = (vote: Uint8Array): void => {
    this.receiveVote(vote, 'self')
    this.#parts.port.announceVote(vote)
  }

  receiveEvidence = (bytes: Uint8Array, _from: PeerName): Reception => {
    const reception = receiveEvidence(this.#parts.chain, bytes)
    if (reception.action === 'accept') this.#follow()
    return reception
  }

  #tellEvidence(): void {
    const { chain, port } = this.#parts
    for (const evidence of chain.evidence.takeNew()) port.announceEvidence(encodeEvidence(evidence))
  }

  receiveClaim = (bytes: Uint8Array, _from: PeerName): Reception =>
    receiveClaim(this.#parts.chain, bytes, this.#now())

  receiveNotice = (bytes: Uint8Array, _from: PeerName): Reception => receiveNotice(this.#parts, bytes)

  // ── synchronisation ──

  receiveHeaders = (answer: HeadersAnswer, from: PeerName): Reception =>
    this.#catchUp.headers(answer, from, this.#now())

  receiveStanding = (standing: Pick<Standing, 'head' | 'final'>, from: PeerName): void =>
    this.#catchUp.standing(standing, from, this.#now())

  peerFailed = (from: PeerName): void => this.#catchUp.failed(from, this.#now())

  headersAfter = (locator: readonly Uint8Array[], stop: Uint8Array, most: number) =>
    headersAfter(this.#parts.chain, locator, stop, most)

  blockOf = (hash: Uint8Array) => this.#parts.chain.blocks.bytesOf(hash)

  // ── configuration documents ──

  choiceMoved = (): void => {
    this.#parts.chain.settledOn = undefined
    this.#follow()
    this.#catchUp.again(this.#now())
  }

  documentsOf = (ids: readonly Uint8Array[]) => this.#documents.answer(ids)

  receiveDocuments = (
    pieces: readonly Uint8Array[],
    asked: readonly Uint8Array[],
    from: PeerName,
  ): Reception => this.#documents.receive(pieces, asked, from)

  standing = (): Standing => {
    const { network, configuration, head, finality } = this.#parts.chain
    return { network, protocol: 1, configId: configurationId(configuration), head, final: finality.final }
  }

  votes = () => this.#parts.chain.finality.votes().map(encodeVote)

  members = () => memberFacts(this.#parts.chain.state)

  isSynchronised = (): boolean => {
    const { head, configuration } = this.#parts.chain
    const isYoung = this.#now() - head.header.time <= 10 * configuration.parameters.blockInterval
    return isYoung || head.height >= this.#catchUp.highest()
  }

  /** Further than to its beacon? */
  #retry({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): boolean {
    if (this.#isTaken(name)) return true
    const refusal = this.#import(bytes, name, { isTold: true })
    return !refusal || !isOfBeacon(refusal)
  }

  tick = (): void => {
    const now = this.#now()
    this.#beaconless.tryAgain(now, (block) => this.#retry(block))
    const { maxDrift } = this.#parts.chain.configuration.parameters
    for (const block of this.#held.takeDue(now + maxDrift)) this.#release(block)
    this.#held.forget(now)
    this.#catchUp.tick(now)
    this.#transactions.tellWaiting(now)
    this.#documents.tick(now)
  }

  /** Votes or evidence may have moved the head. */
  #follow(): void {
    const { chain, moved } = this.#parts
    const before = chain.head
    settle(chain)
    if (chain.head !== before) moved()
  }

  #now(): number {
    return Math.floor(this.#parts.clock.nowMs() / 1000)
  }
}

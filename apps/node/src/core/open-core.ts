import { configurationId, encodeVote, type Header } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { Transaction } from '@vc/ledger'
import type { Logger } from 'pino'
import type { Chain } from '../chain/chain.ts'
import { encodeEvidence } from '../chain/evidence-book.ts'
import { addHeader } from '../chain/grow-tree.ts'
import { type ImportRefusal, settle } from '../chain/import-block.ts'
import type { Mempool } from '../chain/mempool.ts'
import { type DocumentExchange, openDocumentExchange } from '../configuration/document-exchange.ts'
import type { CorePort, HeadersAnswer, NetworkCore, PeerName, Reception, Standing } from '../network/port.ts'
import type { NoticeBook } from '../policy/notice-book.ts'
import { BlockIntake } from './block-intake.ts'
import { type CatchUp, catchUp } from './catch-up.ts'
import { headersAfter } from './headers-after.ts'
import { isThirdOfDraw } from './is-third-of-draw.ts'
import { memberFacts } from './member-facts.ts'
import { receiveClaim } from './receive-claim.ts'
import { receiveEvidence } from './receive-evidence.ts'
import { receiveNotice } from './receive-notice.ts'
import { receiveVote } from './receive-vote.ts'
import { refuseHeader } from './refuse-header.ts'
import { TransactionIntake } from './take-transactions.ts'

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

class OpenCore implements Core {
  readonly #parts: Parts
  readonly #catchUp: CatchUp
  readonly #transactions: TransactionIntake
  readonly #documents: DocumentExchange
  readonly #blocks: BlockIntake

  constructor(parts: Parts) {
    const { chain, port, clock, moved } = parts
    this.#parts = parts
    this.#catchUp = catchUp(chain, port)
    this.#transactions = new TransactionIntake(parts)
    this.#documents = openDocumentExchange(chain, port)
    const [transactions, documents] = [this.#transactions, this.#documents]
    const tellEvidence = () => this.#tellEvidence()
    const common = { chain, port, clock, moved, transactions, documents, tellEvidence }
    this.#blocks = new BlockIntake({ ...common, catchUp: this.#catchUp })
  }

  // ── blocks ──

  receiveBlock = (
    bytes: Uint8Array,
    from: PeerName,
    known?: readonly (Transaction | undefined)[],
  ): Reception => this.#blocks.receive(bytes, from, known)

  publish = (bytes: Uint8Array, known?: readonly Transaction[]): ImportRefusal | undefined =>
    this.#blocks.publish(bytes, known)

  blocksEnded = (from: PeerName): void => this.#catchUp.ended(from, this.#now())

  bodyMissed = (block: Uint8Array, from: PeerName): void =>
    this.#catchUp.missed(toHex(block), from, this.#now())

  /** A valid header weighs before its body is here. */
  judgeHeaderOf = (header: Header): Reception => {
    const { chain } = this.#parts
    const refused = refuseHeader(chain, header, this.#now())
    if (refused) return refused
    return isThirdOfDraw(chain, header) ? { action: 'ignore', code: 'draw-spent' } : this.#note(header)
  }

  #note(header: Header): Reception {
    const { chain, clock } = this.#parts
    const { lateAfter } = chain.configuration.parameters
    addHeader(chain, header, clock.nowMs() / 1000 > header.time + lateAfter)
    this.#follow()
    return { action: 'accept' }
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

  tick = (): void => {
    const now = this.#now()
    this.#blocks.tick(now)
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

import {
  type Block,
  blockHash,
  decodeBlock,
  type Header,
  isHeaderCode,
  isOtherBody,
  isTransient,
} from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { Transaction } from '@vc/ledger'
import type { Chain } from '../chain/chain.ts'
import {
  type ImportRefusal,
  importBlock,
  isEarlyOrOrphan,
  isOfBeacon,
  isOutOfReach,
} from '../chain/import-block.ts'
import type { DocumentExchange } from '../configuration/document-exchange.ts'
import type { CorePort, PeerName, Reception } from '../network/port.ts'
import { BeaconlessBlocks } from './beaconless-blocks.ts'
import type { CatchUp } from './catch-up.ts'
import { HeldBlocks } from './held-blocks.ts'
import type { TransactionIntake } from './take-transactions.ts'

const accept: Reception = { action: 'accept' }
const ignore: Reception = { action: 'ignore' }
const because = (action: Reception['action'], code: string): Reception => ({ action, code })
/** Farther in the future than this is not kept; seconds (consensus.md 3). */
const FUTURE = 60

type Parts = {
  readonly chain: Chain
  readonly port: Pick<CorePort, 'announceBlock'>
  readonly clock: Clock
  readonly catchUp: CatchUp
  readonly transactions: TransactionIntake
  readonly documents: DocumentExchange
  readonly tellEvidence: () => void
  /** The head is another one. */
  readonly moved: () => void
}

type Received = {
  readonly header: Header
  readonly name: string
  readonly bytes: Uint8Array
  readonly from: PeerName
}

/** What a node does with blocks, own ones and those of others: judges and follows, holds what waits for something, asks for what it lacks. */
export class BlockIntake {
  readonly #parts: Parts
  readonly #held = new HeldBlocks()
  readonly #beaconless = new BeaconlessBlocks()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** `known`: transactions of it that are read already, by their places. */
  receive(bytes: Uint8Array, from: PeerName, known?: readonly (Transaction | undefined)[]): Reception {
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

  /** An own block. */
  publish(bytes: Uint8Array, known?: readonly Transaction[]): ImportRefusal | undefined {
    const { chain } = this.#parts
    const decoded = decodeBlock(bytes, chain.configuration.parameters.maxBlockBytes, known)
    if (!decoded.ok) return decoded.refusal
    const { value: block } = decoded
    return this.#import(bytes, toHex(blockHash(block.header)), { block, isTold: true })
  }

  /** What waited for its slot or its beacon, what was held for too long. */
  tick(now: number): void {
    this.#beaconless.tryAgain(now, (block) => this.#retry(block))
    const { maxDrift } = this.#parts.chain.configuration.parameters
    for (const block of this.#held.takeDue(now + maxDrift)) this.#release(block)
    this.#held.forget(now)
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
    const { chain, clock, port, catchUp, transactions, moved, tellEvidence } = this.#parts
    const before = chain.head
    const imported = importBlock(chain, bytes, clock, { fromSync: catchUp.isWanted(name), block })
    if (isTold && imported.ok) port.announceBlock(bytes, block)
    if (chain.head !== before) {
      moved()
      transactions.retry(this.#now())
    }
    tellEvidence()
    const isOpen = !imported.ok && (isEarlyOrOrphan(imported.refusal) || isOfBeacon(imported.refusal))
    if (!isOpen) catchUp.settled(name, imported.ok, this.#now())
    if (!imported.ok) return imported.refusal
    for (const waiting of this.#held.takeOn(name)) this.#release(waiting)
    return undefined
  }

  /** What was held was not handed on by gossip: it is told now. */
  #release({ bytes, from }: { readonly bytes: Uint8Array; readonly from: PeerName }): void {
    if (this.receive(bytes, from).action === 'accept') this.#parts.port.announceBlock(bytes)
  }

  #refused(refusal: ImportRefusal, block: Received): Reception {
    const { code } = refusal
    if (code === 'configuration-unknown') this.#parts.documents.want(toHex(block.header.configId))
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
    const { catchUp } = this.#parts
    const isExpected = this.#held.has(parent) || catchUp.isOnItsWay(parent, now)
    if (code === 'block-orphan' && !isExpected) catchUp.orphan(from, now)
    return because('ignore', code)
  }

  /** Further than to its beacon? */
  #retry({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): boolean {
    if (this.#isTaken(name)) return true
    const refusal = this.#import(bytes, name, { isTold: true })
    return !refusal || !isOfBeacon(refusal)
  }

  #now(): number {
    return Math.floor(this.#parts.clock.nowMs() / 1000)
  }
}

/** Larger than any rules at hand allow, but made by rules that are not at hand: nobody is to blame. */
function isOfUnknownRules({ configurations }: Chain, bytes: Uint8Array): boolean {
  const decoded = decodeBlock(bytes, bytes.length)
  return decoded.ok && configurations.find(decoded.value.header.configId) === undefined
}

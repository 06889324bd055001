import { byteText, concatBytes, sha256, toHex } from '@vc/crypto'
import { encodeTransaction, inOwnMemory, type Transaction, wtxidOf } from '@vc/ledger'
import type { Chain } from '../chain/chain.ts'
import type { Mempool } from '../chain/mempool.ts'
import { shortIdOf } from '../network/compact-block.ts'
import type { CorePort, PeerName, Reception } from '../network/port.ts'
import { HeldTransactions } from './held-transactions.ts'

/** A transaction that no state makes right: whoever hands it on is blamed (consensus.md 19). */
const wrongForGood: ReadonlySet<string> = new Set([
  ...(['size', 'truncated', 'compact', 'trailing', 'layer', 'kind', 'element', 'amount', 'count'] as const),
  ...(['script-size', 'version', 'kind-layer', 'inputs', 'duplicate-input', 'zero-amount', 'sum'] as const),
  ...(['script', 'bundle-size', 'bundle-id'] as const),
])

/** What a node does with transactions of others: into the mempool, or held until what they spend is there. */
export class TransactionIntake {
  readonly #parts: { readonly chain: Chain; readonly mempool: Mempool; readonly port: CorePort }
  readonly #waiting = new HeldTransactions()
  #toldAt = 0

  constructor(parts: { readonly chain: Chain; readonly mempool: Mempool; readonly port: CorePort }) {
    this.#parts = parts
  }

  /** `now` in seconds. What is kept of a message keeps none of the rest of it alive. */
  receive(given: readonly Uint8Array[], from: PeerName, now: number): Reception {
    const { mempool } = this.#parts
    const legs = given.map(inOwnMemory)
    const before = mempool.size()
    // On disk with what comes next: nobody was promised anything.
    const answer = mempool.take(legs)
    const isNew = mempool.size() > before
    if (answer.ok && isNew) this.retry(now)
    if (answer.ok) return { action: isNew ? 'accept' : 'ignore' }
    const { code } = answer.refusal.refusal
    if (code === 'missing-output')
      this.#waiting.hold(toHex(sha256(concatBytes(...legs))), { legs, from }, now)
    return { action: wrongForGood.has(code) ? 'reject' : 'ignore', code }
  }

  /** What waited may find now what it spends; gossip did not hand it on then. */
  retry(now: number): void {
    if (this.#waiting.size === 0) return
    for (const { legs, from } of this.#waiting.takeAll(now)) {
      if (this.receive(legs, from, now).action === 'accept') this.#parts.port.announceTransactions(legs)
    }
  }

  byShortId(block: Uint8Array, ids: readonly Uint8Array[]): readonly (Transaction | undefined)[] {
    const places = new Map(ids.map((id, place) => [byteText(id), place]))
    const found: (Transaction | undefined)[] = ids.map(() => undefined)
    for (const one of this.#parts.mempool.waiting()) {
      const place = places.get(byteText(shortIdOf(block, wtxidOf(one))))
      if (place !== undefined) found[place] = one
    }
    return found
  }

  /** What waits for long was perhaps never heard by those who make the blocks. */
  tellWaiting(now: number): void {
    const { chain, mempool, port } = this.#parts
    const { blockInterval, maxTransactionBytes } = chain.configuration.parameters
    if (now < this.#toldAt + 10 * blockInterval) return
    this.#toldAt = now
    for (const legs of mempool.candidates(maxTransactionBytes))
      port.announceTransactions(legs.map(encodeTransaction))
  }
}

import { equalBytes, toHex } from '@vc/crypto'
import { failpoint, ok, type Result, refuse } from '@vc/kernel'
import { decodeTransaction, NO_BUNDLE, REWARD, type Transaction, txidOf } from '@vc/ledger'
import type { Store, Write } from '../storage/store.ts'
import { type DraftLeg, type DraftTotals, judgeDraft } from './judge-draft.ts'
import { type Batch, batchRemoval, type Entry, entryOf, entryWrites, readEntries } from './mempool-entry.ts'
import { type MempoolGround, numbered, refuseUnit, type SubmitRefusal } from './mempool-judge.ts'
import type { RelayPolicy } from './relay-policy.ts'
import { type Judged, WaitingState } from './waiting-state.ts'

export type Mempool = {
  /** Judges and keeps; on disk with the next `flush`. What is known already is accepted again. */
  readonly take: Submit
  /** The same, on disk when it returns. */
  readonly submit: Submit
  /** Writes all that came and went since the last time, in one commit: each one waits for the disk. */
  readonly flush: () => void
  /** What it would say to drafts now, taking for given that all sign who are asked; keeps nothing. */
  readonly judgeDraft: (units: readonly (readonly DraftLeg[])[]) => Result<DraftTotals, SubmitRefusal>
  /** Transactions and whole bundles in order of arrival, as many as can fill so many bytes. */
  readonly candidates: (bytes: number) => readonly (readonly Transaction[])[]
  /** Everything that waits. */
  readonly waiting: () => Iterable<Transaction>
  readonly has: (txid: string) => boolean
  readonly size: () => number
  /**
   * Takes back what an undone block held, in front of everything that may build on it; gives the writes that belong
   * into the commit of the undoing. `moveTo` judges it on the new head.
   */
  readonly giveBack: (transactions: readonly Transaction[]) => readonly Write[]
  /** Goes to the new head, and judges again what may not hold there; gives the txids that were dropped, with the reason. */
  readonly moveTo: (ground: MempoolGround) => readonly Dropped[]
}
type Submit = (transactions: readonly Uint8Array[]) => Result<readonly string[], SubmitRefusal>
export type Dropped = { readonly txids: readonly string[]; readonly code: string }

/** Opens the mempool over what the store still holds of it; what no longer holds on this head is dropped. */
export function openMempool(store: Store, policy: RelayPolicy, start: MempoolGround): Mempool {
  const pool = new Pool(store, policy, start)
  pool.load()
  return {
    take: (transactions) => pool.take(transactions),
    submit: (transactions) => {
      const answer = pool.take(transactions)
      pool.flush()
      return answer
    },
    flush: () => pool.flush(),
    judgeDraft: (units) => pool.judgeDraft(units),
    candidates: (bytes) => pool.candidates(bytes),
    waiting: () => pool.waiting(),
    has: (txid) => pool.byTxid.has(txid),
    size: () => pool.byTxid.size,
    moveTo: (ground) => pool.moveTo(ground),
    giveBack: (transactions) => pool.giveBack(transactions),
  }
}

/** Arrivals are numbered from here on; what an undone block gives back comes before the first. */
const MIDDLE = 2 ** 48

class Pool {
  /** In order of sequence. */
  entries = new Map<number, Entry>()
  readonly byTxid = new Map<string, Entry>()
  readonly #store: Store
  readonly #policy: RelayPolicy
  #ground: MempoolGround
  readonly #state: WaitingState
  /** Some of it has not been judged yet. */
  #isUnsure = true
  #first = MIDDLE
  #next = MIDDLE
  #bytes = 0
  /** Kept here and not on disk yet. */
  #unwritten = new Set<Entry>()
  /** Nothing of them is here any more: whoever starts with them drops them again, so their going waits for no disk. */
  #leaving: Batch[] = []

  constructor(store: Store, policy: RelayPolicy, ground: MempoolGround) {
    this.#store = store
    this.#policy = policy
    this.#ground = ground
    this.#state = new WaitingState(ground)
  }

  load(): void {
    for (const [key, value] of this.#store.range('mempool', new Uint8Array([0]))) {
      for (const entry of readEntries(key, value)) {
        this.#first = Math.min(this.#first, entry.sequence)
        this.#next = Math.max(this.#next, entry.sequence + 1)
        // Given back by an undone block before its first coming was taken from the disk.
        if (entry.txids.some((txid) => this.byTxid.has(txid))) this.#leave(entry)
        else this.#insert(entry)
      }
    }
    this.moveTo(this.#ground)
  }

  take(list: readonly Uint8Array[]): Result<readonly string[], SubmitRefusal> {
    const decoded = this.#decode(list)
    if (!decoded.ok) return decoded
    const transactions = decoded.value
    const txids = transactions.map((transaction) => toHex(txidOf(transaction)))
    if (txids.every((txid) => this.byTxid.has(txid))) return ok(txids)
    const bytes = list.reduce((sum, one) => sum + one.length, 0)
    const sorted = inBlockOrder(transactions)
    const room = this.#refuseRoom(list.length, bytes)
    const judged = room ? refuse(room) : this.#judgeNew(sorted)
    const isKnown = () => txids.every((txid, at) => this.#isKnown(txid, transactions[at]))
    if ((!judged.ok || !spendsOnly(transactions)) && isKnown()) return ok(txids)
    if (!judged.ok) return refuse(numbered(judged.refusal, sorted, transactions))
    this.#keep({ sequence: this.#next, transactions: sorted, txids, bytes, batch: undefined }, judged.value)
    return ok(txids)
  }

  judgeDraft(units: readonly (readonly DraftLeg[])[]): Result<DraftTotals, SubmitRefusal> {
    return judgeDraft(units, this.#state.state, this.#ground, this.#policy)
  }

  *waiting(): Iterable<Transaction> {
    for (const { transactions } of this.entries.values()) yield* transactions
  }

  candidates(most: number): readonly (readonly Transaction[])[] {
    const chosen: (readonly Transaction[])[] = []
    let bytes = 0
    for (const entry of this.entries.values()) {
      if (bytes > most) break
      chosen.push(entry.transactions)
      bytes += entry.bytes
    }
    return chosen
  }

  giveBack(transactions: readonly Transaction[]): readonly Write[] {
    const units = unitsOf(transactions.filter(({ kind }) => kind !== REWARD))
    const fresh = units.filter((legs) => legs.every((leg) => !this.byTxid.has(toHex(txidOf(leg)))))
    this.#first -= fresh.length
    const entries = fresh.map((legs, at) => entryOf(this.#first + at, legs))
    const others = [...this.entries.values()]
    this.entries = new Map()
    for (const entry of entries) this.#insert(entry)
    for (const entry of others) this.entries.set(entry.sequence, entry)
    this.#isUnsure = true
    return entryWrites(entries)
  }

  moveTo(ground: MempoolGround): readonly Dropped[] {
    // The most that ever goes goes here: nothing of it need be judged to find that.
    const placed = this.#placed(ground)
    this.#remove(placed)
    const again = this.#state.moveTo(ground, placed, this.#isUnsure)
    this.#ground = ground
    this.#isUnsure = false
    const dropped: Dropped[] = []
    const gone: Entry[] = []
    for (const entry of again ?? this.entries.values()) {
      const judged = this.#judge(entry.transactions)
      const mayStand = !judged.ok || !spendsOnly(entry.transactions)
      const included = mayStand && entry.transactions.every((one) => ground.inChain(txidOf(one)))
      if (!judged.ok && !included) dropped.push({ txids: entry.txids, code: judged.refusal.refusal.code })
      if (included || !judged.ok) gone.push(entry)
      else this.#state.add(entry, judged.value.reads)
    }
    this.#remove(gone)
    return dropped
  }

  /** Of what waits, that which new blocks hold. */
  #placed({ placed = [] }: MempoolGround): readonly Entry[] {
    const found = new Map<string, Entry>()
    if (this.byTxid.size === 0) return []
    for (const { txids } of placed) {
      for (const bytes of txids) {
        const txid = toHex(bytes)
        const entry = this.byTxid.get(txid)
        if (entry) found.set(txid, entry)
      }
    }
    return [...new Set(found.values())].filter((entry) => entry.txids.every((txid) => found.has(txid)))
  }

  #isKnown(txid: string, transaction: Transaction | undefined): boolean {
    return this.byTxid.has(txid) || (transaction !== undefined && this.#ground.inChain(txidOf(transaction)))
  }

  #decode(list: readonly Uint8Array[]): Result<readonly Transaction[], SubmitRefusal> {
    const transactions: Transaction[] = []
    for (const bytes of list) {
      const decoded = decodeTransaction(bytes, this.#ground.place.configuration.maxTransactionBytes)
      failpoint('after-parse')
      if (!decoded.ok) return refuse({ refusal: decoded.refusal, transaction: transactions.length })
      transactions.push(decoded.value)
    }
    return ok(transactions)
  }

  #refuseRoom(count: number, bytes: number): SubmitRefusal | undefined {
    const { transactions, bytes: most } = this.#policy
    if (this.byTxid.size + count <= transactions && this.#bytes + bytes <= most) return undefined
    return {
      refusal: { code: 'mempool-full', facts: { transactions: this.byTxid.size, bytes: this.#bytes } },
    }
  }

  /** On the state with everything in the mempool so far; reading asks the head itself (ledger.md 3). */
  #judge(transactions: readonly Transaction[]): Result<Judged, SubmitRefusal> {
    const judged = this.#state.judge(transactions)
    failpoint('after-validate')
    return judged
  }

  /** The same, and by this node's own policy. */
  #judgeNew(transactions: readonly Transaction[]): Result<Judged, SubmitRefusal> {
    const judged = this.#judge(transactions)
    if (!judged.ok) return judged
    const refusal = refuseUnit(transactions, judged.value.judgements, this.#ground, this.#policy)
    return refusal ? refuse(refusal) : judged
  }

  #keep(entry: Entry, { reads }: Judged): void {
    this.#unwritten.add(entry)
    this.#next += 1
    this.#insert(entry)
    this.#state.add(entry, reads)
  }

  flush(): void {
    if (this.#unwritten.size === 0 && this.#leaving.length === 0) return
    failpoint('before-mempool-write')
    this.#store.commit([...entryWrites([...this.#unwritten]), ...this.#leaving.map(batchRemoval)])
    this.#unwritten.clear()
    this.#leaving = []
    failpoint('after-mempool-write')
  }

  /** What was not written need not be; the last of a batch takes it from the disk. */
  #leave(entry: Entry): void {
    this.#unwritten.delete(entry)
    const { batch } = entry
    if (!batch) return
    batch.left -= 1
    if (batch.left === 0) this.#leaving.push(batch)
  }

  #insert(entry: Entry): void {
    this.entries.set(entry.sequence, entry)
    for (const txid of entry.txids) this.byTxid.set(txid, entry)
    this.#bytes += entry.bytes
  }

  #remove(gone: readonly Entry[]): void {
    for (const entry of gone) {
      this.#leave(entry)
      this.entries.delete(entry.sequence)
      for (const txid of entry.txids) this.byTxid.delete(txid)
      this.#bytes -= entry.bytes
    }
  }
}

/** Only these can be told from what the chain has by judging them: what the chain has of them has spent what they spend. */
const spendsOnly = (transactions: readonly Transaction[]) =>
  transactions.every(({ inputs }) => inputs.length > 0)

/** A block's transactions one by one, the legs of a bundle together where the first of them stands. */
function unitsOf(transactions: readonly Transaction[]): readonly (readonly Transaction[])[] {
  const units = new Map<string, Transaction[]>()
  for (const transaction of transactions) {
    const isAlone = equalBytes(transaction.bundle, NO_BUNDLE)
    const name = isAlone ? toHex(txidOf(transaction)) : `bundle ${toHex(transaction.bundle)}`
    units.set(name, [...(units.get(name) ?? []), transaction])
  }
  return [...units.values()]
}

/** Legs come by layer, as a block will hold them; inside a layer they keep the order given (consensus.md 2). */
const inBlockOrder = (transactions: readonly Transaction[]) =>
  transactions.toSorted((a, b) => a.layer - b.layer)

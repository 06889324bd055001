import type { Result } from '@vc/kernel'
import { ok } from '@vc/kernel'
import {
  applyTransaction,
  type Configuration,
  type Judgement,
  OUTPUT_PREFIX,
  Overlay,
  outputKey,
  type Transaction,
  viewOf,
} from '@vc/ledger'
import type { Entry } from './mempool-entry.ts'
import { judgeUnit, type MempoolGround, type SubmitRefusal } from './mempool-judge.ts'
import { isPlainPayment, PlainPayments, spendsPlainly } from './plain-payments.ts'
import { Changed, type Reads, RecordedReads } from './recorded-reads.ts'

/** A verdict, and what it hangs on. */
export type Judged = { readonly judgements: readonly Judgement[]; readonly reads: Reads }

/**
 * The state of the head with everything that waits (ledger.md 3). It moves on with the head: what new blocks hold goes, and only what
 * they touch is judged again, besides all that is more than a plain payment; the rest stays as it was judged (docs/adr/0058).
 */
export class WaitingState {
  #ground: MempoolGround
  readonly #plain: PlainPayments<Entry>
  readonly #reads = new Map<Entry, Reads>()
  /** Whatever is more than a plain payment, or stands on such: in the overlay, in order of arrival. */
  readonly #others = new Set<Entry>()
  readonly #recorded = new RecordedReads()
  #overlay: Overlay
  #view: ReturnType<typeof viewOf>

  constructor(ground: MempoolGround) {
    this.#ground = ground
    this.#plain = new PlainPayments(ground.state, ground.place.height)
    this.#overlay = new Overlay(this.#plain)
    this.#view = this.#newView()
  }

  /** With everything in it. */
  get state(): Overlay {
    return this.#overlay
  }

  /** On everything in it so far. */
  judge(transactions: readonly Transaction[]): Result<Judged, SubmitRefusal> {
    const judged = judgeUnit(transactions, this.#view, this.#ground.place)
    const reads = this.#recorded.take()
    return judged.ok ? ok({ judgements: judged.value, reads }) : judged
  }

  /** What was judged just now. */
  add(entry: Entry, reads: Reads): void {
    const payment = this.#plainOf(entry, reads)
    if (payment) {
      this.#plain.add(payment, entry)
      this.#reads.set(entry, reads)
      return
    }
    this.#others.add(entry)
    for (const one of entry.transactions) applyTransaction(this.#overlay, one, this.#ground.place.height)
  }

  /**
   * Goes to another head. `placed`: what the new blocks hold of it. Gives what must be judged again, in order of arrival, and is without
   * it until it is added; undefined when that is everything, as it is when the caller is unsure.
   */
  moveTo(ground: MempoolGround, placed: Iterable<Entry>, isUnsure = false): readonly Entry[] | undefined {
    const before = this.#ground
    this.#ground = ground
    this.#plain.moveTo(ground.state, ground.place.height)
    const isKept =
      !isUnsure && ground.isOnlyPlaced && isSame(before.place.configuration, ground.place.configuration)
    if (isKept) for (const entry of placed) this.#takeOut(entry)
    const again = isKept ? this.#touched(ground) : undefined
    if (again) for (const entry of again) this.#takeOut(entry)
    else this.#clear()
    this.#overlay = new Overlay(this.#plain)
    this.#view = this.#newView()
    return again && [...again].sort((a, b) => a.sequence - b.sequence)
  }

  /** A new state has new words for what it is asked. */
  #newView() {
    const { state, place } = this.#ground
    const parent = this.#recorded.over(state)
    return viewOf(this.#recorded.over(this.#overlay), { parent, height: place.height })
  }

  #plainOf({ transactions }: Entry, reads: Reads): Transaction | undefined {
    const [payment, ...more] = transactions
    if (!payment || more.length > 0 || !isPlainPayment(payment)) return undefined
    const signed = this.#ground.place.signed?.find(payment)
    const isKnown = reads.prefixes.every((prefix) => prefix.endsWith(':'))
    return signed && spendsPlainly(signed) && isKnown && this.#isUnderOthers(payment, reads)
      ? payment
      : undefined
  }

  /** Is nothing that it spends or hangs on made or touched by others? */
  #isUnderOthers({ inputs }: Transaction, { keys, prefixes }: Reads): boolean {
    if (this.#overlay.changes().size === 0) return true
    const isTouched = (prefix: string) => this.#overlay.touches(prefix)
    if (keys.some(isTouched) || prefixes.some(isTouched)) return false
    return inputs.every((input) => this.#plain.get(outputKey(input)) !== undefined)
  }

  /** All that is no plain payment; plain ones whose verdict may be another now; and what spends what those make. */
  #touched({ placed = [], place }: MempoolGround): ReadonlySet<Entry> {
    const again = new Set(this.#others)
    const changed = new Changed()
    for (const { changes } of placed) {
      for (const [key, value] of changes) {
        if (!key.startsWith(OUTPUT_PREFIX)) changed.note(key)
        // What a block made is what the payment before it made here: nothing of it is new but its height, which is not asked.
        const spender = value === undefined ? this.#plain.spenderOf(key) : undefined
        if (spender) again.add(spender)
      }
    }
    for (const [entry, reads] of this.#reads) {
      if (reads.until <= place.height || changed.touches(reads)) again.add(entry)
    }
    // What is added meanwhile is looked at, too.
    for (const { transactions } of again) {
      for (const one of transactions) for (const child of this.#plain.childrenOf(one)) again.add(child)
    }
    return again
  }

  #takeOut(entry: Entry): void {
    const [payment] = entry.transactions
    if (this.#reads.delete(entry) && payment) this.#plain.remove(payment)
    this.#others.delete(entry)
  }

  #clear(): void {
    this.#plain.clear()
    this.#reads.clear()
    this.#others.clear()
  }
}

/** Rules are read anew for each head; their values are the document's own. */
function isSame(one: Configuration, other: Configuration): boolean {
  const [a, b] = [Object.entries(one), new Map(Object.entries(other))]
  return a.length === b.size && a.every(([name, value]) => b.get(name) === value)
}

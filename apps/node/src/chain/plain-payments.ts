import { equalBytes } from '@vc/crypto'
import {
  CIRCULATION,
  encodePlacedOutput,
  type KnownSignatures,
  NO_BUNDLE,
  OUTPUT_PREFIX,
  Overlay,
  outputKey,
  type StateReader,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
} from '@vc/ledger'

/** An input that asks for no time. */
const FINAL = 0xffff_ffff

/**
 * May the verdict on it hang on nothing but what it spends and what is read (`RecordedReads`)? A payment alone, of value for value,
 * that asks for no height. That its inputs are key hashes spent by one signature each says the book of signatures.
 */
export function isPlainPayment(tx: Transaction): boolean {
  return (
    tx.kind === TRANSFER &&
    tx.layer === CIRCULATION &&
    tx.premium === 0n &&
    tx.acceptances.length === 0 &&
    (tx.bundle === NO_BUNDLE || equalBytes(tx.bundle, NO_BUNDLE)) &&
    tx.inputs.every(({ sequence }) => sequence === FINAL) &&
    tx.outputs.every(({ element }) => element === VALUE)
  )
}

/** Does it spend value of its own layer alone? Else it reads, or frees something. */
export const spendsPlainly = ({ named }: KnownSignatures): boolean =>
  named.every(({ element, layer }) => element === VALUE && layer === CIRCULATION)

/**
 * The state of the head with what plain payments of the mempool do to outputs, which can be taken back one by one and in any order:
 * each output is made by one payment and spent by one at the most. The totals are those of the head: who judges asks for differences.
 */
export class PlainPayments<Owner> implements StateReader {
  readonly #makers = new Map<string, Transaction>()
  readonly #spenders = new Map<string, Owner>()
  #head: StateReader
  #height: number

  /** `height`: of the block that comes next. */
  constructor(head: StateReader, height: number) {
    this.#head = head
    this.#height = height
  }

  /** The head is that of another block; what payments do to it stays. */
  moveTo(head: StateReader, height: number): void {
    this.#head = head
    this.#height = height
  }

  clear(): void {
    this.#makers.clear()
    this.#spenders.clear()
  }

  add(payment: Transaction, owner: Owner): void {
    for (const input of payment.inputs) this.#spenders.set(outputKey(input), owner)
    for (const key of madeBy(payment)) this.#makers.set(key, payment)
  }

  remove(payment: Transaction): void {
    for (const input of payment.inputs) this.#spenders.delete(outputKey(input))
    for (const key of madeBy(payment)) this.#makers.delete(key)
  }

  /** Who spends this output. */
  spenderOf(key: string): Owner | undefined {
    return this.#spenders.get(key)
  }

  /** Who spends what a payment makes. */
  *childrenOf(payment: Transaction): Iterable<Owner> {
    for (const key of madeBy(payment)) {
      const child = this.#spenders.get(key)
      if (child !== undefined) yield child
    }
  }

  get(key: string): Uint8Array | undefined {
    if (!key.startsWith(OUTPUT_PREFIX)) return this.#head.get(key)
    if (this.#spenders.has(key)) return undefined
    const maker = this.#makers.get(key)
    return maker ? this.#placed(maker, key) : this.#head.get(key)
  }

  range(prefix: string): Iterable<[string, Uint8Array]> {
    // Nobody who judges ranges over outputs.
    const isOfOutputs = prefix.startsWith(OUTPUT_PREFIX) || OUTPUT_PREFIX.startsWith(prefix)
    return isOfOutputs ? this.#written().range(prefix) : this.#head.range(prefix)
  }

  #placed({ outputs }: Transaction, key: string): Uint8Array | undefined {
    const output = outputs[indexIn(key)]
    return (
      output && encodePlacedOutput({ ...output, layer: CIRCULATION, kind: TRANSFER, height: this.#height })
    )
  }

  /** The same, entry by entry. */
  #written(): Overlay {
    const written = new Overlay(this.#head)
    for (const [key, maker] of this.#makers) {
      const value = this.#placed(maker, key)
      if (value) written.put(key, value)
    }
    for (const key of this.#spenders.keys()) written.delete(key)
    return written
  }
}

function madeBy(payment: Transaction): readonly string[] {
  const txid = txidOf(payment)
  return payment.outputs.map((_, index) => outputKey({ txid, index }))
}

/** The number of an output, which is the last of its key: four bytes, a sign each. */
function indexIn(key: string): number {
  let index = 0
  for (let at = key.length - 4; at < key.length; at += 1) index = 256 * index + key.charCodeAt(at)
  return index
}

import type { Acceptance, Input, Kind, Layer, Output, Transaction } from '../transaction.ts'

/** Bytes that a transaction was read from, and where its witnesses begin in them. */
type Source = { readonly bytes: Uint8Array; readonly bodyEnd: number }

/**
 * A transaction that was read. It remembers its bytes, since it has no other encoding, and its id; a copy of its fields
 * remembers neither.
 */
export class ReadTransaction implements Transaction {
  readonly version: number
  readonly layer: Layer
  readonly kind: Kind
  readonly bundle: Uint8Array
  readonly inputs: readonly Input[]
  readonly outputs: readonly Output[]
  readonly premium: bigint
  readonly lockTime: number
  readonly witnesses: readonly (readonly Uint8Array[])[]
  readonly acceptances: readonly Acceptance[]
  readonly #source: Source
  #txid: Uint8Array | undefined

  constructor(fields: Transaction, source: Source) {
    this.version = fields.version
    this.layer = fields.layer
    this.kind = fields.kind
    this.bundle = fields.bundle
    this.inputs = fields.inputs
    this.outputs = fields.outputs
    this.premium = fields.premium
    this.lockTime = fields.lockTime
    this.witnesses = fields.witnesses
    this.acceptances = fields.acceptances
    this.#source = source
  }

  static sourceOf(transaction: Transaction): Source | undefined {
    return #source in transaction ? transaction.#source : undefined
  }

  /** The id, made when first asked for; undefined for a transaction that was not read. */
  static txidOf(transaction: Transaction, make: (of: Transaction) => Uint8Array): Uint8Array | undefined {
    if (!(#txid in transaction)) return undefined
    transaction.#txid ??= make(transaction)
    return transaction.#txid
  }
}

/** The bytes a transaction was read from, if it was. */
export function bytesReadOf(transaction: Transaction): Uint8Array | undefined {
  return ReadTransaction.sourceOf(transaction)?.bytes
}

/** Those before its witnesses. */
export function bodyReadOf(transaction: Transaction): Uint8Array | undefined {
  const source = ReadTransaction.sourceOf(transaction)
  if (source === undefined) return undefined
  const { buffer, byteOffset } = source.bytes
  return new Uint8Array(buffer, byteOffset, source.bodyEnd)
}

import type { Acceptance, Input, Kind, Layer, Output, Transaction } from '../transaction.ts'

/**
 * A transaction that was read. It remembers its bytes, since it has no other encoding, and its ids; a copy of its fields
 * remembers none of it.
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
  readonly #bytes: Uint8Array
  readonly #bodyEnd: number
  #txid: Uint8Array | undefined
  #wtxid: Uint8Array | undefined

  /** `bytes`: those it was read from; its witnesses begin in them at `bodyEnd`. */
  constructor(fields: Transaction, bytes: Uint8Array, bodyEnd: number) {
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
    this.#bytes = bytes
    this.#bodyEnd = bodyEnd
  }

  static bytesOf(transaction: Transaction): Uint8Array | undefined {
    return #bytes in transaction ? transaction.#bytes : undefined
  }

  static bodyOf(transaction: Transaction): Uint8Array | undefined {
    if (!(#bytes in transaction)) return undefined
    const { buffer, byteOffset } = transaction.#bytes
    return new Uint8Array(buffer, byteOffset, transaction.#bodyEnd)
  }

  /** The id, made when first asked for; undefined for a transaction that was not read. */
  static txidOf(transaction: Transaction, make: (of: Transaction) => Uint8Array): Uint8Array | undefined {
    if (!(#txid in transaction)) return undefined
    transaction.#txid ??= make(transaction)
    return transaction.#txid
  }

  /** The same of the id with witnesses. */
  static wtxidOf(transaction: Transaction, make: (of: Transaction) => Uint8Array): Uint8Array | undefined {
    if (!(#wtxid in transaction)) return undefined
    transaction.#wtxid ??= make(transaction)
    return transaction.#wtxid
  }
}

/** The bytes a transaction was read from, if it was. */
export function bytesReadOf(transaction: Transaction): Uint8Array | undefined {
  return ReadTransaction.bytesOf(transaction)
}

/** Those before its witnesses. */
export function bodyReadOf(transaction: Transaction): Uint8Array | undefined {
  return ReadTransaction.bodyOf(transaction)
}

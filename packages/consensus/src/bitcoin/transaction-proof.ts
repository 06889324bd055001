import { concatBytes, equalBytes, hash256, toHex } from '@vc/crypto'
import { Reader } from '@vc/ledger'
import { type BitcoinHeader, readBitcoinHeader } from './header.ts'

/** Where a transaction stands in a block of Bitcoin, with the hashes beside its way up. */
export type BitcoinPlace = { readonly position: number; readonly branch: readonly Uint8Array[] }

/** A block's header and the part of its tree that a bitcoind gave. */
export type TransactionProof = {
  readonly header: BitcoinHeader
  /** Undefined for a transaction that it does not prove. */
  readonly placeOf: (txid: Uint8Array) => BitcoinPlace | undefined
}

const HEADER = 80
/** A branch of a claim has so many hashes at most (consensus.md 8). */
const MOST_LEVELS = 20

/**
 * Reads what `gettxoutproof` of a bitcoind gives: header, number of transactions, hashes and the bits that say which of
 * them is what (BIP 37). Undefined when the form is wrong or the hashes do not come to the header's root.
 */
export function readTransactionProof(bytes: Uint8Array): TransactionProof | undefined {
  const header = readBitcoinHeader(bytes.subarray(0, HEADER))
  const reader = new Reader(bytes, Math.min(HEADER, bytes.length))
  const count = reader.u32()
  const hashes = listOf(reader, 32)
  const flags = reader.varbytes()
  reader.end()
  if (!header || reader.failure !== undefined || count === 0 || count > 2 ** MOST_LEVELS) return undefined
  const tree = new PartialTree(count, hashes, flags)
  const root = tree.root()
  if (!root || !equalBytes(root, header.merkleRoot)) return undefined
  return { header, placeOf: (txid) => tree.placeOf(txid) }
}

function listOf(reader: Reader, length: number): readonly Uint8Array[] {
  const count = Math.min(reader.compactSize(), Math.floor(reader.left / length) + 1)
  return Array.from({ length: count }, () => reader.bytes(length))
}

/** Some nodes of a tree, given from the root down and from left to right. */
class PartialTree {
  readonly #count: number
  readonly #hashes: readonly Uint8Array[]
  readonly #flags: Uint8Array
  readonly #nodes = new Map<string, Uint8Array>()
  readonly #proven = new Map<string, number>()
  #nextHash = 0
  #nextFlag = 0
  #isWrong = false

  constructor(count: number, hashes: readonly Uint8Array[], flags: Uint8Array) {
    this.#count = count
    this.#hashes = hashes
    this.#flags = flags
  }

  /** Undefined unless every hash and every byte of flags is used. */
  root(): Uint8Array | undefined {
    const root = this.#read(this.#levels, 0)
    const isUsed =
      this.#nextHash === this.#hashes.length && Math.ceil(this.#nextFlag / 8) === this.#flags.length
    return isUsed && !this.#isWrong ? root : undefined
  }

  placeOf(txid: Uint8Array): BitcoinPlace | undefined {
    const position = this.#proven.get(toHex(txid))
    if (position === undefined) return undefined
    const levels = Array.from({ length: this.#levels }, (_, level) => level)
    const branch = levels.flatMap((level) => this.#beside(level, Math.floor(position / 2 ** level)) ?? [])
    return branch.length === this.#levels ? { position, branch } : undefined
  }

  get #levels(): number {
    return Math.ceil(Math.log2(this.#count))
  }

  #width(level: number): number {
    return Math.ceil(this.#count / 2 ** level)
  }

  /** The last of an odd number stands beside itself. */
  #beside(level: number, at: number): Uint8Array | undefined {
    const other = at % 2 === 1 ? at - 1 : Math.min(at + 1, this.#width(level) - 1)
    return this.#nodes.get(`${level}:${other}`)
  }

  #read(level: number, at: number): Uint8Array {
    const isOnWay = this.#flag()
    const hash = level > 0 && isOnWay ? this.#join(level, at) : this.#hash()
    if (level === 0 && isOnWay) this.#proven.set(toHex(hash), at)
    this.#nodes.set(`${level}:${at}`, hash)
    return hash
  }

  #join(level: number, at: number): Uint8Array {
    const left = this.#read(level - 1, 2 * at)
    const hasRight = 2 * at + 1 < this.#width(level - 1)
    const right = hasRight ? this.#read(level - 1, 2 * at + 1) : left
    // Two alike would let one transaction stand in two places (CVE-2012-2459).
    this.#isWrong ||= hasRight && equalBytes(left, right)
    return hash256(concatBytes(left, right))
  }

  #flag(): boolean {
    const byte = this.#flags[this.#nextFlag >> 3]
    const bit = ((byte ?? 0) >> (this.#nextFlag & 7)) & 1
    this.#isWrong ||= byte === undefined
    this.#nextFlag += 1
    return bit === 1
  }

  #hash(): Uint8Array {
    const hash = this.#hashes[this.#nextHash]
    this.#isWrong ||= hash === undefined
    this.#nextHash += 1
    return hash ?? new Uint8Array(32)
  }
}

import { hash256, sumShakes } from '@vc/crypto'
import { assert } from '@vc/kernel'

const bytesOfLattice = 2048
/** So many entries wait to be hashed together. */
const mostWaiting = 128

/** A sum of entries under change. */
export type EntrySum = {
  readonly add: (entry: Uint8Array) => void
  readonly remove: (entry: Uint8Array) => void
  /** The 2,048 bytes, in memory of their own. */
  readonly bytes: () => Uint8Array
}

/** `stateHash`, 32 bytes, of the bytes of a sum. */
export const stateHashOf = (lattice: Uint8Array): Uint8Array => hash256(lattice)

/** The sum of all entries of a state, lane by lane modulo 2^16 (LtHash, consensus.md 16). Mutable: one per block. */
export class Lattice implements EntrySum {
  readonly #lanes: Uint16Array
  readonly #added: Uint8Array[] = []
  readonly #removed: Uint8Array[] = []

  /** `isOwner`: the sum goes on in the memory given, which a machine with little-endian numbers can do. */
  constructor(bytes: Uint8Array = new Uint8Array(bytesOfLattice), isOwner = false) {
    assert(bytes.length === bytesOfLattice, 'a lattice has 2,048 bytes')
    const lanes = lanesOf(bytes)
    assert(!isOwner || lanes.buffer === bytes.buffer, 'lanes in the memory given')
    this.#lanes = isOwner ? lanes : lanes.slice()
  }

  add(entry: Uint8Array): void {
    this.#added.push(entry)
    this.#mayWait()
  }

  remove(entry: Uint8Array): void {
    this.#removed.push(entry)
    this.#mayWait()
  }

  #mayWait(): void {
    if (this.#added.length + this.#removed.length >= mostWaiting) this.settle()
  }

  /** Hashes what waits: from here on the memory that the sum goes on in holds all of it. */
  settle(): void {
    sumShakes(this.#lanes, this.#added, this.#removed)
    this.#added.length = 0
    this.#removed.length = 0
  }

  /** Takes in another sum, such as one that another thread has made. */
  join(other: Uint8Array): void {
    const [lanes, added] = [this.#lanes, lanesOf(other)]
    for (let i = 0; i < lanes.length; i += 1) lanes[i] = (lanes[i] ?? 0) + (added[i] ?? 0)
  }

  /** The 2,048 bytes, in memory of their own. */
  bytes(): Uint8Array {
    this.settle()
    if (isLittleEndian) return new Uint8Array(this.#lanes.slice().buffer)
    const bytes = new Uint8Array(bytesOfLattice)
    const view = new DataView(bytes.buffer)
    this.#lanes.forEach((lane, i) => {
      view.setUint16(2 * i, lane, true)
    })
    return bytes
  }

  /** `stateHash`, 32 bytes. */
  hash(): Uint8Array {
    return stateHashOf(this.bytes())
  }
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** The lanes of 2,048 bytes; in the same memory where that can be. */
function lanesOf(bytes: Uint8Array): Uint16Array {
  if (isLittleEndian && bytes.byteOffset % 2 === 0) {
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true))
}

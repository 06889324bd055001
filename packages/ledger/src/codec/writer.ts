import { sha256Into } from '@vc/crypto'
import { assert } from '@vc/kernel'

/** Memory that nobody writes to, from `from` on: a fresh array costs more than what is written to it. */
type Spare = { readonly bytes: Uint8Array; readonly view: DataView; readonly from: number }

const spare: Spare[] = []
const spareBytes = 8_192
const mostSpare = 16
const nothing = new Uint8Array(0)

/** The engine keeps shorter arrays in its own heap, where they cost little. */
const longestOnHeap = 64
/** What is longer is copied, so that nothing keeps much more memory than it has bytes. */
const longestCut = 1_024

function fresh(length: number): Spare {
  const bytes = new Uint8Array(length)
  return { bytes, view: new DataView(bytes.buffer), from: 0 }
}

/**
 * Writes fields one after the other into memory that grows; integers little-endian. What was written is cut from that
 * memory, and the next writer goes on behind it: no byte is given out twice.
 */
export class Writer {
  #bytes: Uint8Array
  #view: DataView
  #from: number
  #at: number

  constructor(capacity = 256) {
    const old = capacity <= spareBytes ? spare.pop() : undefined
    const { bytes, view, from } = old ?? fresh(Math.max(capacity, spareBytes))
    this.#bytes = bytes
    this.#view = view
    this.#from = from
    this.#at = from
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at - this.#from
  }

  u8(value: number): this {
    const at = this.#take(1)
    this.#view.setUint8(at, value)
    return this
  }

  u16(value: number): this {
    const at = this.#take(2)
    this.#view.setUint16(at, value, true)
    return this
  }

  u32(value: number): this {
    const at = this.#take(4)
    this.#view.setUint32(at, value, true)
    return this
  }

  u64(value: bigint): this {
    const at = this.#take(8)
    this.#view.setBigUint64(at, value, true)
    return this
  }

  bytes(value: Uint8Array): this {
    const at = this.#take(value.length)
    this.#bytes.set(value, at)
    return this
  }

  /** SHA-256 of the data: 32 bytes, written where they belong. */
  sha256(data: Uint8Array): this {
    const at = this.#take(32)
    sha256Into(data, this.#bytes, at)
    return this
  }

  /** A count or length in its shortest form. */
  compactSize(value: number): this {
    if (value < 0xfd) return this.u8(value)
    if (value <= 0xffff) return this.u8(0xfd).u16(value)
    if (value <= 0xffff_ffff) return this.u8(0xfe).u32(value)
    return this.u8(0xff).u64(BigInt(value))
  }

  /** A byte string after its CompactSize. */
  varbytes(value: Uint8Array): this {
    return this.compactSize(value.length).bytes(value)
  }

  /** A text of signs up to U+00FF, a byte each, after its CompactSize: keys of the state. */
  latin1(text: string): this {
    this.compactSize(text.length)
    const at = this.#take(text.length)
    const bytes = this.#bytes
    for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i)
    return this
  }

  /** What was written, in the writer's own memory: it holds until the next `restart`. */
  written(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#from, this.length)
  }

  /** Forgets what was written and begins again in the same memory. */
  restart(): this {
    this.#at = this.#from
    return this
  }

  /** What was written, in memory that nobody else writes to. The last thing asked of a writer. */
  finish(): Uint8Array {
    assert(this.#bytes !== nothing, 'a writer finishes once')
    const written = this.written()
    const isCut = written.length > longestOnHeap && written.length <= longestCut
    this.#giveBack(isCut ? this.#at : this.#from)
    return isCut ? written : written.slice()
  }

  /** Leaves the memory from there on to the next writer, if it is worth it. */
  #giveBack(from: number): void {
    const isLarge = this.#bytes.length === spareBytes && spareBytes - from >= longestCut
    if (isLarge && spare.length < mostSpare) spare.push({ bytes: this.#bytes, view: this.#view, from })
    this.#bytes = nothing
  }

  #take(length: number): number {
    const at = this.#at
    const end = at + length
    if (end > this.#bytes.length) return this.#grow(length)
    this.#at = end
    return at
  }

  /** Goes on in fresh memory with what was written so far. */
  #grow(length: number): number {
    assert(this.#bytes !== nothing, 'nothing is written after the end')
    const at = this.length
    const { bytes, view } = fresh(Math.max(at + length, 2 * at, spareBytes))
    bytes.set(this.written())
    this.#bytes = bytes
    this.#view = view
    this.#from = 0
    this.#at = at + length
    return at
  }
}

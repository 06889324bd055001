import { assert } from '@vc/kernel'

/** Memory of writers that have finished: fresh arrays of more than 64 bytes cost more than what is written to them. */
const spare: { readonly bytes: Uint8Array; readonly view: DataView }[] = []
const spareBytes = 4_096
const mostSpare = 16
const nothing = new Uint8Array(0)

/** The engine keeps shorter arrays in its own heap, where they cost little. */
const longestOnHeap = 64
const longestCut = 1_024
const pieceBytes = 8_192
let piece = new ArrayBuffer(pieceBytes)
let used = pieceBytes

/** A copy cut from a larger piece of memory, as Node's Buffer does it: no byte is given out twice. */
function copyOf(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  if (length <= longestOnHeap || length > longestCut) return bytes.slice()
  if (used + length > pieceBytes) [piece, used] = [new ArrayBuffer(pieceBytes), 0]
  const copy = new Uint8Array(piece, used, length)
  copy.set(bytes)
  used += length
  return copy
}

/** Writes fields one after the other into memory that grows; integers little-endian. */
export class Writer {
  #bytes: Uint8Array
  #view: DataView
  #at = 0

  constructor(capacity = 256) {
    const old = capacity <= spareBytes ? spare.pop() : undefined
    this.#bytes = old?.bytes ?? new Uint8Array(Math.max(capacity, spareBytes))
    this.#view = old?.view ?? new DataView(this.#bytes.buffer)
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at
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
    for (let i = 0; i < text.length; i += 1) this.#bytes[at + i] = text.charCodeAt(i)
    return this
  }

  /** What was written, in the writer's own memory: it holds until the next `restart`. */
  written(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, 0, this.#at)
  }

  /** Forgets what was written and begins again in the same memory. */
  restart(): this {
    this.#at = 0
    return this
  }

  /** What was written, in memory that nobody else writes to. The last thing asked of a writer. */
  finish(): Uint8Array {
    assert(this.#bytes !== nothing, 'a writer finishes once')
    const written = copyOf(this.written())
    if (spare.length < mostSpare && this.#bytes.length === spareBytes) {
      spare.push({ bytes: this.#bytes, view: this.#view })
    }
    this.#bytes = nothing
    return written
  }

  #take(length: number): number {
    const at = this.#at
    const end = at + length
    if (end > this.#bytes.length) this.#grow(end)
    this.#at = end
    return at
  }

  #grow(least: number): void {
    assert(this.#bytes !== nothing, 'nothing is written after the end')
    const grown = new Uint8Array(Math.max(least, 2 * this.#bytes.length))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

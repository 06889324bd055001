/** What any format can fail with. */
export type ReaderCode = 'truncated' | 'compact' | 'trailing'

/** The first failure of a reader and the offset of the field that failed. */
export type ReadFailure<Code extends string> = { readonly code: Code | ReaderCode; readonly at: number }

const nothing = new Uint8Array(0)
/** Above every limit and every length, so that a CompactSize of 8 bytes needs no bigint. */
const beyond = Number.MAX_SAFE_INTEGER

/**
 * Reads fields in order. The first failure sticks and every later read gives zeros, so a caller asks `failure` once
 * at the end, and in loops. Byte strings share the memory of the input. `Code`: the format's own codes.
 */
export class Reader<Code extends string = never> {
  failure: ReadFailure<Code> | undefined
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#at = at
  }

  /** Offset of the next field. */
  get at(): number {
    return this.#at
  }

  /** Bytes not yet read. */
  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** Remembers the first failure. */
  fail(code: Code | ReaderCode, at: number): void {
    this.failure ??= { code, at }
  }

  u8(): number {
    const at = this.#take(1)
    return at < 0 ? 0 : this.#view.getUint8(at)
  }

  u16(): number {
    const at = this.#take(2)
    return at < 0 ? 0 : this.#view.getUint16(at, true)
  }

  u32(): number {
    const at = this.#take(4)
    return at < 0 ? 0 : this.#view.getUint32(at, true)
  }

  u64(): bigint {
    const at = this.#take(8)
    return at < 0 ? 0n : this.#view.getBigUint64(at, true)
  }

  /** Exactly `length` bytes. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length)
    return at < 0 ? nothing : this.#viewOf(at, length)
  }

  /** As many bytes as `usual` has; that itself where they are the same. */
  bytesOr(usual: Uint8Array): Uint8Array {
    const at = this.#take(usual.length)
    if (at < 0) return nothing
    for (let i = 0; i < usual.length; i += 1) {
      if (this.#view.getUint8(at + i) !== usual[i]) return this.#viewOf(at, usual.length)
    }
    return usual
  }

  /** Goes past these bytes when they are what comes next; else stays where it is. */
  past(bytes: Uint8Array): boolean {
    const from = this.#at
    if (this.failure !== undefined || bytes.length > this.#bytes.length - from) return false
    for (let i = 0; i < bytes.length; i += 1) if (this.#bytes[from + i] !== bytes[i]) return false
    this.#at = from + bytes.length
    return true
  }

  /** What was read since an offset: the bytes themselves, not a copy. */
  since(at: number): Uint8Array {
    const isAll = at === 0 && this.left === 0 && this.#bytes.constructor === Uint8Array
    return isAll ? this.#bytes : this.#viewOf(at, this.#at - at)
  }

  /** A count or length in its shortest form; above `limit` it fails with `code`. */
  compactSize(limit = beyond, code?: Code): number {
    const at = this.#at
    const first = this.u8()
    const size = first < 0xfd ? first : this.#wide(first, at)
    if (size <= limit || code === undefined) return size
    this.fail(code, at)
    return 0
  }

  /** A byte string after its CompactSize; a length above `limit` fails with `code` before memory is taken. */
  varbytes(limit = beyond, code?: Code): Uint8Array {
    return this.bytes(this.compactSize(limit, code))
  }

  /** Nothing may be left over. */
  end(): void {
    if (this.left > 0) this.fail('trailing', this.#at)
  }

  #wide(first: number, at: number): number {
    const width = first === 0xfd ? 2 : first === 0xfe ? 4 : 8
    if (this.left < width) this.fail('truncated', at)
    const size = width === 2 ? this.u16() : width === 4 ? this.u32() : Number(this.u64())
    const least = width === 2 ? 0xfd : width === 4 ? 0x1_0000 : 0x1_0000_0000
    if (size < least) this.fail('compact', at)
    return Math.min(size, beyond)
  }

  /** Cheaper than `subarray`, which looks for the kind of array to make. */
  #viewOf(at: number, length: number): Uint8Array {
    const { buffer, byteOffset } = this.#bytes
    return new Uint8Array(buffer, byteOffset + at, length)
  }

  /** Where the field stands, or -1 when it passes the end or something failed before. */
  #take(length: number): number {
    if (this.failure !== undefined) return -1
    const at = this.#at
    if (length > this.#bytes.length - at) {
      this.fail('truncated', at)
      return -1
    }
    this.#at = at + length
    return at
  }
}

/** Writes fields one after the other into memory that grows; integers little-endian. */
export class Writer {
  #bytes: Uint8Array
  #view: DataView
  #at = 0

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
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

  /** What was written, in memory of its own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#at)
  }

  #take(length: number): number {
    const at = this.#at
    const end = at + length
    if (end > this.#bytes.length) this.#grow(end)
    this.#at = end
    return at
  }

  #grow(least: number): void {
    const grown = new Uint8Array(Math.max(least, 2 * this.#bytes.length))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

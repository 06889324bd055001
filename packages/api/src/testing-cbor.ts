/** The part of CBOR (RFC 8949) that authenticators write: integers, bytes, text, maps with definite lengths. */
export function writeCbor(value: unknown): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Map) {
    const parts = [...value].flatMap(([key, part]) => [writeCbor(key), writeCbor(part)])
    return Buffer.concat([head(5, value.size), ...parts])
  }
  throw new Error(`no CBOR for ${typeof value}`)
}

function head(major: number, count: number): Buffer {
  const type = major << 5
  if (count < 24) return Buffer.of(type | count)
  if (count < 0x100) return Buffer.of(type | 24, count)
  return Buffer.of(type | 25, count >> 8, count & 0xff)
}

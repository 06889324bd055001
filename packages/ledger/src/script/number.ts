/** The number in a stack item, Bitcoin's form; undefined when longer than `limit` bytes or not minimal. */
export function decodeNumber(item: Uint8Array, limit = 4): number | undefined {
  const length = item.length
  if (length === 0) return 0
  if (length > limit) return undefined
  const last = item[length - 1] ?? 0
  if ((last & 0x7f) === 0 && (length === 1 || ((item[length - 2] ?? 0) & 0x80) === 0)) return undefined
  let size = last & 0x7f
  for (let i = length - 2; i >= 0; i -= 1) size = size * 256 + (item[i] ?? 0)
  return (last & 0x80) === 0 ? size : -size
}

/** The shortest stack item of a number. */
export function encodeNumber(value: number): Uint8Array {
  if (value === 0) return new Uint8Array(0)
  const bytes: number[] = []
  for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256)
  const sign = value < 0 ? 0x80 : 0
  const last = bytes.length - 1
  if (((bytes[last] ?? 0) & 0x80) !== 0) bytes.push(sign)
  else bytes[last] = (bytes[last] ?? 0) | sign
  return Uint8Array.from(bytes)
}

/** Whether an item counts as true: anything but zeros, and a last byte 80 is a zero too. */
export function isTrue(item: Uint8Array): boolean {
  const last = item.length - 1
  return item.some((byte, i) => byte !== 0 && !(i === last && byte === 0x80))
}

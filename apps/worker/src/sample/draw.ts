import { sha256, taggedHash, toHex, utf8 } from '@vc/crypto'

/** Numbers that look drawn and are always the same: the n-th call with one seed gives one number, 0 or more, below `below`. */
export function drawFrom(seed: string): (below: number) => number {
  let count = 0
  return (below) => {
    const hash = sha256(utf8(`${seed} ${count}`))
    count += 1
    return new DataView(hash.buffer, hash.byteOffset).getUint32(0) % below
  }
}

/** The secret of 32 bytes for one use of one person. Anyone can compute it: it is for development networks only. */
export const secretOf = (run: number, person: string, use: string): Uint8Array =>
  taggedHash('vdn/sample', utf8(`${run}/${person}/${use}`))

/** A UUID (version 8) that a name always has. */
export function uuidOf(run: number, name: string): string {
  const bytes = taggedHash('vdn/sample', utf8(`${run}/uuid/${name}`)).slice(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = toHex(bytes)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

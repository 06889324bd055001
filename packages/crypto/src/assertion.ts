import { concatBytes } from './bytes.ts'
import { taggedHash } from './hash.ts'

/** The parts of a signature item by a hardware key (keys.md, Hardware keys). */
export type Assertion = {
  readonly authenticatorData: Uint8Array
  readonly clientDataJSON: Uint8Array
  /** r|s, 64 bytes */
  readonly signature: Uint8Array
  readonly sheetHash: Uint8Array
}

/** The challenge, 32 bytes, that a hardware key signs for an act: TH("vdn/act", sighash | sheetHash). */
export function actChallenge(sighash: Uint8Array, sheetHash: Uint8Array): Uint8Array {
  return taggedHash('vdn/act', sighash, sheetHash)
}

/** The assertion item: the four parts, each after its CompactSize length; a sighash-type byte is the ledger's. */
export function encodeAssertion(assertion: Assertion): Uint8Array {
  const { authenticatorData, clientDataJSON, signature, sheetHash } = assertion
  return concatBytes(...[authenticatorData, clientDataJSON, signature, sheetHash].flatMap(sized))
}

/** Reads an assertion item; undefined unless lengths are minimal, the last two parts 64 and 32, and nothing is left. */
export function decodeAssertion(bytes: Uint8Array): Assertion | undefined {
  const parts: Uint8Array[] = []
  let at = 0
  while (at < bytes.length && parts.length < 4) {
    const size = readSize(bytes, at)
    if (size === undefined || size.end + size.length > bytes.length) return undefined
    at = size.end + size.length
    parts.push(bytes.slice(size.end, at))
  }
  const [authenticatorData, clientDataJSON, signature, sheetHash] = parts
  if (at !== bytes.length || !authenticatorData || !clientDataJSON) return undefined
  if (signature?.length !== 64 || sheetHash?.length !== 32) return undefined
  return { authenticatorData, clientDataJSON, signature, sheetHash }
}

function sized(part: Uint8Array): readonly Uint8Array[] {
  if (part.length < 0xfd) return [Uint8Array.of(part.length), part]
  const size = new DataView(new ArrayBuffer(part.length > 0xffff ? 5 : 3))
  size.setUint8(0, part.length > 0xffff ? 0xfe : 0xfd)
  if (part.length > 0xffff) size.setUint32(1, part.length, true)
  else size.setUint16(1, part.length, true)
  return [new Uint8Array(size.buffer), part]
}

function readSize(bytes: Uint8Array, at: number): { length: number; end: number } | undefined {
  const first = bytes[at]
  if (first === undefined || first === 0xff) return undefined
  if (first < 0xfd) return { length: first, end: at + 1 }
  const width = first === 0xfd ? 2 : 4
  const end = at + 1 + width
  if (end > bytes.length) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + 1, width)
  const length = width === 2 ? view.getUint16(0, true) : view.getUint32(0, true)
  return length < (width === 2 ? 0xfd : 0x1_0000) ? undefined : { length, end }
}

import { hash160, inclusionProof, merkleRoot, sha256, toHex, utf8, verifyInclusion } from '@vc/crypto'
import type { Right } from './right.ts'

/** A certified right's public code: "NFR-" and 24 hex digits of its leaf. */
export const rightCode = (issuer: string, right: Right): string =>
  `NFR-${toHex(hash160(rightLeaf(issuer, right))).slice(0, 24)}`

/** The bytes that the centre certifies for a right: one canonical line, the issuer's id first. */
export function rightLeaf(issuer: string, right: Right): Uint8Array {
  const {
    accession,
    title,
    creators,
    dated,
    medium,
    source,
    legalOwner,
    uses,
    evidence,
    contentHash,
    likeness,
  } = right
  return utf8(
    JSON.stringify([
      issuer,
      accession,
      title,
      creators,
      dated,
      medium,
      source,
      legalOwner,
      uses,
      evidence,
      contentHash,
      likeness,
    ]),
  )
}

/** The fingerprint of a right's description: what makes a second registration of the same work visible. */
export const fingerprintOf = (right: Right): string =>
  right.contentHash !== '' ? right.contentHash : toHex(sha256(utf8(normalised(right))))

/** Case, width and spacing make no other work. */
const normalised = ({ accession, title, creators, dated }: Right) =>
  [accession, title, ...creators, dated]
    .map((part) => part.normalize('NFKC').toLowerCase().replace(/\s+/g, ' '))
    .join('\u001f')

/** The root over a certification's rights in the order of their leaves' positions (RFC 9162). */
export const certificationRoot = (leaves: readonly Uint8Array[]): Uint8Array => merkleRoot([...leaves])

/** The value of the ledger's `nfr` record: root 32 | count u32, little-endian. */
export function certificationValue(leaves: readonly Uint8Array[]): Uint8Array {
  const value = new Uint8Array(36)
  value.set(certificationRoot(leaves))
  new DataView(value.buffer).setUint32(32, leaves.length, true)
  return value
}

/** Shows that a right stands in a certification. */
export const proveRight = (leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] =>
  inclusionProof([...leaves], index)

/** Checks that a right's bytes stand at `index` in the certification whose record value is given. */
export function verifyRight(
  value: Uint8Array,
  leaf: Uint8Array,
  index: number,
  proof: readonly Uint8Array[],
): boolean {
  if (value.length !== 36) return false
  const size = new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(32, true)
  return verifyInclusion({ root: value.slice(0, 32), leaf, index, size, proof: [...proof] })
}

import { hash256 } from '@vc/crypto'
import { Reader, Writer } from '@vc/ledger'
import { type BlockReader, type Header, readHeader, writeHeader } from './header.ts'
import { type Link, readLink, readVote, type Vote, writeLink, writeVote } from './vote.ts'

/** A quorum's votes for one link; bit i of `voters` is voter i, signatures in that order (consensus.md 14). */
export type Certificate = Link & {
  readonly voters: Uint8Array
  readonly signatures: readonly Uint8Array[]
}
/** Two signatures that contradict each other (consensus.md 13). */
export type Evidence =
  | { readonly kind: 'headers'; readonly first: Header; readonly second: Header }
  | { readonly kind: 'votes'; readonly first: Vote; readonly second: Vote }
/** A claim to the proof-of-burn block of a height (consensus.md 8). */
export type Claim =
  | {
      readonly kind: 'burn'
      readonly bitcoinHeight: number
      readonly position: number
      readonly branch: readonly Uint8Array[]
      readonly output: number
      readonly transaction: Uint8Array
    }
  | {
      readonly kind: 'notary'
      readonly payload: Uint8Array
      readonly leafIndex: bigint
      readonly treeSize: bigint
      readonly path: readonly Uint8Array[]
      readonly note: Uint8Array
    }
/** What a block says besides its transactions (consensus.md 2). */
export type Extension = {
  readonly references: readonly Header[]
  readonly evidence: readonly Evidence[]
  readonly claims: readonly Claim[]
  readonly certificates: readonly Certificate[]
}

export const EMPTY_EXTENSION: Extension = { references: [], evidence: [], claims: [], certificates: [] }
export const extensionLimits = { references: 9, evidence: 4, claims: 2, certificates: 2 } as const
const mostVoters = 128

const encoded = new WeakMap<Extension, Uint8Array>()

/** Bytes of an extension; written once. */
export function encodeExtension(extension: Extension): Uint8Array {
  const known = encoded.get(extension)
  if (known !== undefined) return known
  const bytes = writeExtension(extension)
  encoded.set(extension, bytes)
  return bytes
}

function writeExtension(extension: Extension): Uint8Array {
  const writer = new Writer(1024)
  writeList(writer, extension.references, (header) => writeHeader(writer, header))
  writeList(writer, extension.evidence, (evidence) => writeEvidence(writer, evidence))
  writeList(writer, extension.claims, (claim) => writeClaim(writer, claim))
  writeList(writer, extension.certificates, (certificate) => writeCertificate(writer, certificate))
  return writer.finish()
}

/** The header's extRoot: `H` of the extension's bytes. */
export function extensionRoot(extension: Extension): Uint8Array {
  return hash256(encodeExtension(extension))
}

export function readExtension(reader: BlockReader): Extension {
  const references = readList(reader, extensionLimits.references, () => readHeader(reader))
  const evidence = readList(reader, extensionLimits.evidence, () => readEvidence(reader))
  const claims = readList(reader, extensionLimits.claims, () => readClaim(reader))
  const certificates = readList(reader, extensionLimits.certificates, () => readCertificate(reader))
  return { references, evidence, claims, certificates }
}

export function readEvidence(reader: BlockReader): Evidence {
  const at = reader.at
  const code = reader.u8()
  if (code === 1) return { kind: 'headers', first: readHeader(reader), second: readHeader(reader) }
  if (code !== 2) reader.fail('kind', at)
  return { kind: 'votes', first: readVote(reader), second: readVote(reader) }
}

export function writeEvidence(writer: Writer, evidence: Evidence): void {
  writer.u8(evidence.kind === 'headers' ? 1 : 2)
  if (evidence.kind === 'headers') {
    writeHeader(writer, evidence.first)
    writeHeader(writer, evidence.second)
  } else {
    writeVote(writer, evidence.first)
    writeVote(writer, evidence.second)
  }
}

export function readCertificate(reader: BlockReader): Certificate {
  const link = readLink(reader)
  const voters = reader.varbytes(mostVoters / 8, 'count')
  return { ...link, voters, signatures: readList(reader, mostVoters, () => reader.bytes(64)) }
}

export function writeCertificate(writer: Writer, certificate: Certificate): void {
  writeLink(writer, certificate)
  writer.varbytes(certificate.voters)
  writeList(writer, certificate.signatures, (signature) => writer.bytes(signature))
}

/** Bytes of one claim, as gossip carries it. */
export function encodeClaim(claim: Claim): Uint8Array {
  const writer = new Writer(1024)
  writeClaim(writer, claim)
  return writer.finish()
}

/** Reads one claim and nothing else; undefined when it does not parse. */
export function decodeClaim(bytes: Uint8Array): Claim | undefined {
  const reader: BlockReader = new Reader(bytes)
  const claim = readClaim(reader)
  reader.end()
  return reader.failure === undefined ? claim : undefined
}

function readClaim(reader: BlockReader): Claim {
  const at = reader.at
  const code = reader.u8()
  if (code === 1) return readBurn(reader)
  if (code !== 2) reader.fail('kind', at)
  const payload = reader.bytes(48)
  const leafIndex = reader.u64()
  const treeSize = reader.u64()
  const path = readList(reader, 40, () => reader.bytes(32))
  return { kind: 'notary', payload, leafIndex, treeSize, path, note: reader.varbytes(2048, 'count') }
}

function readBurn(reader: BlockReader): Claim {
  const bitcoinHeight = reader.u32()
  const position = reader.u32()
  const branch = readList(reader, 20, () => reader.bytes(32))
  const output = reader.u32()
  const transaction = reader.varbytes(4000, 'count')
  return { kind: 'burn', bitcoinHeight, position, branch, output, transaction }
}

function writeClaim(writer: Writer, claim: Claim): void {
  if (claim.kind === 'burn') {
    writer.u8(1).u32(claim.bitcoinHeight).u32(claim.position)
    writeList(writer, claim.branch, (hash) => writer.bytes(hash))
    writer.u32(claim.output).varbytes(claim.transaction)
    return
  }
  writer.u8(2).bytes(claim.payload).u64(claim.leafIndex).u64(claim.treeSize)
  writeList(writer, claim.path, (hash) => writer.bytes(hash))
  writer.varbytes(claim.note)
}

function readList<T>(reader: BlockReader, limit: number, read: () => T): readonly T[] {
  const count = reader.compactSize(limit, 'count')
  const list: T[] = []
  while (list.length < count && reader.failure === undefined) list.push(read())
  return list
}

function writeList<T>(writer: Writer, list: readonly T[], write: (item: T) => void): void {
  writer.compactSize(list.length)
  for (const item of list) write(item)
}

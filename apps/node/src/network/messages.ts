import {
  type BlockReader,
  type Certificate,
  type Checkpoint,
  type Header,
  readCertificate,
  readHeader,
  writeCertificate,
  writeHeader,
} from '@vc/consensus'
import { Reader, Writer } from '@vc/ledger'
import type { HeadersAnswer, Standing } from './port.ts'

/** The first message on a connection, both ways (consensus.md 19). */
export type Hello = Standing & {
  readonly clockMs: number
  /** Of the organisation; its SHA256 is in the member record. */
  readonly certificate: Uint8Array
}

export const MOST_CERTIFICATE = 4_096
const MOST_LOCATOR = 32
const MOST_BLOCKS = 32
const MOST_HEADERS = 512
/** Configuration documents in one question, and ids of open proposals in one answer. */
export const MOST_DOCUMENTS = 16
export const MOST_IDS = 4_096

const writePoint = (writer: Writer, { height, hash }: Checkpoint) => writer.u32(height).bytes(hash)
const readPoint = (reader: BlockReader): Checkpoint => ({ height: reader.u32(), hash: reader.bytes(32) })

export function encodeHello(hello: Hello): Uint8Array {
  const writer = new Writer(512).bytes(hello.network).u32(hello.protocol).bytes(hello.configId)
  writePoint(writer, hello.head)
  writePoint(writer, hello.final)
  return writer
    .u64(BigInt(Math.max(0, Math.floor(hello.clockMs))))
    .varbytes(hello.certificate)
    .finish()
}

export const decodeHello = (bytes: Uint8Array): Hello | undefined =>
  whole(bytes, (reader) => {
    const [network, protocol, configId] = [reader.bytes(32), reader.u32(), reader.bytes(32)]
    const [head, final] = [readPoint(reader), readPoint(reader)]
    const clockMs = Number(reader.u64())
    const certificate = reader.varbytes(MOST_CERTIFICATE, 'count')
    return { network, protocol, configId, head, final, clockMs, certificate }
  })

export type HeadersQuestion = { readonly locator: readonly Uint8Array[]; readonly stop: Uint8Array }

export function encodeHeadersQuestion({ locator, stop }: HeadersQuestion): Uint8Array {
  return hashes(new Writer(1_100), locator.slice(0, MOST_LOCATOR)).bytes(stop).finish()
}

export const decodeHeadersQuestion = (bytes: Uint8Array): HeadersQuestion | undefined =>
  whole(bytes, (reader) => ({ locator: readHashes(reader, MOST_LOCATOR), stop: reader.bytes(32) }))

/** headers[] ‖ certificates[] of at most one. */
export function encodeHeaders({ headers, certificate }: HeadersAnswer): Uint8Array {
  const writer = new Writer(640 * headers.length + 1_024).compactSize(headers.length)
  for (const header of headers) writeHeader(writer, header)
  writer.compactSize(certificate === undefined ? 0 : 1)
  if (certificate !== undefined) writeCertificate(writer, certificate)
  return writer.finish()
}

export const decodeHeaders = (bytes: Uint8Array): HeadersAnswer | undefined =>
  whole(bytes, (reader) => {
    const headers: readonly Header[] = list(reader, MOST_HEADERS, () => readHeader(reader))
    const [certificate]: readonly Certificate[] = list(reader, 1, () => readCertificate(reader))
    return { headers, certificate }
  })

export const encodeHashes = (asked: readonly Uint8Array[]): Uint8Array =>
  hashes(new Writer(1_100), asked.slice(0, MOST_BLOCKS)).finish()

export const decodeHashes = (bytes: Uint8Array, most = MOST_BLOCKS): readonly Uint8Array[] | undefined =>
  whole(bytes, (reader) => readHashes(reader, most))

export type PartsQuestion = { readonly block: Uint8Array; readonly places: readonly number[] }

export function encodePartsQuestion({ block, places }: PartsQuestion): Uint8Array {
  const writer = new Writer(64 + 4 * places.length).bytes(block).compactSize(places.length)
  for (const place of places) writer.u32(place)
  return writer.finish()
}

export const decodePartsQuestion = (bytes: Uint8Array): PartsQuestion | undefined =>
  whole(bytes, (reader) => ({
    block: reader.bytes(32),
    places: list(reader, 65_536, () => reader.u32()),
  }))

/** Byte strings one after the other, each with its length: blocks, and transactions of a block. */
export function encodePieces(pieces: readonly Uint8Array[]): Uint8Array {
  const size = pieces.reduce((sum, piece) => sum + piece.length + 9, 9)
  const writer = new Writer(size).compactSize(pieces.length)
  for (const piece of pieces) writer.varbytes(piece)
  return writer.finish()
}

export const decodePieces = (bytes: Uint8Array, most: number): readonly Uint8Array[] | undefined =>
  whole(bytes, (reader) => list(reader, most, () => reader.varbytes()))

/** Reads one message and nothing else; undefined when it is none. */
export function whole<T>(bytes: Uint8Array, read: (reader: BlockReader) => T): T | undefined {
  const reader: BlockReader = new Reader(bytes)
  const value = read(reader)
  reader.end()
  return reader.failure === undefined ? value : undefined
}

export function list<T>(reader: BlockReader, most: number, read: () => T): readonly T[] {
  const count = reader.compactSize(most, 'count')
  const items: T[] = []
  while (items.length < count && reader.failure === undefined) items.push(read())
  return items
}

const readHashes = (reader: BlockReader, most: number) => list(reader, most, () => reader.bytes(32))

function hashes(writer: Writer, all: readonly Uint8Array[]): Writer {
  writer.compactSize(all.length)
  for (const hash of all) writer.bytes(hash)
  return writer
}

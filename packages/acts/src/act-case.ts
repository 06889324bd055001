import { equalBytes, utf8 } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { type Element, type Layer, type NamedOutput, Reader, Writer } from '@vc/ledger'

/** The languages that an act sheet is written in. */
export type Language = 'en' | 'zh-CN'
export type ActPart = 'input' | 'acceptance'

/** One transaction of an act as bytes, and the outputs that its inputs name. */
export type CaseLeg = { readonly bytes: Uint8Array; readonly named: readonly NamedOutput[] }

/** One place that a hardware key shall fill, and the credentials that may. */
export type CasePart = {
  /** Which leg. */
  readonly transaction: number
  readonly part: ActPart
  readonly index: number
  readonly credentials: readonly Uint8Array[]
}

/**
 * What is handed to the verifier page, in a message or in a QR code: bytes only, no sheet, no words, no names, so
 * that nothing of what it shows comes from whoever hands it over. Without parts it can be read and not signed.
 */
export type ActCase = {
  readonly network: Uint8Array
  readonly language: Language
  readonly legs: readonly CaseLeg[]
  readonly parts: readonly CasePart[]
}

/** `act-foreign`: no case of this format. `act-broken`: one that is cut, has more behind it, or breaks a limit. */
export type CaseCode = 'act-foreign' | 'act-broken'

const magic = utf8('VCA1')
const languages = ['en', 'zh-CN'] as const
const kinds = ['input', 'acceptance'] as const
const mostBytes = 8_000_000
const mostLegs = 64
const mostNamed = 4_096
const mostParts = 256
const mostTransaction = 1_000_000
const mostScript = 10_000
const mostCredentials = 16
/** Of a credential id (WebAuthn, credentialId). */
const mostId = 1_023

/** The one byte string of a case. */
export function encodeActCase({ network, language, legs, parts }: ActCase): Uint8Array {
  const writer = new Writer().bytes(magic).bytes(network).u8(languages.indexOf(language))
  writer.compactSize(legs.length)
  for (const leg of legs) writeLeg(writer, leg)
  writer.compactSize(parts.length)
  for (const { transaction, part, index, credentials } of parts) {
    writer.u8(transaction).u8(kinds.indexOf(part)).u32(index).compactSize(credentials.length)
    for (const id of credentials) writer.varbytes(id)
  }
  return writer.finish()
}

function writeLeg(writer: Writer, { bytes, named }: CaseLeg): void {
  writer.varbytes(bytes).compactSize(named.length)
  for (const { layer, element, amount, script } of named)
    writer.u8(layer).u8(element).u64(amount).varbytes(script)
}

type CaseReader = Reader<'act-broken'>

/** Reads a case and nothing else. Byte strings share the memory of `bytes`. */
export function decodeActCase(bytes: Uint8Array): Result<ActCase, { readonly code: CaseCode }> {
  if (!equalBytes(bytes.subarray(0, magic.length), magic)) return refuse({ code: 'act-foreign' })
  if (bytes.length > mostBytes) return refuse({ code: 'act-broken' })
  const reader: CaseReader = new Reader(bytes, magic.length)
  const network = reader.bytes(32)
  const language = one(reader, languages)
  const legs = list(reader, mostLegs, readLegBytes)
  const parts = list(reader, mostParts, readPart)
  reader.end()
  const whole = legs.length > 0 && parts.every(({ transaction }) => transaction < legs.length)
  if (reader.failure !== undefined || !whole) return refuse({ code: 'act-broken' })
  return ok({ network, language, legs, parts })
}

const readLegBytes = (reader: CaseReader): CaseLeg => ({
  bytes: reader.varbytes(mostTransaction, 'act-broken'),
  named: list(reader, mostNamed, readNamed),
})

const readNamed = (reader: CaseReader): NamedOutput => ({
  layer: code<Layer>(reader),
  element: code<Element>(reader),
  amount: reader.u64(),
  script: reader.varbytes(mostScript, 'act-broken'),
})

const readPart = (reader: CaseReader): CasePart => ({
  transaction: reader.u8(),
  part: one(reader, kinds),
  index: reader.u32(),
  credentials: list(reader, mostCredentials, () => reader.varbytes(mostId, 'act-broken')),
})

/** Layers and elements have three codes each. */
function code<C extends Layer | Element>(reader: CaseReader): C {
  const at = reader.at
  const value = reader.u8()
  if (value > 2) reader.fail('act-broken', at)
  return value as C
}

function one<const T extends string>(reader: CaseReader, of: readonly [T, ...T[]]): T {
  const at = reader.at
  const found = of[reader.u8()]
  if (found === undefined) reader.fail('act-broken', at)
  return found ?? of[0]
}

function list<T>(reader: CaseReader, limit: number, read: (reader: CaseReader) => T): T[] {
  const items: T[] = []
  const count = reader.compactSize(limit, 'act-broken')
  while (items.length < count && reader.failure === undefined) items.push(read(reader))
  return items
}

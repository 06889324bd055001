import { concatBytes, fromHex, sha256, toHex, utf8 } from '@vc/crypto'
import { utf8Text } from '@vc/kernel'
import { Reader } from '../codec/reader.ts'
import { Writer } from '../codec/writer.ts'
import { parseStandard } from '../script/parse-standard.ts'

/** Table of renewable certificates: what was issued, and how it was handed on [ours]. */
export const CERTIFICATES = 'rec'

/** What the record of a transfer says: of a holding, `first` to `given` go to another organisation, the rest stays. */
export type CertificateTransfer = {
  readonly station: string
  readonly first: bigint
  readonly last: bigint
  readonly given: bigint
  /** Organisations by their ids, 32 hex digits. */
  readonly from: string
  readonly to: string
}
/** What a transfer makes of a holding: one part goes, one may stay. Names are hex. */
export type CertificatePart = {
  readonly part: 'given' | 'kept'
  readonly issue: string
  readonly parent: string
  readonly holding: string
  readonly station: string
  readonly first: bigint
  readonly last: bigint
  readonly holder: string
}

const FORM = 1
const ISSUE_BYTES = 16
const HOLDING_BYTES = 32
const NO_HOLDING = ISSUE_BYTES + HOLDING_BYTES

/** The value of a transfer's record: form u8 | station varbytes | first, last, given u64 | from 16 | to 16. */
export function encodeCertificateTransfer(transfer: CertificateTransfer): Uint8Array {
  const { station, first, last, given, from, to } = transfer
  const head = new Writer(160).u8(FORM).varbytes(utf8(station)).u64(first).u64(last).u64(given)
  return head.bytes(fromHex(from)).bytes(fromHex(to)).finish()
}

/** Reads what `encodeCertificateTransfer` writes; undefined when it is none, or gives nothing, or to the giver. */
export function parseCertificateTransfer(value: Uint8Array): CertificateTransfer | undefined {
  const reader = new Reader(value)
  const form = reader.u8()
  const station = utf8Text(reader.varbytes())
  const [first, last, given] = [reader.u64(), reader.u64(), reader.u64()]
  const [from, to] = [toHex(reader.bytes(16)), toHex(reader.bytes(16))]
  reader.end()
  const isWhole = reader.failure === undefined && form === FORM && station !== undefined && station !== ''
  const isRange = first > 0n && first <= given && given <= last
  return isWhole && isRange && from !== to ? { station, first, last, given, from, to } : undefined
}

/**
 * The key under which a holding is moved: id of its issue 16 | name of the holding 32 | once more for each time that a
 * foreign hand wrote the pair before.
 */
export const certificateKey = (issue: string, holding: string, times = 0): Uint8Array =>
  concatBytes(fromHex(issue), fromHex(holding), new Uint8Array(times))

/** The name of what a transfer makes of a holding. */
export const holdingAfter = (parent: string, part: 'given' | 'kept'): string =>
  toHex(sha256(concatBytes(fromHex(parent), Uint8Array.of(part === 'given' ? 1 : 2))))

/** What the record of a transfer makes of the holding that its key names. */
export function partsOfTransfer(key: Uint8Array, transfer: CertificateTransfer): readonly CertificatePart[] {
  const issue = toHex(key.slice(0, ISSUE_BYTES))
  const parent = toHex(key.slice(ISSUE_BYTES, NO_HOLDING))
  const { station, first, last, given, from, to } = transfer
  const make = (part: 'given' | 'kept', range: { first: bigint; last: bigint }, holder: string) => ({
    ...{ part, issue, parent, holding: holdingAfter(parent, part), station, ...range, holder },
  })
  const gone = make('given', { first, last: given }, to)
  return given === last ? [gone] : [gone, make('kept', { first: given + 1n, last }, from)]
}

/** All that decides whether a transfer's record counts. Key hashes in hex. */
export type TransferFacts = {
  readonly key: Uint8Array
  readonly value: Uint8Array
  /** The script that committed to the record. */
  readonly commitment: Uint8Array
  /** Who paid for the commitment. */
  readonly payer: string | null | undefined
  /** Who holds the record of the issue. */
  readonly registrar: string | null | undefined
  /** The holding, where an earlier transfer made it. */
  readonly parent: Pick<CertificatePart, 'station' | 'first' | 'last' | 'holder'> | undefined
  readonly isMoved: boolean
}

/**
 * Whether a record of the table is a transfer that counts, read from the ledger alone: one hardware key signed it, the
 * registrar that wrote the issue paid for its commitment and so vouches for that key, it moves the whole of what an
 * earlier transfer made, and nothing moved the holding before. Anyone may write others; they move nothing.
 */
export function countTransfer(
  facts: TransferFacts,
): { readonly signer: string; readonly parts: readonly CertificatePart[] } | undefined {
  const { key, value, payer, registrar, parent, isMoved } = facts
  const transfer = key.length >= NO_HOLDING ? parseCertificateTransfer(value) : undefined
  const signer = hardwareKeyOf(facts.commitment)
  if (!transfer || !signer || isMoved || !registrar || payer !== registrar) return undefined
  if (parent && !isWholeOf(transfer, parent)) return undefined
  return { signer, parts: partsOfTransfer(key, transfer) }
}

function hardwareKeyOf(commitment: Uint8Array): string | undefined {
  const script = parseStandard(commitment)
  const guard = script?.name === 'record' ? script.guard : undefined
  const [key, ...others] = guard?.name === 'k-of-n' ? guard.keys : []
  return key?.length === 33 && others.length === 0 ? toHex(key) : undefined
}

const isWholeOf = (
  { station, first, last, from }: CertificateTransfer,
  parent: NonNullable<TransferFacts['parent']>,
) => parent.station === station && parent.first === first && parent.last === last && parent.holder === from

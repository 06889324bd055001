import { merkleRoot, sha256, toHex, utf8 } from '@vc/crypto'
import type { SerialRange } from './meter.ts'

/** The code of one certificate: "REC-", the station and the serial in ten digits. */
export const certificateCode = (station: string, serial: bigint): string =>
  `REC-${station}-${serial.toString().padStart(10, '0')}`

/** Reads a code back; undefined when it is none. */
export function parseCertificateCode(code: string): { station: string; serial: bigint } | undefined {
  const match = /^REC-(.{1,64})-(\d{10,18})$/.exec(code.trim())
  const [, station, serial] = match ?? []
  return station !== undefined && serial !== undefined && BigInt(serial) > 0n
    ? { station, serial: BigInt(serial) }
    : undefined
}

/** The bytes of a range as the ledger's record commits to them: the id of the centre that issues, then the range. */
export const rangeLeaf = (centre: string, range: SerialRange): Uint8Array => {
  const { station, first, last, fromPeriod, toPeriod } = range
  return utf8(
    JSON.stringify(['range', centre, station, first.toString(), last.toString(), fromPeriod, toPeriod]),
  )
}

/** The value of the ledger's `rec` record of one issue: an RFC 9162 root over its ranges. */
export const issueRoot = (centre: string, ranges: readonly SerialRange[]): Uint8Array =>
  merkleRoot(ranges.map((range) => rangeLeaf(centre, range)))

/** The name, in hex, by which the ledger knows an issued range as a holding. */
export const issuedHolding = (centre: string, range: SerialRange): string =>
  toHex(sha256(rangeLeaf(centre, range)))

export { certificateCode, issuedHolding, issueRoot, parseCertificateCode, rangeLeaf } from './code.ts'
export { type ChainRefusal, firstHand, followTransfers, type Hand } from './follow-transfers.ts'
export { type Issue, issue } from './issue.ts'
export {
  type MeterReading,
  newStation,
  type SerialRange,
  type StationAccount,
  UNITS_PER_MWH,
} from './meter.ts'
export { type MetersRefusal, type ParsedMeters, parseMeters, periodsAround } from './parse-meters.ts'
export { type SplitRefusal, sizeOf, splitRange } from './split-range.ts'

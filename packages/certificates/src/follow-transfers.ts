import { toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import {
  type CertificatePart,
  certificateKey,
  parseCertificateTransfer,
  partsOfTransfer,
  type RecordItems,
} from '@vc/ledger'
import { issuedHolding } from './code.ts'
import type { SerialRange } from './meter.ts'

/** Who has one certificate, and as part of which holding. Ids of organisations and of the issue as 32 hex digits. */
export type Hand = Pick<CertificatePart, 'holding' | 'station' | 'first' | 'last' | 'holder'> & {
  readonly part: 'issued' | CertificatePart['part']
}
export type ChainRefusal = { readonly code: 'transfer-unreadable' | 'transfer-other' }

const bare = (id: string) => id.replaceAll('-', '')

/** An issued range in the hands of the centre that issued it. */
export function firstHand(centre: string, range: SerialRange): Hand {
  const { station, first, last } = range
  return { part: 'issued', holding: issuedHolding(centre, range), station, first, last, holder: bare(centre) }
}

/**
 * Follows one certificate through the records of its transfers, in the order of the ledger: each must move the very
 * holding that the one before made, by its holder. Gives every hand, the issuer's first. Refuses `transfer-unreadable`
 * and `transfer-other` (product.md, energy: trace of any certificate by anyone).
 */
export function followTransfers(
  issue: string,
  start: Hand,
  serial: bigint,
  records: readonly Pick<RecordItems, 'key' | 'value'>[],
): Result<readonly Hand[], ChainRefusal> {
  const hands = [start]
  let now = start
  for (const record of records) {
    const next = handAfter(bare(issue), now, serial, record)
    if (!next.ok) return next
    now = next.value
    hands.push(now)
  }
  return ok(hands)
}

function handAfter(
  issue: string,
  { holding, station, first, last, holder }: Hand,
  serial: bigint,
  { key, value }: Pick<RecordItems, 'key' | 'value'>,
): Result<Hand, ChainRefusal> {
  const transfer = parseCertificateTransfer(value)
  if (transfer === undefined) return refuse({ code: 'transfer-unreadable' })
  const isThis =
    toHex(key).startsWith(toHex(certificateKey(issue, holding))) &&
    transfer.station === station &&
    transfer.first === first &&
    transfer.last === last &&
    transfer.from === holder
  const part = partsOfTransfer(key, transfer).find((one) => one.first <= serial && serial <= one.last)
  return isThis && part ? ok(part) : refuse({ code: 'transfer-other' })
}

import { firstHand, followTransfers, rangeLeaf } from '@vc/certificates'
import { fromHex, verifyInclusion } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { CERTIFICATES, type RecordItems, readRecordItems } from '@vc/ledger'
import {
  checkLicenceHands,
  type Licence,
  type LicenceHand,
  licenceCode,
  likenessDistance,
  MOST_APART,
  rightLeaf,
  verifyRight,
} from '@vc/nfr'
import type { ApiAnswers } from '../../trpc/types.ts'
import { type ProofFault, recordInBlock, transactionInBlock } from './record-in-block.ts'

export type FoundRight = ApiAnswers['rights']['verify'][number]
export type FoundCertificate = NonNullable<ApiAnswers['certificates']['verify']>
export type FoundLicence = NonNullable<ApiAnswers['works']['licence']>
export type Proof = Result<true, ProofFault>
/** What a copy is known by, as this browser made it. */
export type CopyPrint = {
  readonly contentHash: string
  readonly textHash: string | undefined
  readonly likeness: string
}

/** Does what is shown of a right stand under the record in its block? Computed from the shown words themselves. */
export function checkRight(found: FoundRight): Proof {
  const value = recordInBlock(found.record, 'nfr')
  if (!value.ok) return value
  const leaf = rightLeaf(found.issuerId, found.right)
  const stands = verifyRight(value.value.value, leaf, found.index, found.proof.map(fromHex))
  return stands ? ok(true) : refuse({ code: 'proof-wrong' })
}

/** Is the certified right really of this copy, or of content like it? The server's word is not taken for it. */
export function checkCopy({ match, right }: FoundRight, copy: CopyPrint): Proof {
  const isSame = [copy.contentHash, copy.textHash].includes(right.contentHash)
  const distance = likenessDistance(copy.likeness, right.likeness)
  const isAlike = distance !== undefined && distance <= MOST_APART
  return (match === 'same' ? isSame : isAlike) ? ok(true) : refuse({ code: 'not-alike' })
}

/**
 * Does the range of a certificate stand under its issue's record, the serial in the range, and does every transfer since
 * follow from the one before to the holder that is shown?
 */
export function checkCertificate(found: FoundCertificate): Proof {
  const root = recordInBlock(found.record, CERTIFICATES)
  if (!root.ok) return root
  const { issued, serial, station, index, count, centre } = found
  const isInRange = issued.station === station && issued.first <= serial && serial <= issued.last
  const leaf = rangeLeaf(centre.id, issued)
  const proof = found.proof.map(fromHex)
  const stands = verifyInclusion({ root: root.value.value, leaf, index, size: count, proof })
  return isInRange && stands ? checkTransfers(found) : refuse({ code: 'proof-wrong' })
}

function checkTransfers({ issueId, issued, serial, centre, transfers }: FoundCertificate): Proof {
  const records: RecordItems[] = []
  for (const { record } of transfers) {
    const read = recordInBlock(record, CERTIFICATES)
    if (!read.ok) return read
    records.push(read.value)
  }
  const followed = followTransfers(issueId, firstHand(centre.id, issued), serial, records)
  if (!followed.ok) return refuse({ code: 'transfer-wrong' })
  const shown = [centre, ...transfers.map(({ holder }) => holder)].map(({ id }) => id.replaceAll('-', ''))
  const isShown = followed.value.every(({ holder }, i) => holder === shown[i])
  return isShown ? ok(true) : refuse({ code: 'transfer-wrong' })
}

/** The licence that its transactions make and hand on, each read out of its block, when its code is the one asked for. */
export function checkFoundLicence(found: FoundLicence): Result<Licence, ProofFault> {
  const [record, purchase, sale] = [found.record, found.purchase, found.sale].map(transactionInBlock)
  if (!record?.ok) return record ?? refuse({ code: 'not-recorded' })
  if (!purchase?.ok) return purchase ?? refuse({ code: 'not-recorded' })
  if (!sale?.ok) return sale ?? refuse({ code: 'not-recorded' })
  const hands: LicenceHand[] = []
  for (const hand of found.hands) {
    const [payment, handed] = [hand.payment, hand.record].map(transactionInBlock)
    if (!payment?.ok || !handed?.ok) return refuse({ code: 'not-recorded' })
    hands.push({ payment: payment.value, record: handed.value })
  }
  const of = { record: record.value, purchase: purchase.value, sale: sale.value }
  const licence = checkLicenceHands(of, hands)
  const items = readRecordItems(hands.at(-1)?.record ?? record.value)
  const isAsked = items !== undefined && licenceCode(items.value) === found.code
  return licence.ok && isAsked ? licence : refuse({ code: 'licence-wrong' })
}

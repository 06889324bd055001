import {
  drawWins,
  type Header,
  type HeadersBack,
  isHeaderSigned,
  NO_STAKE,
  nextBits,
  type Parameters,
  stakeOf,
} from '@vc/consensus'
import type { SignatureChecks } from '@vc/crypto'

/**
 * Can the header stand on this parent, by itself: height, time, bits, signature, and the draw with the amount that it
 * claims (consensus.md 20, 2)? Whether the claims are true waits for the body.
 */
export function mayFollow(
  header: Header,
  parent: Header,
  of: {
    readonly headersBack: HeadersBack
    readonly parameters: Parameters
    readonly checks: SignatureChecks
  },
): boolean {
  if (header.height !== parent.height + 1 || header.time <= parent.time) return false
  if (nextBits(parent, of.headersBack, of.parameters) !== header.bits) return false
  return isDrawn(header) && isHeaderSigned(header, of.checks)
}

function isDrawn(header: Header): boolean {
  const stake = { ...stakeOf(header), amount: header.stakeAmount }
  return header.stakeIndex === NO_STAKE || drawWins(stake, header.beaconHash, header.time, header.bits)
}

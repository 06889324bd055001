import { blockHash, type Checkpoint, isCertificate, quorumOf, votersNow } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import type { SnapshotOffer } from '../network/snapshot-messages.ts'
import type { Joining } from './joining.ts'

/** Is the certificate at least what it says it is: signed by a quorum of the voters that the offer names? */
export function isSigned({ network, checks }: Joining, { certificate, voters }: SnapshotOffer): boolean {
  return isCertificate(network, certificate, voters, checks)
}

/**
 * What makes a node that knows genesis alone believe a certificate: a quorum of the voters of genesis is among its
 * signers; or its operator trusts a block (consensus.md 20, 1), which is the snapshot's or stands on it.
 */
export function isAnchored(of: Joining, offer: SnapshotOffer): 'voters' | 'trusted' | undefined {
  if (of.trusted && of.trusted.height >= offer.height) return 'trusted'
  const own = votersNow(of.genesisState).map(toHex)
  const signers = new Set(signersOf(offer).map(toHex))
  return own.filter((key) => signers.has(key)).length >= quorumOf(own.length) ? 'voters' : undefined
}

function signersOf({ certificate, voters }: SnapshotOffer): readonly Uint8Array[] {
  return voters.filter((_, i) => ((certificate.voters[i >> 3] ?? 0) >> (i & 7)) & 1)
}

/** Is this block on the branch of the headers that are here? */
export function isOnHeaders({ kept }: Joining, { height, hash }: Checkpoint): boolean {
  const header = kept.headerAt(height)
  return header !== undefined && equalBytes(blockHash(header), hash)
}

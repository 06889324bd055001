import { fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Reader, type StateReader, Writer } from '@vc/ledger'
import type { Parameters } from '../configuration/parameters.ts'
import { numberOf } from '../number-of.ts'
import { CLAIM_PREFIX, claimKey, claimPrefix } from '../state-keys.ts'

/** A claim that the chain has recorded. `rank`: satoshi burnt, or index of the leaf. */
export type RecordedClaim = {
  readonly claimId: Uint8Array
  readonly key: Uint8Array
  readonly height: number
  readonly rank: bigint
}

export function encodeClaimEntry({ key, rank }: RecordedClaim): Uint8Array {
  return new Writer(40).bytes(key).u64(rank).finish()
}

/** Entry 0x06 of consensus.md 16. */
export function claimEntryBytes({ claimId, key, height, rank }: RecordedClaim): Uint8Array {
  return new Writer(80).u8(0x06).bytes(claimId).bytes(key).u32(height).u64(rank).finish()
}

/** The claims for a height, the first in turn first: more satoshi or the lower leaf, then the smaller claimId. */
export function claimsFor(
  state: StateReader,
  height: number,
  parameters: Pick<Parameters, 'pob.source'>,
): readonly RecordedClaim[] {
  const found = [...state.range(claimPrefix(height))].map(([key, value]) => decode(key, height, value))
  const isNotary = parameters['pob.source'] === 'notary'
  return found.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank < b.rank === isNotary ? -1 : 1
    return numberOf(a.claimId) < numberOf(b.claimId) ? -1 : 1
  })
}

/** Claims whose height has come: their entries go. */
export function passedClaims(state: StateReader, height: number): readonly RecordedClaim[] {
  return [...state.range(CLAIM_PREFIX)]
    .map(([key, value]) => decode(key, Number.parseInt(must(key.split(':')[1], 'a height'), 16), value))
    .filter((claim) => claim.height <= height)
}

export const stateKeyOf = ({ height, claimId }: RecordedClaim) => claimKey(height, claimId)

function decode(key: string, height: number, value: Uint8Array): RecordedClaim {
  const reader = new Reader(value)
  const claimId = fromHex(must(key.split(':')[2], 'an id'))
  return { claimId, height, key: reader.bytes(32), rank: reader.u64() }
}

import { type Claim, decodeClaim, encodeClaim, type RecordedClaim } from '@vc/consensus'
import { concatBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Reader, Writer } from '@vc/ledger'
import type { Store, Write } from '../storage/store.ts'
import { be32 } from './chain-store.ts'

/** A claim that waits for a block, and what it came to when it was taken. `isOwn`: its holder handed it in here. */
export type OpenClaim = { readonly claim: Claim; readonly recorded: RecordedClaim; readonly isOwn: boolean }

const keyOf = ({ height, claimId }: RecordedClaim) => concatBytes(be32(height), claimId)

/** u8 own | key 32 | u64 rank | claim, under height and claimId. */
export function claimWrite({ claim, recorded, isOwn }: OpenClaim): Write {
  const { key, rank } = recorded
  const head = new Writer(41)
    .u8(isOwn ? 1 : 0)
    .bytes(key)
    .u64(rank)
    .finish()
  return { space: 'claim', key: keyOf(recorded), value: concatBytes(head, encodeClaim(claim)) }
}

export const claimRemoval = (recorded: RecordedClaim): Write => ({
  space: 'claim',
  key: keyOf(recorded),
  value: undefined,
})

/** All that the store holds, the lowest height first. */
export function readClaims(store: Store): readonly OpenClaim[] {
  return [...store.range('claim', be32(0))].map(([name, value]) => {
    const reader = new Reader(value)
    const isOwn = reader.u8() === 1
    const [key, rank] = [reader.bytes(32).slice(), reader.u64()]
    const height = new DataView(name.buffer, name.byteOffset).getUint32(0)
    const claim = must(decodeClaim(value.subarray(41)), 'a stored claim parses')
    return { claim, recorded: { height, claimId: name.slice(4), key, rank }, isOwn }
  })
}

import { hash256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type Outpoint, Writer, writeOutpoint } from '@vc/ledger'
import { targetOf } from './compact.ts'
import { numberOf } from './number-of.ts'

/** What a stake draws in a slot: H(beacon ‖ time ‖ outpoint), 32 bytes (consensus.md 6). */
export function drawProof(beaconHash: Uint8Array, time: number, stake: Outpoint): Uint8Array {
  const writer = new Writer(72).bytes(beaconHash).u32(time)
  writeOutpoint(writer, stake)
  return hash256(writer.finish())
}

/** Does the stake win the slot: proof < amount × target(bits), strictly? `bits` must be good. */
export function drawWins(
  stake: Outpoint & { readonly amount: bigint },
  beaconHash: Uint8Array,
  time: number,
  bits: number,
): boolean {
  const target = must(targetOf(bits), 'good bits')
  return numberOf(drawProof(beaconHash, time, stake)) < stake.amount * target
}

import type { StateReader } from '@vc/ledger'
import { beaconAt, beaconOf, epochOf } from './beacon.ts'
import { stakeMayFrom } from './claims/claim-turn.ts'
import type { BlockContext, ParentBlock } from './context.ts'
import { drawWins } from './draw.ts'
import { isMature, mayProduce } from './judge-header.ts'
import { nextBits } from './next-bits.ts'
import { genesisTime, type Stake } from './state-entries.ts'

/** A slot that a stake wins. */
export type WonSlot = { readonly time: number; readonly beaconHash: Uint8Array; readonly bits: number }

/**
 * The first slot of `from` … `to` (seconds, both counted) after the parent's that the stake wins on this parent;
 * undefined when it wins none of them. `state`: after the parent.
 */
export function findSlot(of: {
  readonly stake: Stake
  readonly parent: ParentBlock
  readonly state: StateReader
  readonly context: Pick<BlockContext, 'configuration' | 'headersBack' | 'outside'>
  readonly from: number
  readonly to: number
}): WonSlot | undefined {
  const { stake, parent, state, context } = of
  const { parameters } = context.configuration
  const bits = nextBits(parent.header, context.headersBack, parameters)
  if (bits === undefined || !mayProduce(state, stake.producerKey)) return undefined
  const { slotSeconds } = parameters
  const least = stakeMayFrom(state, parent.header, parameters)
  const first = Math.ceil(Math.max(of.from, least) / slotSeconds) * slotSeconds
  const beacons = beaconsOver(state, context)
  for (let time = first; time <= of.to; time += slotSeconds) {
    if (!isMature(stake, time, parameters)) continue
    const beaconHash = beacons(time)
    if (beaconHash && drawWins({ ...stake.outpoint, amount: stake.amount }, beaconHash, time, bits))
      return { time, beaconHash, bits }
  }
  return undefined
}

/** The beacon of each slot; that of the members is looked up once an epoch. */
function beaconsOver(
  state: StateReader,
  context: Pick<BlockContext, 'configuration' | 'outside'>,
): (time: number) => Uint8Array | undefined {
  const { parameters } = context.configuration
  if (parameters['beacon.source'] !== 'reveal') return (time) => beaconOf(state, time, context)
  const start = genesisTime(state)
  const known = new Map<number, Uint8Array>()
  return (time) => {
    const epoch = epochOf(time, start, parameters)
    const beacon = known.get(epoch) ?? beaconAt(state, time, parameters)
    known.set(epoch, beacon)
    return beacon
  }
}

import { fromHex, taggedHash } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type StateReader, Writer } from '@vc/ledger'
import type { Parameters } from './configuration/parameters.ts'
import type { BlockContext } from './context.ts'
import { genesisTime } from './state-entries.ts'
import { MIX_PREFIX, mixKey, numberOfKey } from './state-keys.ts'

/** mix of a block: `tag("vdn/mix", mix(parent) ‖ reveal)` (consensus.md 5). */
export function nextMix(mix: Uint8Array, reveal: Uint8Array): Uint8Array {
  return taggedHash('vdn/mix', mix, reveal)
}

/** Randomness of an epoch from the mix it rests on. */
export function epochBeacon(epoch: number, mix: Uint8Array): Uint8Array {
  return taggedHash('vdn/beacon', new Writer(4).u32(epoch).finish(), mix)
}

/** Number of the epoch in which a time lies. */
export function epochOf(time: number, genesis: number, parameters: Parameters): number {
  return Math.floor((time - genesis) / parameters['beacon.epoch'])
}

/**
 * Randomness of a slot for a block on this state, source `reveal`: it rests on the branch's last block of two epochs
 * before or earlier, on genesis when there is none.
 */
export function beaconAt(state: StateReader, time: number, parameters: Parameters): Uint8Array {
  const epoch = epochOf(time, genesisTime(state), parameters)
  return epochBeacon(epoch, mixBefore(state, epoch, parameters))
}

/**
 * Randomness of a slot by the network's source: of the members, or the hash of Bitcoin's header b(t) (consensus.md 5);
 * undefined while that header is not at hand.
 */
export function beaconOf(
  state: StateReader,
  time: number,
  { configuration, outside }: Pick<BlockContext, 'configuration' | 'outside'>,
): Uint8Array | undefined {
  const { parameters } = configuration
  if (parameters['beacon.source'] === 'reveal') return beaconAt(state, time, parameters)
  return outside?.lastBefore(time - parameters['beacon.lag'])?.hash
}

function mixBefore(state: StateReader, epoch: number, parameters: Parameters): Uint8Array {
  if (epoch < 2) return fromHex(parameters['beacon.seed'])
  let mix: Uint8Array | undefined
  for (const [key, value] of state.range(MIX_PREFIX)) if (numberOfKey(key) <= epoch - 2) mix = value
  return must(mix, 'the state keeps the mixes that a coming block may ask')
}

/** Notes a block's mix in the index, and which entries no later block can ask: their keys. */
export function mixIndexAfter(
  state: StateReader,
  time: number,
  genesis: number,
  parameters: Parameters,
): { readonly key: string; readonly stale: readonly string[] } {
  const epoch = epochOf(time, genesis, parameters)
  const old = [...state.range(MIX_PREFIX)].map(([key]) => key).filter((key) => numberOfKey(key) <= epoch - 2)
  return { key: mixKey(epoch), stale: old.slice(0, -1) }
}

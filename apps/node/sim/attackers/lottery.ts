import {
  drawProof,
  epochBeacon,
  genesisBitsOf,
  numberOf,
  production,
  targetOf,
  weightOf,
} from '@vc/consensus'
import { sha256 } from '@vc/crypto'
import { must } from '@vc/kernel'

/** A slot that a stake has won. */
export type Draw = {
  /** Seconds since genesis. */
  readonly time: number
  /** Whose stake: its place among the stakes. */
  readonly producer: number
  readonly proof: bigint
}

/** Draws of stakes whose target stays as it is at genesis: one block in an interval in the mean (consensus.md 6, 7). */
export type Lottery = {
  /** Weight of every block. */
  readonly work: bigint
  readonly stakes: readonly bigint[]
  /** The draw of one stake in a slot on randomness that is given; undefined when it does not win. */
  readonly draw: (beacon: Uint8Array, second: number, producer: number) => Draw | undefined
  /** All that win the slot. */
  readonly winners: (beacon: Uint8Array, second: number) => readonly Draw[]
  /** Chance of a stake to win a slot. */
  readonly chanceOf: (producer: number) => number
}

export const parameters = production({ beaconSeed: '00'.repeat(32), rpIds: [], origins: [] })

/** A lottery of stakes by their size, of which only the parts of the whole matter. */
export function lotteryOf(shares: readonly number[]): Lottery {
  const stakes = shares.map((share) => BigInt(share) * 10n ** 9n)
  const all = stakes.reduce((sum, stake) => sum + stake, 0n)
  const target = must(targetOf(genesisBitsOf(all, parameters)), 'good bits')
  const places = stakes.map((stake, at) => ({
    outpoint: { txid: sha256(Uint8Array.of(at)), index: 0 },
    limit: stake * target,
  }))
  const draw = (beacon: Uint8Array, time: number, producer: number) => {
    const { outpoint, limit } = must(places[producer], 'a stake')
    const proof = numberOf(drawProof(beacon, time, outpoint))
    return proof < limit ? { time, producer, proof } : undefined
  }
  return {
    work: weightOf(target),
    stakes,
    draw,
    winners: (beacon, time) => places.flatMap((_, producer) => draw(beacon, time, producer) ?? []),
    chanceOf: (producer) => Number(must(places[producer], 'a stake').limit) / 2 ** 256,
  }
}

/** Randomness of the slots of a network that nobody steers: of each epoch its own (consensus.md 5). */
export function beaconsOf(seed: number): (second: number) => Uint8Array {
  const mix = sha256(Buffer.from(`attackers ${seed}`))
  let [epoch, beacon]: [number, Uint8Array] = [-1, mix]
  return (second) => {
    const now = Math.floor(second / parameters['beacon.epoch'])
    if (now !== epoch) beacon = epochBeacon(now, mix)
    epoch = now
    return beacon
  }
}

import { assert } from '@vc/kernel'

/** A stake under a producer's key: whose (owner script, hex), smallest units, and the heights at which it counts: `from` ≤ h < `until`. */
export type EntrustedStake = {
  readonly owner: string
  readonly amount: bigint
  readonly from: number
  readonly until: number | null
}
/** A fee reward of the producer: the block that paid it, smallest units. */
export type Reward = { readonly height: number; readonly amount: bigint }
/** What the producer keeps of rewards from a height on, of 10,000. */
export type CustodyTerms = { readonly from: number; readonly share: number }
/** What an owner (script, hex) is paid, smallest units. */
export type RewardShare = { readonly owner: string; readonly amount: bigint }

/** A share and what one is a part of. */
export const WHOLE_SHARE = 10_000

/**
 * Shares of a producer's rewards for those whose stakes counted (consensus.md 4, requirements A-43): of each reward the
 * producer keeps its published share of that height, the rest is split by stake; the fee of paying comes off first. Shares
 * are rounded down once for the whole range, what is left is the producer's, so every unit has an owner. Owners in
 * ascending order, without those who get nothing. Before any terms the producer keeps all.
 */
export function splitRewards(of: {
  readonly stakes: readonly EntrustedStake[]
  readonly rewards: readonly Reward[]
  readonly terms: readonly CustodyTerms[]
  readonly fee: bigint
}): readonly RewardShare[] {
  const { rewards, fee } = of
  const all = rewards.reduce((sum, { amount }) => sum + amount, 0n)
  assert(fee >= 0n && fee < all, 'the rewards are more than the fee of sharing them')
  const claims = new Map<string, Fraction>()
  for (const [height, amount] of byHeight(rewards))
    addClaims(claims, amount * kept(of.terms, height), counting(of.stakes, height))
  const whole = all * BigInt(WHOLE_SHARE)
  const shares = [...claims].map(([owner, { over, under }]) => ({
    owner,
    amount: ((all - fee) * over) / (whole * under),
  }))
  return shares.filter(({ amount }) => amount > 0n).sort((a, b) => (a.owner < b.owner ? -1 : 1))
}

type Fraction = { readonly over: bigint; readonly under: bigint }

/** Rewards of one height are split alike: their sum is. */
function byHeight(rewards: readonly Reward[]): ReadonlyMap<number, bigint> {
  const sums = new Map<number, bigint>()
  for (const { height, amount } of rewards) sums.set(height, (sums.get(height) ?? 0n) + amount)
  return sums
}

/** Of 10,000, what the terms of a height leave to the owners. */
function kept(terms: readonly CustodyTerms[], height: number): bigint {
  const inForce = terms.filter(({ from }) => from <= height).sort((a, b) => b.from - a.from)[0]
  return BigInt(WHOLE_SHARE - (inForce?.share ?? WHOLE_SHARE))
}

const counting = (stakes: readonly EntrustedStake[], height: number) =>
  stakes.filter(({ from, until }) => from <= height && (until === null || height < until))

function addClaims(claims: Map<string, Fraction>, amount: bigint, stakes: readonly EntrustedStake[]): void {
  const under = stakes.reduce((sum, stake) => sum + stake.amount, 0n)
  for (const stake of stakes) {
    const before = claims.get(stake.owner) ?? { over: 0n, under: 1n }
    claims.set(stake.owner, plus(before, { over: amount * stake.amount, under }))
  }
}

function plus(a: Fraction, b: Fraction): Fraction {
  const under = (a.under / divisor(a.under, b.under)) * b.under
  return { over: a.over * (under / a.under) + b.over * (under / b.under), under }
}

/** The greatest common divisor. */
function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b)
}

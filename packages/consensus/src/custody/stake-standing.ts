import type { Parameters } from '../configuration/parameters.ts'

/**
 * How a stake output stands (consensus.md 4): `plain` locked value, since it is too small or its producer was no member when
 * it came; `maturing`; `idle`, since its producer is no active member any more; or `counts`: it may win slots.
 */
export type StakeStanding = 'plain' | 'maturing' | 'idle' | 'counts'

/** What blocks tell of a stake: smallest units, seconds since 1970, and whether its producer was and is a member that produces. */
export type StakeFacts = {
  readonly amount: bigint
  readonly registered: number
  readonly wasMember: boolean
  readonly isMember: boolean
}

/** How a stake stands at a time. */
export function stakeStanding(
  { amount, registered, wasMember, isMember }: StakeFacts,
  time: number,
  { minStake, stakeMaturity }: Pick<Parameters, 'minStake' | 'stakeMaturity'>,
): StakeStanding {
  if (!wasMember || amount < BigInt(minStake)) return 'plain'
  if (!isMember) return 'idle'
  return time - registered >= stakeMaturity ? 'counts' : 'maturing'
}

import type { Parameters } from './configuration/parameters.ts'

/** Credit that a stake's block at `time` may release, smallest units (consensus.md 11). */
export function roomOf(
  stake: { readonly amount: bigint; readonly level: bigint; readonly levelTime: number },
  time: number,
  { stakeRecovery }: Pick<Parameters, 'stakeRecovery'>,
): bigint {
  const recovered = (stake.amount * BigInt(time - stake.levelTime)) / BigInt(stakeRecovery)
  const room = stake.level + recovered
  return room < stake.amount ? room : stake.amount
}

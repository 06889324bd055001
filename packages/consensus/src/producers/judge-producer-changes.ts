import { ok, type Result, refuse } from '@vc/kernel'
import { ROLE_PRODUCER, ROLE_VOTER } from '@vc/ledger'
import { quorumOf } from '../checkpoints.ts'
import { MOST_VOTERS } from '../members.ts'
import type { MemberStanding } from './member-standing.ts'

/** What a transaction does to who produces: a member's record as it will stand (roles 0: ended), or counting stake that ends. */
export type ProducerChange =
  | { readonly what: 'member'; readonly peer: string; readonly stakeKey: string; readonly roles: number }
  | { readonly what: 'stake'; readonly producerKey: string; readonly amount: bigint }

/** Stake in smallest units; of voters their number. */
export type ProducerRefusal =
  | {
      readonly code: 'stake-online-short'
      readonly left: bigint
      readonly need: bigint
      readonly all: bigint
    }
  | {
      readonly code: 'voters-online-short'
      readonly left: number
      readonly need: number
      readonly all: number
    }
  | { readonly code: 'voters-many'; readonly voters: number; readonly most: number }

/**
 * Whether enough stake and enough voters stay online after these changes, all of them made at once (docs/adr/0043). Of the
 * stake that counts now at least half must stay with producers whom the last blocks have seen, and of the voters after the
 * change a quorum (consensus.md 14). What takes nothing away from either is never refused, but for one voter more than the
 * blocks count: it would be left out, or push another out, without a word. `underWay`: what was signed before and stands in no
 * block yet. Refuses `stake-online-short`, `voters-online-short`, `voters-many`.
 */
export function judgeProducerChanges(
  members: readonly MemberStanding[],
  changes: readonly ProducerChange[],
  underWay: readonly ProducerChange[] = [],
): Result<'enough', ProducerRefusal> {
  const before: Step = { places: membersAfter(members, underWay), changes: underWay }
  const after = { places: membersAfter(before.places, changes), changes: [...underWay, ...changes] }
  const wrong =
    stakeShort(members, before, after) ??
    votersShort(members, before, after) ??
    votersMany(members, before, after)
  return wrong === undefined ? ok('enough') : refuse(wrong)
}

/** The members' records as changes leave them, and those changes. */
type Step = { readonly places: readonly Place[]; readonly changes: readonly ProducerChange[] }

type Place = Pick<MemberStanding, 'peer' | 'stakeKey' | 'roles'>

function membersAfter(members: readonly Place[], changes: readonly ProducerChange[]): readonly Place[] {
  const places = new Map(members.map((member) => [member.peer, member]))
  for (const change of changes) if (change.what === 'member') places.set(change.peer, change)
  return [...places.values()]
}

/** The stake of each key; one that two records name has it once. */
function stakesOf(members: readonly MemberStanding[]): ReadonlyMap<string, bigint> {
  return new Map(members.map(({ stakeKey, stake }) => [stakeKey, stake]))
}

/** Did the last blocks see it, making one or voting, and does what it does still count? */
export const isOnline = ({ isSuspended, lastBlock, lastVote }: MemberStanding) =>
  !isSuspended && (lastBlock !== undefined || lastVote !== undefined)

function stakeShort(
  members: readonly MemberStanding[],
  before: Step,
  after: Step,
): ProducerRefusal | undefined {
  const online = stakesOf(members.filter(isOnline))
  const all = sumOf(stakesOf(members).values())
  const need = (all + 1n) / 2n
  const left = stakeLeft(online, after)
  const isLess = left < stakeLeft(online, before)
  return isLess && left < need ? { code: 'stake-online-short', left, need, all } : undefined
}

/** What is left of this stake with producers. */
function stakeLeft(online: ReadonlyMap<string, bigint>, { places, changes }: Step): bigint {
  const producing = keysOf(places.filter(({ roles }) => (roles & ROLE_PRODUCER) !== 0))
  const ended = endedStake(changes)
  return sumOf(
    producing.map((key) => {
      const stake = online.get(key) ?? 0n
      return stake - least(stake, ended.get(key) ?? 0n)
    }),
  )
}

function endedStake(changes: readonly ProducerChange[]): ReadonlyMap<string, bigint> {
  const ended = new Map<string, bigint>()
  for (const change of changes) {
    if (change.what === 'member') continue
    ended.set(change.producerKey, (ended.get(change.producerKey) ?? 0n) + change.amount)
  }
  return ended
}

function votersShort(
  members: readonly MemberStanding[],
  then: Step,
  after: Step,
): ProducerRefusal | undefined {
  const votersIn = (places: readonly Place[]) => votersAmong(members, places)
  const voted = stakesOf(members.filter(({ lastVote }) => lastVote !== undefined))
  const before = votersIn(then.places)
  const voters = votersIn(after.places)
  const present = keysOf(before).filter((key) => voted.has(key))
  const stay = present.filter((key) => keysOf(voters).includes(key))
  if (stay.length === present.length) return undefined
  // Who comes as a voter comes to vote; who changes its key has yet to show that its node has the new one.
  const come = keysOf(voters.filter(({ peer }) => !before.some((known) => known.peer === peer)))
  const left = new Set([...stay, ...come]).size
  const all = keysOf(voters).length
  const need = quorumOf(all)
  return left < need ? { code: 'voters-online-short', left, need, all } : undefined
}

function votersMany(
  members: readonly MemberStanding[],
  then: Step,
  after: Step,
): ProducerRefusal | undefined {
  const [before, voters] = [then, after].map(({ places }) => keysOf(votersAmong(members, places)).length)
  if (voters === undefined || before === undefined || voters <= MOST_VOTERS || voters <= before)
    return undefined
  return { code: 'voters-many', voters, most: MOST_VOTERS }
}

/** Who votes by these records: the key of none of them was suspended. */
function votersAmong(members: readonly MemberStanding[], places: readonly Place[]): readonly Place[] {
  const suspended = new Set(members.filter((one) => one.isSuspended).map(({ stakeKey }) => stakeKey))
  return places.filter(({ roles, stakeKey }) => (roles & ROLE_VOTER) !== 0 && !suspended.has(stakeKey))
}

/** Stake keys, each once. */
const keysOf = (places: readonly Place[]): readonly string[] => [
  ...new Set(places.map(({ stakeKey }) => stakeKey)),
]
const least = (a: bigint, b: bigint) => (a < b ? a : b)
const sumOf = (amounts: Iterable<bigint>) => [...amounts].reduce((sum, amount) => sum + amount, 0n)

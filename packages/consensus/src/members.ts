import { compareBytes, concatBytes, equalBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  decodeRecordEntry,
  keyOfRecordKey,
  type MemberRecord,
  type Overlay,
  parseMember,
  ROLE_VOTER,
  recordPrefix,
  type StateReader,
} from '@vc/ledger'
import type { Checkpoint } from './codec/vote.ts'
import { chainEntry, isSuspended } from './state-entries.ts'
import { FINAL_PREFIX, JUSTIFIED_PREFIX, numberOfKey, SUSPENDED_PREFIX, VOTERS_PREFIX } from './state-keys.ts'

/** So many vote; of more those with the smallest keys (consensus.md 14). */
export const MOST_VOTERS = 128

/** The member records in force: an empty record, or one without roles, ends membership (consensus.md 4). */
export function* members(state: StateReader): Iterable<Member> {
  for (const [key, bytes] of state.range(MEMBERS)) {
    const member = memberIn(key, bytes)
    if (member !== undefined && member.roles !== 0) yield member
  }
}

const MEMBERS = recordPrefix('member')
/** Entries are asked for with every block and vote and hardly ever change. */
const read = new WeakMap<Uint8Array, { readonly key: string; readonly member: Member | undefined }>()

function memberIn(key: string, bytes: Uint8Array): Member | undefined {
  const known = read.get(bytes)
  if (known?.key === key) return known.member
  const record = parseMember(decodeRecordEntry(bytes).value)
  const member = record && { ...record, peerKey: keyOfRecordKey(key) }
  read.set(bytes, { key, member })
  return member
}

/** `peerKey`: the key of the record, by which the member's node is known on the network. */
export type Member = MemberRecord & { readonly peerKey: Uint8Array }

/** Is this the stake key of an active member with all of these roles? `roles` 0: any. */
export function isMember(state: StateReader, key: Uint8Array, roles = 0): boolean {
  for (const member of members(state)) {
    if (equalBytes(member.stakeKey, key) && (member.roles & roles) === roles) return true
  }
  return false
}

/** Who votes by this state: stake keys, ascending, each once, at most 128 (consensus.md 14). */
export function votersNow(state: StateReader): readonly Uint8Array[] {
  const keys = [...members(state)]
    .filter(({ roles }) => (roles & ROLE_VOTER) !== 0)
    .map(({ stakeKey }) => stakeKey)
  return keys
    .filter((key) => !isSuspended(state, key))
    .sort(compareBytes)
    .filter((key, i, sorted) => i === 0 || !equalBytes(key, sorted[i - 1] ?? key))
    .slice(0, MOST_VOTERS)
}

/** The same as the state's last block has noted them: keys one after the other. */
export function votersNoted(state: StateReader): Uint8Array {
  return must(latestAt(state, VOTERS_PREFIX, Number.POSITIVE_INFINITY), 'a block notes its voters')
}

/** Is the key one of those? */
export function isVoterNow(state: StateReader, key: Uint8Array): boolean {
  const noted = votersNoted(state)
  for (let at = 0; at < noted.length; at += 32) if (equalBytes(noted.subarray(at, at + 32), key)) return true
  return false
}

/** May this block have changed who votes? */
export const touchesVoters = (work: Overlay): boolean =>
  work.touches(MEMBERS) || work.touches(SUSPENDED_PREFIX)

/** Who votes for links from a checkpoint of this branch: the voters after the block final by then (consensus.md 14). */
export function votersFor(state: StateReader, sourceHeight: number): readonly Uint8Array[] {
  const keys = latestAt(state, VOTERS_PREFIX, finalRecordedBy(state, sourceHeight))
  return keys === undefined
    ? []
    : Array.from({ length: keys.length / 32 }, (_, i) => keys.slice(32 * i, 32 * i + 32))
}

/** The height that the branch had recorded as final when its block of a height was made; not below its recorded final. */
export function finalRecordedBy(state: StateReader, height: number): number {
  const final = latestAt(state, FINAL_PREFIX, height)
  return final === undefined ? 0 : new DataView(final.buffer, final.byteOffset).getUint32(0, true)
}

/** What the branch has recorded as justified, from its recorded final checkpoint on; genesis by its real hash. */
export function recordedJustified(state: StateReader, network: Uint8Array): readonly Checkpoint[] {
  const { justified, final } = chainEntry(state)
  const points = new Map([final, justified].map((point) => [point.height, point]))
  for (const [key, hash] of state.range(JUSTIFIED_PREFIX)) {
    const height = numberOfKey(key)
    if (height >= final.height) points.set(height, { height, hash })
  }
  return [...points.values()].map((point) => (point.height === 0 ? { height: 0, hash: network } : point))
}

export const joinKeys = (keys: readonly Uint8Array[]) => concatBytes(...keys)

/** The newest entry of a log by height that stands at or below a height. */
export function latestAt(
  state: StateReader,
  prefix: typeof FINAL_PREFIX | typeof VOTERS_PREFIX,
  height: number,
): Uint8Array | undefined {
  let latest: Uint8Array | undefined
  for (const [key, value] of state.range(prefix)) {
    if (numberOfKey(key) > height) break
    latest = value
  }
  return latest
}

import type { ProducerChange } from '@vc/consensus'
import { fromHex, isEd25519Key, isPublicKey, toHex } from '@vc/crypto'
import { networkMembers } from '@vc/db'
import type { FoundationAsk } from '@vc/jobs'
import { ok, type Result, refuse } from '@vc/kernel'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { mustLeaveEnough } from '../../producers/must-leave-enough.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'

export type MemberAsk = Extract<FoundationAsk, { readonly kind: `member.${string}` }>
export const isMemberAsk = (ask: FoundationAsk): ask is MemberAsk => ask.kind.startsWith('member.')

/**
 * What the law would refuse, what would leave too little stake or too few voters online, and one voter more than the law
 * counts, is told before anybody signs it.
 */
export async function mayWriteMember(tx: DbOrTransaction, ctx: MemberContext, ask: MemberAsk): Promise<void> {
  if (ctx.user.role !== 'admission') throw refusalToError({ code: 'not-own-agent' })
  const rows = await networkMembers(tx)
  const known = rows.flatMap(({ key, member }) =>
    member === undefined || member.roles === 0 ? [] : [{ ...member, key, stakeKey: toHex(member.stakeKey) }],
  )
  unwrap(decideMember(known, ask))
  await mustLeaveEnough(tx, ctx, [changeBy(ask)])
}

function changeBy(ask: MemberAsk): ProducerChange {
  if (ask.kind === 'member.end') return { what: 'member', peer: ask.key, stakeKey: '', roles: 0 }
  return { what: 'member', peer: ask.key, stakeKey: ask.stakeKey, roles: ask.roles }
}

type Known = {
  readonly key: string
  readonly stakeKey: string
  readonly certificateHash: Uint8Array
  readonly roles: number
}
type MemberRefusal = {
  readonly code:
    | 'network-member-known'
    | 'network-member-unknown'
    | 'network-member-same'
    | 'node-key-bad'
    | 'stake-key-bad'
    | 'stake-key-taken'
}

function decideMember(all: readonly Known[], ask: MemberAsk): Result<'decided', MemberRefusal> {
  const known = all.find(({ key }) => key === ask.key)
  if (ask.kind === 'member.admit' && known) return refuse({ code: 'network-member-known' })
  if (ask.kind !== 'member.admit' && !known) return refuse({ code: 'network-member-unknown' })
  if (ask.kind === 'member.end') return ok('decided')
  if (known && isSame(known, ask)) return refuse({ code: 'network-member-same' })
  if (!isEd25519Key(fromHex(ask.key))) return refuse({ code: 'node-key-bad' })
  if (!isPublicKey(fromHex(ask.stakeKey))) return refuse({ code: 'stake-key-bad' })
  // Two records of one key would be one voter, and ending the one would end neither.
  const isTaken = all.some(({ key, stakeKey }) => key !== ask.key && stakeKey === ask.stakeKey)
  return isTaken ? refuse({ code: 'stake-key-taken' }) : ok('decided')
}

const isSame = (known: Known, ask: Exclude<MemberAsk, { kind: 'member.end' }>) =>
  known.stakeKey === ask.stakeKey &&
  known.roles === ask.roles &&
  toHex(known.certificateHash) === ask.certificateHash

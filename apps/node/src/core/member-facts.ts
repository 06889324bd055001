import { members, stakes } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { StateReader } from '@vc/ledger'
import type { MemberFacts } from '../network/port.ts'

/** The members of a state, each with all stake that is registered under its key. */
export function memberFacts(state: StateReader): readonly MemberFacts[] {
  const sums = new Map<string, bigint>()
  for (const { producerKey, amount } of stakes(state)) {
    const key = toHex(producerKey)
    sums.set(key, (sums.get(key) ?? 0n) + amount)
  }
  return [...members(state)].map((member) => ({ ...member, stake: sums.get(toHex(member.stakeKey)) ?? 0n }))
}

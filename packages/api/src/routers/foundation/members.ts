import { NodeCallError } from '@vc/client'
import { isOnline, type MemberStanding, quorumOf } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { networkMembers, termsOfProducers } from '@vc/db'
import { ROLE_VOTER } from '@vc/ledger'
import type { Context } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'
import { standingsOf } from '../../producers/ask-members.ts'

/**
 * Members of the network as the council's records list them, who was one before too, each with its stake and when the last
 * blocks saw it, as the portal's node tells (null: it does not answer, or does not have the record yet).
 */
export const membersRoute = allowed('foundation.read', reads).query(async ({ ctx }) => {
  const answer = await lately(ctx)
  const seen = answer && standingsOf(answer)
  const terms = await termsOfProducers(ctx.db)
  const rows = (await networkMembers(ctx.db)).flatMap(({ key, member, height, txid }) => {
    if (member === undefined) return []
    const stakeKey = toHex(member.stakeKey)
    const owner = terms.find((row) => row.terms.producerKey === stakeKey)
    return [
      {
        ...{ key, stakeKey, certificateHash: toHex(member.certificateHash), roles: member.roles },
        ...{ height, txid, organisation: owner ? { name: owner.name, nameZh: owner.nameZh } : null },
        standing: shown(seen?.find((one) => one.peer === key && one.stakeKey === stakeKey)),
      },
    ]
  })
  return { rows, total: answer && seen && { ...totalOf(seen), window: answer.window } }
})

/** What the node tells; nothing when it does not answer. */
async function lately({ client }: Pick<Context, 'client'>) {
  try {
    return await client.members()
  } catch (error) {
    if (error instanceof NodeCallError) return null
    throw error
  }
}

function shown(one: MemberStanding | undefined) {
  if (!one) return null
  const { stake, isSuspended, lastBlock, lastVote } = one
  return {
    ...{ stake, isSuspended, isOnline: isOnline(one) },
    lastSeen: isOnline(one) ? Math.max(lastBlock ?? 0, lastVote ?? 0) : null,
  }
}

/** How much of the stake is online, and how many of the voters; what must stay of each when somebody goes. */
function totalOf(all: readonly MemberStanding[]) {
  const sum = (rows: readonly MemberStanding[]) => rows.reduce((stake, one) => stake + one.stake, 0n)
  const voters = all.filter(({ roles, isSuspended }) => (roles & ROLE_VOTER) !== 0 && !isSuspended)
  return {
    ...{ stake: sum(all), online: sum(all.filter(isOnline)), voters: voters.length },
    voting: voters.filter(({ lastVote }) => lastVote !== undefined).length,
    quorum: quorumOf(voters.length),
  }
}

import type { NodeMembers } from '@vc/client'
import type { MemberStanding } from '@vc/consensus'
import { askNode } from '../ask-node.ts'
import type { Context } from '../context.ts'

/** Members of the network as the portal's node tells them; refuses `node-unreachable`. */
export async function askMembers({ client }: Pick<Context, 'client'>): Promise<readonly MemberStanding[]> {
  return standingsOf(await askNode(client.members))
}

/** The same of an answer that came: its amounts as numbers. */
export function standingsOf({ members }: NodeMembers): readonly MemberStanding[] {
  return members.map(({ stake, lastBlock, lastVote, ...member }) => ({
    ...{ ...member, lastBlock, lastVote, stake: BigInt(stake) },
  }))
}

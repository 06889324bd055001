import type { NodeMembers } from '@vc/client'
import { decodeBlockStart, type MemberStanding, memberStandings, type SeenBlock } from '@vc/consensus'
import { equalBytes } from '@vc/crypto'
import type { Chain } from '../chain/chain.ts'

/** Tells who produces and votes, and who was there lately. */
export type MembersDesk = { readonly members: () => NodeMembers }

/** The desk of a node; what it tells is worked out once for a head. */
export function membersDesk(chain: Chain): MembersDesk {
  let known: { readonly hash: Uint8Array; readonly members: NodeMembers } | undefined
  return {
    members: () => {
      const { hash } = chain.head
      if (!known || !equalBytes(known.hash, hash)) known = { hash, members: membersOf(chain) }
      return known.members
    },
  }
}

function membersOf(chain: Chain): NodeMembers {
  const { network, checks, configuration, head, state } = chain
  const { parameters } = configuration
  const { retargetWindow: window } = parameters
  const all = memberStandings(state, lastBlocks(chain, window), { network, checks, parameters })
  return { height: head.height, window, members: all.map(shown) }
}

/** The newest first, without genesis, which nobody made. A block whose body is gone tells who made it, and no votes. */
function* lastBlocks(chain: Chain, window: number): Iterable<SeenBlock> {
  let { hash, header } = chain.head
  for (let left = window; left > 0 && header.height > 0; left -= 1) {
    const bytes = chain.blocks.bytesOf(hash)
    yield bytes ? decodeBlockStart(bytes) : { header, extension: { certificates: [] } }
    const parent = chain.blocks.header(header.prevHash)
    if (!parent) return
    ;({ hash, header } = { hash: header.prevHash, header: parent })
  }
}

function shown({ stake, lastBlock, lastVote, ...member }: MemberStanding): NodeMembers['members'][number] {
  return {
    ...{ ...member, stake: stake.toString() },
    ...(lastBlock === undefined ? {} : { lastBlock }),
    ...(lastVote === undefined ? {} : { lastVote }),
  }
}

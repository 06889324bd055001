import { blockHash, type Header, type Proposal } from '@vc/consensus'
import { equalBytes, fromHex } from '@vc/crypto'

/** So many headers are looked at in one go: a count may span ten times `voteWindow`. */
const AT_ONCE = 1_000

type Seen = { next: number; isVoted: boolean }

/**
 * Proposals without a single vote: they can not pass, nobody judges a chain by them, and no peer asks for them. A closed one
 * is kept until `keptFor` blocks above its `from` are final, so that its end can be seen; one with votes for ever.
 */
export function unvotedProposals(of: {
  readonly proposals: ReadonlyMap<string, Proposal>
  /** The header of a height on the branch of a block. */
  readonly headerOn: (hash: Uint8Array, height: number) => Header | undefined
  readonly keptFor: (proposal: Proposal) => number
  readonly forget: (ids: readonly string[]) => void
}): { readonly forget: (final: Header) => readonly string[] } {
  const seen = new Map<string, Seen>()
  const isUnvoted = (id: string, { vote }: Proposal, hash: Uint8Array): boolean => {
    const at = seen.get(id) ?? { next: vote.from, isVoted: false }
    seen.set(id, at)
    const end = Math.min(vote.to, at.next + AT_ONCE - 1)
    const ballot = fromHex(id)
    for (; !at.isVoted && at.next <= end; at.next += 1) {
      const header = of.headerOn(hash, at.next)
      at.isVoted = header === undefined || header.ballots.some((one) => equalBytes(one, ballot))
    }
    return !at.isVoted && at.next > vote.to
  }
  return {
    forget: (final) => {
      const hash = blockHash(final)
      const isOver = (one: Proposal) => final.height >= one.from + of.keptFor(one)
      const due = [...of.proposals].filter(([id, one]) => isOver(one) && isUnvoted(id, one, hash))
      const ids = due.map(([id]) => id)
      for (const id of ids) seen.delete(id)
      if (ids.length > 0) of.forget(ids)
      return ids
    },
  }
}

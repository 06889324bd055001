import { type Count, type Header, NO_STAKE, type Proposal, proposalId } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'

/** Points of a share over time. */
const POINTS = 60

/** How a proposal stands on the chain, over time and by the keys that made the blocks. */
export type Tally = Count & {
  readonly points: readonly (readonly [height: number, yes: number, blocks: number])[]
  readonly voters: readonly { readonly key: string; readonly yes: number; readonly blocks: number }[]
}

type Sum = {
  next: number
  yes: number
  blocks: number
  readonly points: [number, number, number][]
  readonly voters: Map<string, { yes: number; blocks: number }>
}

/** Counts ballots of the node's chain. What is final is counted once, however often somebody looks. */
export function openTallies(headerAt: (height: number) => Header | undefined) {
  const finals = new WeakMap<Proposal, Sum>()
  return (proposal: Proposal, head: number, final: number): Tally => {
    const sum = finals.get(proposal) ?? emptySum(proposal)
    finals.set(proposal, sum)
    addUpTo(sum, proposal, final, headerAt)
    const now = copyOf(sum)
    addUpTo(now, proposal, head, headerAt)
    const { yes, blocks, points, voters } = now
    const last = points.at(-1)
    const isPointed = blocks === 0 || last?.[0] === now.next - 1
    return {
      yes,
      blocks,
      points: isPointed ? points : [...points, [now.next - 1, yes, blocks]],
      voters: [...voters].map(([key, voter]) => ({ key, ...voter })),
    }
  }
}

const emptySum = ({ vote }: Proposal): Sum => ({
  ...{ next: vote.from, yes: 0, blocks: 0 },
  ...{ points: [], voters: new Map() },
})

const copyOf = ({ voters, points, ...sum }: Sum): Sum => ({
  ...sum,
  points: [...points],
  voters: new Map([...voters].map(([key, voter]) => [key, { ...voter }])),
})

function addUpTo(
  sum: Sum,
  proposal: Proposal,
  to: number,
  headerAt: (height: number) => Header | undefined,
): void {
  const { vote } = proposal
  const id = proposalId(proposal)
  const step = Math.ceil((vote.to - vote.from + 1) / POINTS)
  for (; sum.next <= Math.min(to, vote.to); sum.next += 1) {
    const header = headerAt(sum.next)
    if (header && header.stakeIndex !== NO_STAKE) addBlock(sum, header, id)
    const at = sum.next - vote.from
    if (at % step === step - 1 || sum.next === vote.to) sum.points.push([sum.next, sum.yes, sum.blocks])
  }
}

function addBlock(sum: Sum, { ballots, producerKey }: Header, id: Uint8Array): void {
  const key = toHex(producerKey)
  const voter = sum.voters.get(key) ?? { yes: 0, blocks: 0 }
  const isFor = ballots.some((ballot) => equalBytes(ballot, id))
  sum.voters.set(key, voter)
  for (const one of [sum, voter]) {
    one.blocks += 1
    if (isFor) one.yes += 1
  }
}

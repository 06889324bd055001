import { equalBytes, toHex } from '@vc/crypto'
import { type Header, NO_STAKE } from '../codec/header.ts'
import { areRivals, type Proposal, proposalId } from './proposal.ts'

/** How a proposal stands on a branch: blocks for it among the blocks made by stakes. */
export type Count = { readonly yes: number; readonly blocks: number }

/** Counts the ballots of a branch over a proposal's heights (configuration.md 3.4). `headerAt`: of the branch. */
export function countBallots(proposal: Proposal, headerAt: (height: number) => Header | undefined): Count {
  const id = proposalId(proposal)
  let [yes, blocks] = [0, 0]
  for (let height = proposal.vote.from; height <= proposal.vote.to; height += 1) {
    const header = headerAt(height)
    if (header === undefined || header.stakeIndex === NO_STAKE) continue
    blocks += 1
    if (header.ballots.some((ballot) => equalBytes(ballot, id))) yes += 1
  }
  return { yes, blocks }
}

/** Which of the proposals for one height passed: share at the threshold, and above that of every rival (3.5). */
export function passedProposals(
  proposals: readonly Proposal[],
  headerAt: (height: number) => Header | undefined,
): readonly Proposal[] {
  return passedByCount(proposals.map((proposal) => ({ proposal, count: countBallots(proposal, headerAt) })))
}

/** The same where they are counted already; ascending by id. */
export function passedByCount(
  counted: readonly { readonly proposal: Proposal; readonly count: Count }[],
): readonly Proposal[] {
  const reached = ({ proposal, count }: (typeof counted)[number]) =>
    count.blocks > 0 && 1000 * count.yes >= proposal.vote.threshold * count.blocks
  const passed = counted.filter((one) => {
    const rivals = counted.filter(({ proposal }) => areRivals(proposal, one.proposal))
    return reached(one) && rivals.every(({ count }) => isMore(one.count, count))
  })
  return passed
    .map(({ proposal }) => proposal)
    .sort((a, b) => (toHex(proposalId(a)) < toHex(proposalId(b)) ? -1 : 1))
}

/** Is the share of one greater than the other's? As fractions; of no blocks nobody has a share. */
const isMore = (a: Count, b: Count) => a.yes * Math.max(b.blocks, 1) > b.yes * Math.max(a.blocks, 1)

/** At most four at once, never two that exclude each other; the first chosen win (configuration.md 3.2). */
export function ballotsFor(chosen: readonly Proposal[], height: number): readonly Uint8Array[] {
  const open = chosen.filter(({ vote }) => vote.from <= height && height <= vote.to)
  const kept: Proposal[] = []
  for (const proposal of open) {
    if (kept.length < 4 && !kept.some((other) => areRivals(other, proposal))) kept.push(proposal)
  }
  return kept.map(proposalId).sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1))
}

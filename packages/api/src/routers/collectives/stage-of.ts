import type { ProposalRow } from './find.ts'

/** Where a vote stands: open, closed without a majority, joined and on its way, in a block, final, refused, taken back. */
export type ProposalStage = 'open' | 'closed' | 'joined' | 'in-block' | 'final' | 'refused' | 'withdrawn'

/** The stage of a proposal at a height of the chain. */
export function stageOf(
  { step, closesAt, finality }: Pick<ProposalRow, 'step' | 'closesAt' | 'finality'>,
  height: number,
): ProposalStage {
  if (step === 'open') return height >= closesAt ? 'closed' : 'open'
  if (step === 'moved') return finality ?? 'in-block'
  return step
}

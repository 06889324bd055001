import type { DbOrTransaction } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import type { CollectiveRow, ProposalRow } from './find.ts'
import { nowOf, stageOf } from './stage-of.ts'

/** Refuses `vote-closed` and `vote-overtaken`. */
export async function mustBeOpen(
  tx: DbOrTransaction,
  proposal: ProposalRow,
  collective: CollectiveRow,
): Promise<void> {
  const stage = stageOf(proposal, await nowOf(tx, collective))
  if (stage === 'open') return
  if (stage === 'overtaken') throw refusalToError({ code: 'vote-overtaken' })
  throw refusalToError({ code: 'vote-closed', facts: { closesAt: proposal.closesAt } })
}

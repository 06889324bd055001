import { toHex } from '@vc/crypto'
import { findCursor } from '@vc/db'
import type { DbOrTransaction } from '../../context.ts'
import { type CollectiveRow, type ProposalRow, versionInForce } from './find.ts'

/**
 * Where a vote stands: being prepared, open, overtaken by a change of members, closed without a majority, joined and on its
 * way, in a block, final, refused, taken back.
 */
export type ProposalStage =
  | 'preparing'
  | 'open'
  | 'overtaken'
  | 'closed'
  | 'joined'
  | 'in-block'
  | 'final'
  | 'refused'
  | 'withdrawn'

/** The height of the chain, and the descriptor of the collective in force there in hex. */
export type Now = { readonly height: number; readonly inForce: string | undefined }
type Standing = Pick<ProposalRow, 'step' | 'closesAt' | 'finality' | 'descriptor'>

/** Where the chain and the collective are now. */
export async function nowOf(
  db: DbOrTransaction,
  { ledgerId }: Pick<CollectiveRow, 'ledgerId'>,
): Promise<Now> {
  const version = await versionInForce(db, ledgerId)
  return { height: (await findCursor(db))?.height ?? 0, inForce: version && toHex(version.descriptor) }
}

/** The stage of a proposal. Votes are bound to the descriptor, so a change of members overtakes what is open. */
export function stageOf({ step, closesAt, finality, descriptor }: Standing, now: Now): ProposalStage {
  if (step === 'moved') return finality ?? 'in-block'
  if (step !== 'open' && step !== 'preparing') return step
  if (toHex(descriptor) !== now.inForce) return 'overtaken'
  return now.height >= closesAt ? 'closed' : step
}

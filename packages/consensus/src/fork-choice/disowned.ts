import { toHex } from '@vc/crypto'
import {
  type Outpoint,
  owedBy,
  PENALTY,
  readEvidence,
  type StateReader,
  type Transaction,
  txidOf,
  viewOf,
} from '@vc/ledger'
import type { BlockTree } from './block-tree.ts'

/** What a penalty condemns (T′), with the overdue debts that it rests on (consensus.md 15). */
export type Condemnation = { readonly txid: string; readonly debts: readonly Outpoint[] }

/** All that the penalties of a valid block condemn. `limit`: `maxTransactionBytes`. */
export function condemnationsOf(
  transactions: readonly Transaction[],
  limit: number,
): readonly Condemnation[] {
  return transactions.filter(({ kind }) => kind === PENALTY).flatMap((penalty) => ofPenalty(penalty, limit))
}

function ofPenalty({ inputs, witnesses }: Transaction, limit: number): readonly Condemnation[] {
  const shown = inputs.map((_, input) => readEvidence(witnesses[input] ?? [], limit))
  const debts = inputs.filter((_, input) => shown[input] === undefined)
  return shown.flatMap((one) => (one ? [{ txid: toHex(txidOf(one.transaction)), debts }] : []))
}

/** Was one of the debts already overdue for a block of this height, on the state after its parent? */
export function wasOverdue(debts: readonly Outpoint[], parent: StateReader, height: number): boolean {
  const view = viewOf(parent, { height })
  return debts.some((debt) => {
    const owed = owedBy(view.findOutput(debt))
    return owed !== undefined && owed.expiryHeight <= height
  })
}

/**
 * May a block be left for a valid one on another branch that condemns what it holds? Only where the branches part at
 * or above the highest justified block, and no checkpoint at or above the block is justified. Names are the tree's.
 */
export function canDisown(
  tree: BlockTree,
  of: { readonly block: string; readonly rival: string; readonly justified: string },
): boolean {
  const { block, rival, justified } = of
  if (tree.standsOn(block, rival) || tree.standsOn(rival, block)) return false
  return tree.standsOn(tree.commonOf(block, rival), justified)
}

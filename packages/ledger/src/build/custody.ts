import { assert } from '@vc/kernel'
import type { OutputAt } from '../state-effects.ts'
import { DEBT_LAYER, TRANSFER, type Transaction } from '../transaction.ts'
import { changeOutput, makeTransaction, outputsOf, sumAmounts, valueOutput } from './make-transaction.ts'
import type { Payment } from './value.ts'

/**
 * Pays shares of a producer's rewards to those who entrusted their stakes to it (consensus.md 4): locked value stays locked
 * and changes its owner. What the shares and the fee leave is the producer's own and comes back to it, last.
 */
export function payShares(of: {
  readonly rewards: readonly OutputAt[]
  readonly shares: readonly Payment[]
  readonly producer: Uint8Array
  readonly fee: bigint
}): Transaction {
  const { rewards, shares, producer, fee } = of
  assert(
    rewards.every(({ output }) => output.layer === DEBT_LAYER),
    'shared are rewards of the debt layer',
  )
  const rest = sumAmounts(outputsOf(rewards)) - sumAmounts(shares) - fee
  const paid = shares.map(({ to, amount }) => valueOutput(to, amount))
  const outputs = [...paid, ...changeOutput(producer, rest)]
  return makeTransaction({ layer: DEBT_LAYER, kind: TRANSFER, inputs: rewards, outputs })
}

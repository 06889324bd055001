import { assert } from '@vc/kernel'
import type { OutputAt } from '../state-effects.ts'
import { DEBT_LAYER, type Transaction } from '../transaction.ts'
import { repay } from './credit.ts'
import { outputsOf, sumAmounts } from './make-transaction.ts'
import { bindBundle } from './sign.ts'
import { pay } from './value.ts'

/**
 * The two legs of a debt exchange (ledger.md 6), bound as one bundle: locked value of a holder clears whole debts of a
 * debtor, who pays less than is cleared to the holder in circulation. Leg 0 is of the debt layer (inputs: the locked value,
 * then the debts; what is left stays locked), leg 1 of circulation. Each side bears the fee of its own leg.
 */
export function exchangeDebt(of: {
  readonly locked: readonly OutputAt[]
  readonly debts: readonly OutputAt[]
  /** The debtor's circulating value. */
  readonly values: readonly OutputAt[]
  readonly price: bigint
  readonly fee: bigint
  /** Scripts: where the holder is paid and its change lies, and where the debtor's change lies. */
  readonly holder: Uint8Array
  readonly debtor: Uint8Array
}): readonly Transaction[] {
  const { locked, debts, values, price, fee, holder, debtor } = of
  const cleared = sumAmounts(outputsOf(debts))
  assert(price > 0n && price < cleared, 'a debt is exchanged for less than it is')
  const clearing = { debts, values: locked, fee, changeTo: holder }
  return bindBundle([
    repay({ ...clearing, layer: DEBT_LAYER, lockChange: true }),
    pay({ values, payments: [{ to: holder, amount: price }], fee, changeTo: debtor }),
  ])
}

import { utf8 } from '@vc/crypto'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, TRANSFER, type Transaction } from '../transaction.ts'
import { changeOutput, makeTransaction, outputsOf, sumAmounts, valueOutput } from './make-transaction.ts'
import type { RecordWrite } from './record.ts'
import type { Payment } from './value.ts'

/** A coin under a record script (ledger.md 5) that commits to what is sold, and what it commits to. */
export type SoldUnit = { readonly unit: OutputAt; readonly write: RecordWrite }

const shown = ({ table, key, value }: RecordWrite): Uint8Array[] => [utf8(table), key, value]

/**
 * What a seller agrees to: whoever adds the price may have this coin. The seller signs input 0 with SINGLE and ANYONECANPAY
 * (0x83), so output 0 pays the price and everything else is the buyer's. The coin can be spent once, so it is sold once.
 */
export function sellerShare({ unit, write }: SoldUnit, price: Payment): Transaction {
  const outputs = [valueOutput(price.to, price.amount)]
  const share = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: [unit], outputs })
  return { ...share, witnesses: [shown(write)] }
}

/** Takes units back that nobody bought: their coins, and what pays the fee, go to `changeTo`. Every input is still to be signed. */
export function takeBackUnsold(of: {
  readonly units: readonly SoldUnit[]
  readonly values: readonly OutputAt[]
  readonly fee: bigint
  readonly changeTo: Uint8Array
}): Transaction {
  const inputs = [...of.units.map(({ unit }) => unit), ...of.values]
  const outputs = changeOutput(of.changeTo, sumAmounts(outputsOf(inputs)) - of.fee)
  const back = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs, outputs })
  const witnesses = [...of.units.map(({ write }) => shown(write)), ...of.values.map((): Uint8Array[] => [])]
  return { ...back, witnesses }
}

/**
 * Buys a unit: its coin is input 0 with the seller's signature, the buyer's values follow and are still to be signed. Payments
 * stand in their order, the seller's first; what is left goes to `changeTo`. The unit's own value is the fee.
 */
export function buySold(
  of: SoldUnit & {
    readonly item: Uint8Array
    readonly key: Uint8Array
    readonly values: readonly OutputAt[]
    readonly payments: readonly Payment[]
    readonly changeTo: Uint8Array
  },
): Transaction {
  const change = sumAmounts(outputsOf(of.values)) - sumAmounts(of.payments)
  const paid = of.payments.map(({ to, amount }) => valueOutput(to, amount))
  const bought = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs: [of.unit, ...of.values] },
    outputs: [...paid, ...changeOutput(of.changeTo, change)],
  })
  const [, ...own] = bought.witnesses
  return { ...bought, witnesses: [[of.item, of.key, ...shown(of.write)], ...own] }
}

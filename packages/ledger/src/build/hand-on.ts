import { recordScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, TRANSFER, type Transaction } from '../transaction.ts'
import {
  changeOutput,
  makeTransaction,
  outputsOf,
  sumAmounts,
  valueOutput,
  writtenOutput,
} from './make-transaction.ts'
import { type RecordWrite, writeRecord } from './record.ts'
import { bindBundle } from './sign.ts'
import type { Payment } from './value.ts'

/**
 * Hands a record on for value, as one bundle (docs/adr/0028): leg 0 is the buyer's payment, whose last payment commits to the record,
 * leg 1 the record itself, which spends what holds it now (input 1, the seller's to sign) and is held by the buyer from then on. A block
 * has both or neither. What is left of the buyer's values goes back to `buyer`.
 */
export function handOnRecord(of: {
  readonly write: RecordWrite
  readonly holder: OutputAt
  readonly payments: readonly Payment[]
  readonly values: readonly OutputAt[]
  readonly buyer: Uint8Array
  /** Of each leg. */
  readonly fee: bigint
}): readonly [payment: Transaction, record: Transaction] {
  const { write, values, payments, buyer, fee } = of
  const paid = payments.map(({ to, amount }) => valueOutput(to, amount))
  const commitment = valueOutput(recordScript(write.table, write.key, write.value, buyer), fee)
  const change = sumAmounts(outputsOf(values)) - sumAmounts(payments) - 2n * fee
  const payment = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs: values },
    outputs: [...paid, commitment, ...changeOutput(buyer, change)],
  })
  const committed = writtenOutput(payment, payments.length)
  const record = writeRecord({ ...write, commitment: committed, holder: of.holder, holderScript: buyer })
  const [first, second] = bindBundle([payment, record])
  return [first ?? payment, second ?? record]
}

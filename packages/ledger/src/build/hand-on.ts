import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, TRANSFER, type Transaction } from '../transaction.ts'
import { changeOutput, makeTransaction, sumAmounts, valueOutput, writtenOutput } from './make-transaction.ts'
import { commitRecord, type RecordWrite, writeRecord } from './record.ts'
import { bindBundle } from './sign.ts'
import type { Payment } from './value.ts'

/**
 * Hands a record on for value (docs/adr/0028): leg 0 commits the buyer's value to the record and goes before; then come, as one
 * bundle in the order of a block, leg 1, the record, which spends what holds it now (input 1, the seller's to sign) and is held by
 * the buyer from then on, and leg 2, the payment out of what leg 0 left. A block has both of the bundle or neither. What is left of
 * the buyer's values goes back to `buyer`.
 */
export function handOnRecord(of: {
  readonly write: RecordWrite
  readonly holder: OutputAt
  readonly payments: readonly Payment[]
  readonly values: readonly OutputAt[]
  readonly buyer: Uint8Array
  /** Of each leg. */
  readonly fee: bigint
}): readonly [commitment: Transaction, record: Transaction, payment: Transaction] {
  const { write, values, payments, holder, buyer, fee } = of
  const commitment = commitRecord({ ...write, values, guard: buyer, amount: fee, fee, changeTo: buyer })
  const [committed, rest] = [writtenOutput(commitment, 0), writtenOutput(commitment, 1)]
  const record = writeRecord({ ...write, commitment: committed, holder, holderScript: buyer })
  const change = rest.output.amount - sumAmounts(payments) - fee
  const paid = payments.map(({ to, amount }) => valueOutput(to, amount))
  const payment = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs: [rest] },
    outputs: [...paid, ...changeOutput(buyer, change)],
  })
  const [first, second] = bindBundle([record, payment])
  return [commitment, first ?? record, second ?? payment]
}

import type { ActLeg } from '@vc/acts'
import { equalBytes } from '@vc/crypto'
import { loanKey, loanPayments } from '@vc/settlement'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import type { Vote } from './stages.ts'

export type Loan = NonNullable<ApiAnswers['collectives']['loan']>
export type LoanRow = ApiAnswers['collectives']['loans']['rows'][number]

/**
 * Checks here, from the bytes that are voted on, that a loan is the one that is shown: it pays the member and commits to these
 * terms and no others. Refuses `loan-differs`.
 */
export function checkLoanPaper(
  { id, collective }: Pick<Vote, 'id' | 'collective'>,
  { transaction }: Pick<ActLeg, 'transaction'>,
  { borrower, amount, price, due, purpose }: Pick<Loan, 'borrower' | 'amount' | 'price' | 'due' | 'purpose'>,
): void {
  const terms = { collective: collective.ledgerId, borrower, amount, price, due, purpose }
  const isPaid = loanPayments(loanKey(id), terms).every((payment, at) => {
    const output = transaction.outputs[at]
    return output?.amount === payment.amount && equalBytes(output.script, payment.to)
  })
  if (!isPaid) throw new RefusedHere('loan-differs')
}

import { toHex } from '@vc/crypto'
import { utf8Text } from '@vc/kernel'
import { keyHashScript, parseStandard } from '@vc/ledger'
import { expect, test } from 'vitest'
import {
  checkLoan,
  checkRepayment,
  LOAN_MARK,
  type LoanRefusal,
  type LoanTerms,
  loanBooks,
  loanKey,
  loanPayments,
  loanValue,
} from './loan.ts'

const terms: LoanTerms = {
  ...{ collective: 'aa'.repeat(32), borrower: '0f'.repeat(20), purpose: 'Seed' },
  ...{ amount: 1_000n, price: 50n, due: 200 },
}
const [CLOSES, A_DAY] = [100, 10]

test('a loan commits to all of its terms, in one way of writing', () => {
  expect(utf8Text(loanValue(terms))).toBe(
    `{"amount":"1000","borrower":"${terms.borrower}","collective":"${terms.collective}","due":"200","price":"50","purpose":"Seed"}`,
  )
  const others: Partial<LoanTerms>[] = [{ amount: 999n }, { price: 51n }, { due: 201 }, { purpose: 'seed' }]
  for (const other of others) expect(loanValue({ ...terms, ...other })).not.toEqual(loanValue(terms))
})

test('a loan is due after its vote and within three years, and costs at most as much again', () => {
  expect(checkLoan(terms, CLOSES, A_DAY)).toEqual({ ok: true, value: true })
  expect(checkLoan({ ...terms, due: CLOSES + 1, price: 1_000n }, CLOSES, A_DAY).ok).toBe(true)
  expect(checkLoan({ ...terms, due: CLOSES + 10_980 }, CLOSES, A_DAY).ok).toBe(true)
  const refused: Record<LoanRefusal['code'], Partial<LoanTerms>[]> = {
    'loan-due': [{ due: CLOSES }, { due: CLOSES + 10_981 }],
    'loan-price': [{ price: 1_001n }, { price: -1n }],
    'loan-too-long': [{ purpose: 'x'.repeat(4_000) }],
  }
  for (const [code, wrong] of Object.entries(refused))
    for (const change of wrong)
      expect(checkLoan({ ...terms, ...change }, CLOSES, A_DAY)).toMatchObject({ refusal: { code } })
})

test('what is owed is amount and price without what came back, and overdue from the height on', () => {
  expect(loanBooks(terms, [], 199)).toEqual({ repaid: 0n, owed: 1_050n, state: 'owed' })
  expect(loanBooks(terms, [1_000n], 200)).toEqual({ repaid: 1_000n, owed: 50n, state: 'overdue' })
  expect(loanBooks(terms, [1_000n, 50n], 5_000)).toEqual({ repaid: 1_050n, owed: 0n, state: 'repaid' })
})

test('no more is taken back than is owed, with what is on its way', () => {
  expect(checkRepayment({ owed: 1_050n, coming: 50n, amount: 1_000n }).ok).toBe(true)
  expect(checkRepayment({ owed: 1_050n, coming: 50n, amount: 1_001n })).toEqual({
    ...{ ok: false, refusal: { code: 'repayment-over-owed', left: 1_000n } },
  })
  expect(checkRepayment({ owed: 50n, coming: 80n, amount: 1n })).toMatchObject({ refusal: { left: 0n } })
})

test("the transaction pays the member and marks the terms under the member's key; other terms are another mark", () => {
  const key = loanKey('0a000000-0000-4000-8000-000000000001')
  const [paid, mark] = loanPayments(key, terms)
  expect(paid).toEqual({ to: keyHashScript(new Uint8Array(20).fill(15)), amount: 1_000n })
  expect(mark?.amount).toBe(LOAN_MARK)
  const read = mark && parseStandard(mark.to)
  expect(read?.name === 'record' && read.guard.name === 'key-hash' && toHex(read.guard.hash)).toBe(
    terms.borrower,
  )
  expect(loanPayments(key, { ...terms, price: 51n })[1]?.to).not.toEqual(mark?.to)
  expect(loanPayments(key.toReversed(), terms)[1]?.to).not.toEqual(mark?.to)
})

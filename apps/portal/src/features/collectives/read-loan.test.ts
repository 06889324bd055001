import { sha256, toHex, utf8 } from '@vc/crypto'
import { collectiveScript, pay, VALUE } from '@vc/ledger'
import { loanKey, loanPayments } from '@vc/settlement'
import { expect, test } from 'vitest'
import { checkLoanPaper } from './read-loan.ts'

const id = '0a000000-0000-4000-8000-000000000001'
const collective = { id: 'c', name: 'Growers', ledgerId: toHex(sha256(utf8('a collective'))) }
const loan = { borrower: '0f'.repeat(20), amount: 1_000n, price: 50n, due: 200, purpose: 'Seed' }

/** The transaction that a loan's vote is about. */
function paper() {
  const script = collectiveScript(sha256(utf8('a collective')))
  const output = { element: VALUE, amount: 5_000n, script, layer: 2, kind: 0, height: 1 } as const
  const values = [{ outpoint: { txid: sha256(script), index: 0 }, output }]
  const payments = loanPayments(loanKey(id), { ...loan, collective: collective.ledgerId })
  return { transaction: pay({ values, payments, fee: 100n, changeTo: script }) }
}

test('a loan is voted on when the bytes pay it and commit to what is shown', () => {
  expect(() => checkLoanPaper({ id, collective }, paper(), loan)).not.toThrow()
})

const lies = [
  { amount: 999n },
  { price: 49n },
  { due: 201 },
  { purpose: 'Tractor' },
  { borrower: '0e'.repeat(20) },
]
test.each(lies)('other terms than those of the bytes are not shown: %o', (lie) => {
  expect(() => checkLoanPaper({ id, collective }, paper(), { ...loan, ...lie })).toThrow('loan-differs')
})

test('nor are those of another vote, or of another collective', () => {
  const other = { id: id.replace('0a', '0b'), collective }
  expect(() => checkLoanPaper(other, paper(), loan)).toThrow('loan-differs')
  const stranger = { ...collective, ledgerId: 'ab'.repeat(32) }
  expect(() => checkLoanPaper({ id, collective: stranger }, paper(), loan)).toThrow('loan-differs')
})

import { utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { readLoans } from './read-loans.ts'

const file = (...rows: readonly string[]) => utf8(['row,sub_grade,funded_amnt,Class', ...rows].join('\n'))

test('loans are read to the cent, the bad one with nothing repaid', () => {
  expect(readLoans(file('1,B2,1000.50,good', '2,C1,200,bad'))).toMatchObject({
    ok: true,
    value: [
      { row: '1', grade: 'B', amount: 100_050n, repaid: 100_050n },
      { row: '2', grade: 'C', amount: 20_000n, repaid: 0n },
    ],
  })
})

test.each([
  ['a line without a number', 'one,B2,1000,good'],
  ['the number of another line', '1,B2,1000,good'],
  ['an amount in exponent form', '2,B2,1e3,good'],
  ['an outcome that nobody knows', '2,B2,1000,perhaps'],
])('%s is refused with its line, and no loan is taken', (_, line) => {
  expect(readLoans(file('1,A1,500,good', line))).toMatchObject({
    ok: false,
    refusal: { code: 'line', at: '3' },
  })
})

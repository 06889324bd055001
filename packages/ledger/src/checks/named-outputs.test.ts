import { expect, test } from 'vitest'
import { ada, founded, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'

const final = 0xffff_ffff

test('before its lockTime a transaction holds only when every sequence is final', () => {
  const answer = (...sequences: readonly number[]) => {
    const { ledger, coin } = founded()
    const values = sequences.map((_, i) => coin(i))
    const tx = pay({ values, payments: [], fee: 1_000n, changeTo: ada.script })
    const inputs = tx.inputs.map((input, i) => ({ ...input, sequence: sequences[i] ?? final }))
    const secrets = values.map(() => [ada.secret])
    return ledger.submit(signAll(ledger, { ...tx, inputs, lockTime: 50 }, values, secrets))
  }
  expect(answer(final, final)).toMatchObject({ ok: true })
  for (const sequences of [
    [final, final - 1],
    [final - 1, final],
  ])
    expect(answer(...sequences)).toMatchObject({ refusal: { code: 'locktime', facts: { lockTime: 50 } } })
})

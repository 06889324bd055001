import { expect, test } from 'vitest'
import { makeTransaction, valueOutput } from '../build/make-transaction.ts'
import { ada, founded, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { CIRCULATION, MANAGEMENT, TRANSFER } from '../transaction.ts'

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

test('a roster is spent by a change of its group alone, and read by anybody', () => {
  const { ledger, council, coin } = founded()
  const roster = ledger.output(council, 0)
  const inputs = [coin(0), roster]
  const answer = (layer: typeof MANAGEMENT | typeof CIRCULATION) => {
    const outputs = layer === MANAGEMENT ? [] : [valueOutput(ada.script, 900n)]
    const tx = makeTransaction({ layer, kind: TRANSFER, inputs, outputs })
    return ledger.submit(signAll(ledger, tx, inputs, [[ada.secret], []]))
  }
  expect(answer(MANAGEMENT)).toMatchObject({ refusal: { code: 'roster-spent', facts: { input: 1 } } })
  expect(answer(CIRCULATION)).toMatchObject({ ok: true })
})

import { utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { judgeBundle } from '../judge-bundle.ts'
import type { OutputAt } from '../state-effects.ts'
import type { Transaction } from '../transaction.ts'
import { handOnRecord } from './hand-on.ts'
import { outputsOf, writtenOutput } from './make-transaction.ts'
import { signInput } from './sign.ts'
import { ada, ben, eve, founded, written } from './test-kit.ts'

const write = { table: 'item', key: Uint8Array.of(1), value: utf8('a sword') }

/** Ada holds an item; Eve has coins of Ada's allotment, which stand for hers here. */
function market() {
  const { ledger, coin } = founded()
  const record = written(ledger, write, coin(0), undefined)
  const holder = ledger.output(record, 0)
  const sale = { write, holder, values: [coin(1)], buyer: ben.script, fee: 100n }
  const payments = [{ to: eve.script, amount: 400n }]
  const sign = (tx: Transaction, inputs: readonly OutputAt[], secrets: readonly Uint8Array[]) =>
    secrets.reduce(
      (one, secret, index) =>
        signInput({ tx: one, named: outputsOf(inputs), network: ledger.network, index, secret }),
      tx,
    )
  const signed = (
    [commitment, handed, payment]: readonly [Transaction, Transaction, Transaction],
    seller = ada.secret,
  ) => {
    const first = sign(commitment, [coin(1)], [ada.secret])
    const legs = [
      sign(handed, [writtenOutput(commitment, 0), holder], [ben.secret, seller]),
      sign(payment, [writtenOutput(commitment, 1)], [ben.secret]),
    ]
    return { first, legs }
  }
  const judge = (legs: readonly Transaction[]) => judgeBundle(legs, ledger.view(), ledger.place())
  return { ledger, sale: { ...sale, payments }, signed, judge }
}

test('a record is handed on for value in one bundle that a block can hold, and the buyer holds it from then on', () => {
  const { ledger, sale, signed, judge } = market()
  const built = handOnRecord(sale)
  const { first, legs } = signed(built)
  expect(legs.map(({ layer }) => layer)).toEqual(legs.map(({ layer }) => layer).toSorted())
  expect(judge(legs)).toMatchObject({ refusal: { code: 'missing-output' } })
  expect(ledger.submit(first)).toMatchObject({ ok: true })
  expect(judge(legs)).toMatchObject({ ok: true, value: { fee: 200n } })
  expect(built[2].outputs.map(({ amount }) => amount)).toEqual([400n, 300n])
  expect(built[1].outputs[0]?.script).toEqual(ben.script)
})

test('neither leg is valid without the other, nor without the seller’s key', () => {
  const { ledger, sale, signed, judge } = market()
  const { first, legs } = signed(handOnRecord(sale))
  expect(() => signed(handOnRecord(sale), eve.secret)).toThrow('the script asks for this key')
  expect(ledger.submit(first)).toMatchObject({ ok: true })
  for (const leg of legs) expect(judge([leg])).toMatchObject({ refusal: { code: 'bundle-size' } })
})

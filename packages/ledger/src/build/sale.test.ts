import { utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { recordScript } from '../script/standard.ts'
import { SIGHASH_ANYONECANPAY, SIGHASH_SINGLE } from '../sighash.ts'
import type { OutputAt } from '../state-effects.ts'
import type { Transaction } from '../transaction.ts'
import { outputsOf, sumAmounts } from './make-transaction.ts'
import { buySold, sellerShare } from './sale.ts'
import { signatureItem } from './sign.ts'
import { ada, ben, eve, founded, signAll } from './test-kit.ts'
import { pay } from './value.ts'

const write = { table: 'licence-sale', key: Uint8Array.of(1), value: utf8('terms') }
const price = { to: ben.script, amount: 500n }

/** A coin of Ben's that commits to what he sells for 500, and his signature for whoever pays that. */
function offered() {
  const world = founded()
  const { ledger, coin } = world
  const to = recordScript(write.table, write.key, write.value, ben.script)
  const payments = [{ to, amount: 100n }]
  const made = pay({ values: [coin(0)], payments, fee: 10n, changeTo: ada.script })
  const whole = signAll(ledger, made, [coin(0)], [[ada.secret]])
  expect(ledger.submit(whole)).toMatchObject({ ok: true })
  const unit = ledger.output(whole, 0)
  const share = sellerShare({ unit, write }, price)
  const signing = { tx: share, named: outputsOf([unit]), network: ledger.network }
  const item = signatureItem(signing, 0, ben.secret, SIGHASH_SINGLE | SIGHASH_ANYONECANPAY)
  const buy = (values: readonly OutputAt[], payments: readonly (typeof price)[]): Transaction => {
    const sold = { unit, write, item, key: ben.key }
    const bought = buySold({ ...sold, values, payments, changeTo: ada.script })
    return signAll(ledger, bought, [unit, ...values], [[], ...values.map(() => [ada.secret])])
  }
  return { ...world, buy }
}

test('whoever pays the price has the unit, in one transaction that is whole or nothing', () => {
  const { ledger, coin, buy } = offered()
  const bought = buy([coin(1)], [price, { to: eve.script, amount: 50n }])
  expect(ledger.submit(bought)).toMatchObject({ ok: true, value: { fee: 100n } })
  expect(bought.outputs.map(({ amount }) => amount)).toEqual([500n, 50n, 450n])
  expect(sumAmounts(bought.outputs)).toBe(1_000n)
})

test('a unit is sold once, for no less, and to the seller alone', () => {
  const { ledger, coin, buy } = offered()
  for (const first of [
    { ...price, amount: 499n },
    { ...price, to: eve.script },
  ])
    expect(ledger.submit(buy([coin(1)], [first]))).toMatchObject({ ok: false, refusal: { code: 'script' } })
  expect(ledger.submit(buy([coin(1)], [price]))).toMatchObject({ ok: true })
  expect(ledger.submit(buy([coin(2)], [price]))).toMatchObject({
    ok: false,
    refusal: { code: 'missing-output' },
  })
})

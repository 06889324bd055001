import { expect, test } from 'vitest'
import { applyTransaction } from '../apply-transaction.ts'
import { judgeBundle } from '../judge-bundle.ts'
import { Overlay } from '../state.ts'
import type { OutputAt } from '../state-effects.ts'
import { totals } from '../totals.ts'
import type { Transaction } from '../transaction.ts'
import { exchangeDebt } from './exchange.ts'
import { outputsOf } from './make-transaction.ts'
import { signInput } from './sign.ts'
import { ada, ben, founded, lend, signAll } from './test-kit.ts'
import { lockValue } from './value.ts'

const FEE = 10n

/** Ada holds locked value, Ben owes 250 and 750 and has what he was lent. */
function village() {
  const { ledger, roster, coin } = founded()
  const loan = lend(ledger, roster, 90, 1_000n)
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const lock = lockValue({ values: [coin(0)], amount: 990n, fee: FEE, owner: ada.script })
  expect(ledger.submit(signAll(ledger, lock, [coin(0)], [[ada.secret]]))).toMatchObject({ ok: true })
  const [values, small, large] = [0, 1, 2].map((index) => ledger.output(loan, index))
  if (!values || !small || !large) throw new Error('a loan has three outputs')
  return { ledger, locked: ledger.output(lock, 0), values, small, large }
}
type Village = ReturnType<typeof village>

const offer = ({ locked, values, small }: Village) => ({
  ...{ locked: [locked], debts: [small], values: [values], price: 240n, fee: FEE },
  ...{ holder: ada.script, debtor: ben.script },
})

function signed({ ledger }: Village, tx: Transaction, inputs: readonly OutputAt[], secrets: Uint8Array[]) {
  const named = outputsOf(inputs)
  return secrets.reduce(
    (one, secret, index) => signInput({ tx: one, named, network: ledger.network, index, secret }),
    tx,
  )
}

/** Both legs as holder and debtor sign them. */
function signedLegs(of: Village, [clearing, payment]: readonly Transaction[]) {
  if (!clearing || !payment) throw new Error('two legs')
  return [
    signed(of, clearing, [of.locked, of.small], [ada.secret, ben.secret]),
    signed(of, payment, [of.values], [ben.secret]),
  ] as const
}

test('locked value clears debt for less of circulating value, both legs or none', () => {
  const of = village()
  const legs = signedLegs(of, exchangeDebt(offer(of)))
  const judged = judgeBundle(legs, of.ledger.view(), of.ledger.place())
  expect(judged).toMatchObject({ ok: true, value: { legs: [{ fee: FEE }, { fee: FEE }] } })
  expect(legs[0].outputs.map(({ amount }) => amount)).toEqual([990n - 250n - FEE])
  expect(legs[1].outputs.map(({ amount }) => amount)).toEqual([240n, 900n - 240n - FEE])
  for (const leg of legs)
    expect(judgeBundle([leg], of.ledger.view(), of.ledger.place())).toMatchObject({
      refusal: { code: 'bundle-size' },
    })
})

test('neither side can be made to give what it did not sign', () => {
  const of = village()
  const legs = exchangeDebt(offer(of))
  const [clearing, payment] = signedLegs(of, legs)
  const cheap = signedLegs(of, exchangeDebt({ ...offer(of), price: 1n }))
  expect(judgeBundle([clearing, cheap[1]], of.ledger.view(), of.ledger.place())).toMatchObject({
    refusal: { code: 'bundle-id' },
  })
  const unsigned = { ...clearing, witnesses: [clearing.witnesses[0] ?? [], []] }
  expect(judgeBundle([unsigned, payment], of.ledger.view(), of.ledger.place())).toMatchObject({
    refusal: { code: 'script', facts: { input: 1 } },
  })
})

test('what an exchange clears is gone from value and debt alike: nothing but the fees leaves', () => {
  const of = village()
  const { ledger } = of
  const net = () =>
    totals(ledger.state).reduce((sum, one, i) => sum + (i % 3 === 0 ? one : i % 3 === 2 ? -one : 0n), 0n)
  const before = net()
  const overlay = new Overlay(ledger.state)
  for (const leg of signedLegs(of, exchangeDebt(offer(of)))) applyTransaction(overlay, leg, ledger.height)
  ledger.state.apply(overlay.changes())
  expect(before - net()).toBe(2n * FEE)
  expect(ledger.view().findOutput(of.small.outpoint)).toBeUndefined()
  expect(ledger.view().findOutput(of.large.outpoint)).toBeDefined()
})

test('an exchange at par or above it is no exchange', () => {
  const of = village()
  for (const price of [0n, 250n, 251n])
    expect(() => exchangeDebt({ ...offer(of), price })).toThrow('for less than it is')
})

import { expect, test } from 'vitest'
import type { OutputAt } from '../state-effects.ts'
import { totals } from '../totals.ts'
import { DEBT_LAYER, type Transaction } from '../transaction.ts'
import { ada, ben, eve, founded, lend, members, signAll } from './test-kit.ts'
import { pay } from './value.ts'
import { writeOff } from './write-off.ts'

const keeper = members[0] ?? ada
const BAD_AGE = 259_200

/** A loan of two lots to Ben, due at 5 and 6, half of whose value somebody paid into the reserve; long after. */
function defaulted() {
  const { ledger, roster, coin } = founded()
  const loan = lend(ledger, roster, 5)
  expect(ledger.submit(loan).ok).toBe(true)
  const values = [ledger.output(loan, 0)]
  const payments = [{ to: keeper.script, amount: 300_000n }]
  const gift = signAll(ledger, pay({ values, payments, fee: 100n, changeTo: eve.script }), values, [
    [ben.secret],
  ])
  expect(ledger.submit(gift).ok).toBe(true)
  const inputs = [ledger.output(roster, 1), ledger.output(gift, 0), ledger.output(loan, 1)]
  const [managementCredit = coin(0), reserve = coin(0), debt = coin(0)] = inputs
  const tx = writeOff({ managementCredit, reserve: [reserve], reserveScript: keeper.script, debts: [debt] })
  const sign = (...secrets: Uint8Array[][]): Transaction => signAll(ledger, tx, inputs, secrets)
  return { ledger, loan, sign, inputs, roster }
}

/** Σ value − Σ debt of all layers. */
function netOf(ledger: ReturnType<typeof founded>['ledger']): bigint {
  const of = totals(ledger.state)
  return [0, 1, 2].reduce((sum, layer) => sum + (of[layer * 3] ?? 0n) - (of[layer * 3 + 2] ?? 0n), 0n)
}

test('the agent and the keepers of the reserve write a bad debt off together; the rest goes back to the reserve', () => {
  const { ledger, sign } = defaulted()
  ledger.height = 5 + BAD_AGE
  const before = netOf(ledger)
  const signed = sign([keeper.secret], [keeper.secret])
  expect(ledger.submit(signed)).toMatchObject({ ok: true, value: { fee: 0n, released: 0n, netDebt: 0n } })
  expect(ledger.output(signed, 0).output).toMatchObject({ amount: 50_000n, script: keeper.script })
  expect(netOf(ledger)).toBe(before)
})

test('a debt that is overdue and not yet bad is not written off', () => {
  const { ledger, sign } = defaulted()
  ledger.height = 5 + BAD_AGE - 1
  expect(ledger.submit(sign([keeper.secret], [keeper.secret]))).toMatchObject({
    refusal: { code: 'reserve-spent', facts: { spent: '250000', cleared: '0' } },
  })
})

test('neither the keepers without the agent nor the agent without the keepers write anything off', () => {
  const { ledger, sign } = defaulted()
  ledger.height = 5 + BAD_AGE
  for (const secrets of [
    [[], [keeper.secret]],
    [[keeper.secret], []],
  ])
    expect(ledger.submit(sign(...secrets))).toMatchObject({ refusal: { code: 'script' } })
})

test('with a debt of the debt layer it is a transaction of that layer, and what is left is locked for bad debt', () => {
  const { inputs } = defaulted()
  const [managementCredit, reserve, debt] = inputs as [OutputAt, OutputAt, OutputAt]
  const above: OutputAt = { ...debt, output: { ...debt.output, layer: DEBT_LAYER } }
  const tx = writeOff({ managementCredit, reserve: [reserve], reserveScript: keeper.script, debts: [above] })
  expect(tx).toMatchObject({ layer: DEBT_LAYER, lockTime: 5, outputs: [{ amount: 50_000n }] })
})

import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { repay } from '../build/credit.ts'
import { debtOutput } from '../build/make-transaction.ts'
import { genesisAllotment } from '../build/record.ts'
import { ada, ben, founded, lend, members, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { clearOverdue } from '../build/write-off.ts'
import { collectiveDebtScript } from '../script/standard.ts'
import { CIRCULATION, TRANSFER } from '../transaction.ts'

const keeper = must(members[0], 'who keeps the reserve')

/** The reserve holds 900,000; Ben owes 250,000 from height 10 on. */
function withReserve() {
  const { ledger, roster, coin } = founded()
  const loan = lend(ledger, roster, 10)
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const money = ledger.output(loan, 0)
  const payments = [{ to: keeper.script, amount: 900_000n }]
  const filling = pay({ values: [money], payments, fee: 100n, changeTo: ben.script })
  expect(ledger.submit(signAll(ledger, filling, [money], [[ben.secret]]))).toMatchObject({ ok: true })
  return { ledger, reserve: ledger.output(filling, 0), debt: ledger.output(loan, 1), coin }
}

function clearing({ ledger, reserve, debt, coin }: ReturnType<typeof withReserve>, changeTo: Uint8Array) {
  const values = [reserve, coin(0)]
  const tx = repay({ debts: [debt], values, fee: 1_000n, changeTo })
  return signAll(ledger, tx, [...values, debt], [[keeper.secret], [ada.secret], [ben.secret]])
}

/** From the expiry on anybody may take a standard debt as an input; nobody of the debtor's signs. */
function byExpiry(tx: ReturnType<typeof clearing>) {
  return { ...tx, witnesses: [...tx.witnesses.slice(0, 2), [new Uint8Array(0)]], lockTime: 10 }
}

test('the reserve clears bad debt, and the rest stays in the reserve', () => {
  const it = withReserve()
  it.ledger.height = 10 + it.ledger.configuration.badDebtAge
  const values = [it.reserve, it.coin(0)]
  const unsigned = byExpiry(repay({ debts: [it.debt], values, fee: 1_000n, changeTo: keeper.script }))
  const tx = signAll(it.ledger, unsigned, [...values, it.debt], [[keeper.secret], [ada.secret], []])
  expect(it.ledger.submit(tx)).toMatchObject({ ok: true, value: { fee: 1_000n } })
})

test('it does not clear debt that is only overdue', () => {
  const it = withReserve()
  it.ledger.height = 9 + it.ledger.configuration.badDebtAge
  expect(it.ledger.submit(clearing(it, keeper.script))).toMatchObject({
    refusal: { code: 'reserve-spent', facts: { spent: '250000', cleared: '0' } },
  })
})

test('its change goes nowhere else, not even with a bad debt cleared', () => {
  const it = withReserve()
  it.ledger.height = 10 + it.ledger.configuration.badDebtAge
  expect(it.ledger.submit(clearing(it, ben.script))).toMatchObject({
    refusal: { code: 'reserve-spent', facts: { spent: '900000', cleared: '250000' } },
  })
})

test('what a collective owes is bad by the same age, and the reserve clears it the same way', () => {
  const it = withReserve()
  const script = collectiveDebtScript(new Uint8Array(32).fill(7), 10)
  const owed = genesisAllotment(CIRCULATION, TRANSFER, [debtOutput(script, 250_000n)])
  it.ledger.found(owed)
  const debt = it.ledger.output(owed, 0)
  const cleared = (height: number) => {
    it.ledger.height = height + it.ledger.configuration.badDebtAge
    const of = { values: [it.reserve, it.coin(0)], fee: 1_000n, changeTo: keeper.script }
    const unsigned = clearOverdue({ ...of, debts: [debt] })
    return it.ledger.submit(
      signAll(it.ledger, unsigned, [...of.values, debt], [[keeper.secret], [ada.secret], []]),
    )
  }
  expect(cleared(9)).toMatchObject({ refusal: { code: 'reserve-spent', facts: { cleared: '0' } } })
  expect(cleared(10)).toMatchObject({ ok: true, value: { fee: 1_000n } })
})

import { toHex } from '@vc/crypto'
import { expect, test } from 'vitest'
import { applyTransaction } from '../apply-transaction.ts'
import { encodeAgent, POWER_CREDIT } from '../kinds/record-values.ts'
import { kOfNScript } from '../script/standard.ts'
import { Overlay, undoOf } from '../state.ts'
import { CREDIT, DEBT_LAYER, MANAGEMENT, type Output, TRANSFER } from '../transaction.ts'
import { txidOf } from '../txid.ts'
import { standardDebts } from '../view-of.ts'
import {
  completeRestructuring,
  giveCredit,
  grantManagementCredit,
  passCredit,
  renewDebts,
  repay,
  restructureDebt,
} from './credit.ts'
import { outputsOf } from './make-transaction.ts'
import { genesisAllotment, genesisRecord } from './record.ts'
import { acceptDebt, signInput } from './sign.ts'
import { ada, ben, eve, founded, lend, members, signAll, written } from './test-kit.ts'

test('a loan is given, accepted in lots, and paid back lot by lot', () => {
  const { ledger, roster } = founded()
  const loan = lend(ledger, roster, 100)
  expect(ledger.submit(loan)).toMatchObject({
    ok: true,
    value: { fee: 100n, netDebt: 1_000_000n, netCredit: 1_000_000n, released: 1_000_000n },
  })
  const inputs = [ledger.output(loan, 0), ledger.output(loan, 1)]
  const back = repay({
    debts: inputs.slice(1),
    values: inputs.slice(0, 1),
    fee: 100n,
    changeTo: ben.script,
  })
  const signed = signAll(ledger, back, inputs, [[ben.secret], [ben.secret]])
  expect(ledger.submit(signed)).toMatchObject({ ok: true, value: { fee: 100n } })
  expect([...standardDebts(ledger.state, ben.hash)]).toHaveLength(1)
})

test('without the acceptance of a lot nobody owes anything', () => {
  const { ledger, roster } = founded()
  const loan = lend(ledger, roster, 100)
  const half = { ...loan, acceptances: loan.acceptances.slice(0, 1) }
  expect(ledger.submit(half)).toEqual({ ok: false, refusal: { code: 'consent', facts: { output: 2 } } })
})

test('management credit goes to an agent, who passes credit on', () => {
  const { ledger, roster, coin } = founded()
  const agent = encodeAgent({ parent: new Uint8Array(0), ceiling: 10n ** 9n, powers: POWER_CREDIT })
  ledger.found(genesisRecord({ table: 'agent', key: eve.key, value: agent, holderScript: eve.script }))
  const inputs = [ledger.output(roster, 2), coin(0)]
  const [source = coin(0)] = inputs
  const changeTo = source.output.script
  const grant = grantManagementCredit({
    source,
    amount: 500_000n,
    to: eve.script,
    changeTo,
    feeValues: inputs.slice(1),
  })
  const first = members[0]?.secret ?? ada.secret
  expect(ledger.submit(signAll(ledger, grant, inputs, [[first], [ada.secret]]))).toMatchObject({ ok: true })
  const passing = [ledger.output(grant, 0), coin(1)]
  const [managementCredit = coin(1)] = passing
  const passed = passCredit({
    managementCredit,
    amount: 500_000n,
    to: ben.script,
    values: passing.slice(1),
    fee: 10n,
    changeTo: ada.script,
  })
  expect(ledger.submit(signAll(ledger, passed, passing, [[eve.secret], [ada.secret]]))).toMatchObject({
    ok: true,
    value: { fee: 10n, released: 500_000n },
  })
})

test('an agent struck off the list draws on its management credit no more', () => {
  const { ledger, coin } = founded()
  const agent = encodeAgent({ parent: new Uint8Array(0), ceiling: 10n ** 9n, powers: POWER_CREDIT })
  const pair = { table: 'agent', key: eve.key }
  const record = genesisRecord({ ...pair, value: agent, holderScript: ada.script })
  const credit: readonly Output[] = [{ element: CREDIT, amount: 500_000n, script: eve.script }]
  const granted = genesisAllotment(MANAGEMENT, TRANSFER, credit)
  for (const tx of [record, granted]) ledger.found(tx)
  const pass = (i: number) => {
    const passing = [ledger.output(granted, 0), coin(i)]
    const [managementCredit = coin(i)] = passing
    const values = passing.slice(1)
    const passed = {
      managementCredit,
      amount: 1_000n,
      to: ben.script,
      values,
      fee: 10n,
      changeTo: ada.script,
    }
    return ledger.submit(signAll(ledger, passCredit(passed), passing, [[eve.secret], [ada.secret]]))
  }
  expect(pass(0)).toMatchObject({ ok: true, value: { released: 1_000n } })
  written(ledger, { ...pair, value: new Uint8Array(0) }, coin(1), ledger.output(record, 0))
  expect(pass(2)).toEqual({ ok: false, refusal: { code: 'management-credit', facts: { input: 0 } } })
})

test('several are paid in the debtor’s place, each its part, and the debtor owes the whole', () => {
  const { ledger, roster } = founded()
  const source = ledger.output(roster, 1)
  const loan = giveCredit({
    ...{ managementCredit: source, amount: 1_000n, fee: 10n, debtorKeyHash: ben.hash },
    lots: [600n, 400n].map((amount) => ({ amount, expiryHeight: 50 })),
    payTo: ada.script,
    others: [{ to: eve.script, amount: 300n }],
  })
  expect(loan.outputs.map(({ amount }) => amount)).toEqual([690n, 600n, 400n, 300n])
  expect([loan.outputs[0]?.script, loan.outputs[3]?.script]).toEqual([ada.script, eve.script])
  const named = outputsOf([source])
  const accepted = [1, 2].reduce(
    (tx, output) => acceptDebt({ tx, named, network: ledger.network, output, secret: ben.secret }),
    loan,
  )
  const signed = signAll(ledger, accepted, [source], [[members[1]?.secret ?? ada.secret]])
  expect(ledger.submit(signed)).toMatchObject({ ok: true, value: { netDebt: 1_000n, fee: 10n } })
})

test('a debt under its own script is put into the standard form with credit added later', () => {
  const { ledger, roster, coin } = founded()
  const source = ledger.output(roster, 1)
  const shared = kOfNScript(2, [ben.key, eve.key])
  const loan = giveCredit({
    managementCredit: source,
    amount: 1_000n,
    fee: 10n,
    debtorKeyHash: ben.hash,
    lots: [{ amount: 1_000n, expiryHeight: 50 }],
  })
  const own = {
    ...loan,
    outputs: loan.outputs.map((output, i) => (i === 1 ? { ...output, script: shared } : output)),
  }
  expect(ledger.submit(signAll(ledger, own, [source], [[members[1]?.secret ?? ada.secret]]))).toMatchObject({
    ok: true,
  })
  const passing = [ledger.output(roster, 3), coin(0)]
  const passed = passCredit({
    managementCredit: passing[0] ?? source,
    amount: 1_000n,
    to: ada.script,
    values: passing.slice(1),
    fee: 10n,
    changeTo: ada.script,
  })
  expect(
    ledger.submit(signAll(ledger, passed, passing, [[members[0]?.secret ?? ada.secret], [ada.secret]])).ok,
  ).toBe(true)
  const debt = ledger.output(own, 1)
  const credit = ledger.output(passed, 0)
  const r = restructureDebt({ debt, debtorKeyHash: ben.hash, expiryHeight: 60 })
  const named = outputsOf([debt])
  const held = [ben, eve].reduce(
    (tx, { secret }) => signInput({ tx, named, network: ledger.network, index: 0, secret, type: 0x81 }),
    r,
  )
  const whole = completeRestructuring(held, credit)
  const done = signInput({
    tx: whole,
    named: outputsOf([debt, credit]),
    network: ledger.network,
    index: 1,
    secret: ada.secret,
  })
  expect(ledger.submit(done)).toMatchObject({ ok: true, value: { released: 0n, netDebt: 1_000n } })
})

test('a loan that only reads comes once: not again while it stands, and not after it was repaid', () => {
  const { ledger, roster, coin } = founded()
  const loan = lend(ledger, roster, 50)
  const before = [...ledger.state.range('')]
  const overlay = new Overlay(ledger.state)
  applyTransaction(overlay, loan, ledger.height)
  const undo = undoOf(overlay.changes(), ledger.state)
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const repeated = { refusal: { code: 'transaction-repeated', facts: { txid: toHex(txidOf(loan)) } } }
  expect(ledger.submit(loan)).toMatchObject(repeated)
  const debts = [ledger.output(loan, 1), ledger.output(loan, 2)]
  const values = [ledger.output(loan, 0), coin(0)]
  const back = repay({ debts, values, fee: 100n, changeTo: ada.script })
  const named = [...values, ...debts]
  const secrets = [[ben.secret], [ada.secret], [ben.secret], [ben.secret]]
  expect(ledger.submit(signAll(ledger, back, named, secrets))).toMatchObject({ ok: true })
  expect(ledger.submit(loan)).toMatchObject(repeated)
  const other = founded()
  other.ledger.submit(loan)
  other.ledger.state.apply(undo)
  expect([...other.ledger.state.range('')]).toEqual(before)
  expect(other.ledger.submit(loan)).toMatchObject({ ok: true })
})

test('overdue lots get a new term in one transaction of the debt layer, which both sign; its fee is owed with them', () => {
  const { ledger, roster } = founded()
  const loan = lend(ledger, roster, 5)
  expect(ledger.submit(loan).ok).toBe(true)
  ledger.height = 10
  const inputs = [ledger.output(roster, 2), ledger.output(loan, 1), ledger.output(loan, 2)]
  const [managementCredit = ledger.output(loan, 1), ...debts] = inputs
  const lots = [
    { amount: 500_000n, expiryHeight: 20 },
    { amount: 500_100n, expiryHeight: 30 },
  ]
  const renewed = renewDebts({ managementCredit, debts, debtorKeyHash: ben.hash, lots, fee: 100n })
  const first = members[0]?.secret ?? ada.secret
  const byCreditor = signAll(ledger, renewed, inputs, [[first]])
  expect(ledger.submit(byCreditor)).toMatchObject({ refusal: { code: 'script' } })
  const signed = signAll(ledger, renewed, inputs, [[first], [ben.secret], [ben.secret]])
  expect(ledger.submit(signed)).toMatchObject({
    ok: true,
    value: { fee: 100n, netDebt: 1_000_100n, released: 100n },
  })
  expect([...standardDebts(ledger.state, ben.hash)].map(({ expiryHeight }) => expiryHeight)).toEqual([20, 30])
})

test('a debt of the debt layer is cleared there with circulating value; change is locked, and only when asked for', () => {
  const { ledger, roster } = founded()
  const loan = lend(ledger, roster, 50)
  expect(ledger.submit(loan).ok).toBe(true)
  const renewing = [ledger.output(roster, 1), ledger.output(loan, 1)]
  const [managementCredit = ledger.output(loan, 1), ...debts] = renewing
  const lots = [{ amount: 250_100n, expiryHeight: 60 }]
  const renewed = renewDebts({ managementCredit, debts, debtorKeyHash: ben.hash, lots, fee: 100n })
  const first = members[0]?.secret ?? ada.secret
  const signed = signAll(ledger, renewed, renewing, [[first], [ben.secret]])
  expect(ledger.submit(signed).ok).toBe(true)
  const inputs = [ledger.output(loan, 0), ledger.output(signed, 0)]
  const order = {
    values: inputs.slice(0, 1),
    debts: inputs.slice(1),
    fee: 100n,
    changeTo: ben.script,
    layer: DEBT_LAYER,
  } as const
  expect(() => repay(order)).toThrow('change is locked only when asked')
  const cleared = repay({ ...order, lockChange: true })
  const back = signAll(ledger, cleared, inputs, [[ben.secret], [ben.secret]])
  expect(ledger.submit(back)).toMatchObject({ ok: true, value: { fee: 100n } })
  expect(ledger.output(back, 0).output).toMatchObject({ layer: DEBT_LAYER, amount: 999_900n - 250_200n })
})

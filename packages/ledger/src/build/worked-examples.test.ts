import { expect, test } from 'vitest'
import { standardDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import type { TestLedger } from '../testing.ts'
import { totalIndex, totals } from '../totals.ts'
import {
  CIRCULATION,
  DEBT,
  DEBT_LAYER,
  type Element,
  type Output,
  TRANSFER,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import { standardDebts } from '../view-of.ts'
import { giveCredit, passCredit, repay } from './credit.ts'
import { debtOutput, makeTransaction, outputsOf, valueOutput } from './make-transaction.ts'
import { acceptDebt } from './sign.ts'
import { ada, ben, eve, founded, members, signAll } from './test-kit.ts'
import { lockValue, pay } from './value.ts'

/** The examples of the white paper's table (3.3.3, 3.3.5) on a whole ledger, every signature made. */
const P = 1_000n
const EPSILON = 1n
const EXPIRY = 50
const lender = members[0]?.secret ?? ada.secret

type Person = typeof ada
type Village = ReturnType<typeof founded>

/** Circulating credit that Ada holds, as an agent would. */
function creditOfAda({ ledger, roster, coin }: Village, i: number, amount = P): OutputAt {
  const inputs = [ledger.output(roster, 1), coin(i)]
  const [managementCredit = coin(i), ...values] = inputs
  const passed = passCredit({
    ...{ managementCredit, amount, to: ada.script },
    ...{ values, fee: EPSILON, changeTo: ada.script },
  })
  const signed = signAll(ledger, passed, inputs, [[lender], [ada.secret]])
  expect(ledger.submit(signed)).toMatchObject({ ok: true })
  return ledger.output(signed, 0)
}

type Moving = {
  readonly inputs: readonly OutputAt[]
  readonly signers: readonly Person[]
  readonly outputs: readonly Output[]
  readonly debtor: Person
}

/** A transfer that writes one debt, as its first output: signed by whoever holds the inputs and accepted by the debtor. */
function owing(ledger: TestLedger, { inputs, signers, outputs, debtor }: Moving): Transaction {
  const tx = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs, outputs })
  const { network } = ledger
  const accepted = acceptDebt({
    tx,
    named: outputsOf(inputs),
    network,
    output: 0,
    secret: debtor.secret,
  })
  const secrets = signers.map(({ secret }) => [secret])
  return signAll(ledger, accepted, inputs, secrets)
}

const owed = (debtor: Person, amount = P) => debtOutput(standardDebtScript(debtor.hash, EXPIRY), amount)

/** The standard grant to Ben out of credit of exactly P. */
function grant(village: Village): Transaction {
  const inputs = [creditOfAda(village, 0)]
  const outputs = [owed(ben), valueOutput(ben.script, P - EPSILON)]
  return owing(village.ledger, { inputs, outputs, signers: [ada], debtor: ben })
}

function paidToBen({ ledger, coin }: Village, coins: readonly number[], amount: bigint): OutputAt {
  const values = coins.map(coin)
  const payments = [{ to: ben.script, amount }]
  const paid = pay({ values, payments, fee: EPSILON, changeTo: ada.script })
  const secrets = values.map(() => [ada.secret])
  const signed = signAll(ledger, paid, values, secrets)
  expect(ledger.submit(signed)).toMatchObject({ ok: true })
  return ledger.output(signed, 0)
}

/** All there is of an element in the debt layer and in circulation. */
const allOf = ({ state }: TestLedger, element: Element) =>
  ([DEBT_LAYER, CIRCULATION] as const).reduce(
    (sum, layer) => sum + (totals(state)[totalIndex(layer, element)] ?? 0n),
    0n,
  )
const debtsOfBen = ({ state }: TestLedger) => [...standardDebts(state, ben.hash)]

test('the standard grant, P = 1000 and ε = 1: credit 1000 becomes value 999 and debt 1000', () => {
  const village = founded()
  const { ledger } = village
  const loan = grant(village)
  const before = [allOf(ledger, VALUE), allOf(ledger, DEBT)]
  expect(ledger.submit(loan)).toMatchObject({
    ok: true,
    value: { fee: 1n, netDebt: 1_000n, netCredit: 1_000n },
  })
  expect(loan.outputs.map(({ element, amount }) => [element, amount])).toEqual([
    [DEBT, 1_000n],
    [VALUE, 999n],
  ])
  expect([allOf(ledger, VALUE), allOf(ledger, DEBT)]).toEqual([(before[0] ?? 0n) + 999n, 1_000n])
  expect(debtsOfBen(ledger)).toMatchObject([{ expiryHeight: EXPIRY }])
})

test('the standard repayment, P = 1000 and ε = 1: value 1001 and debt 1000 become nothing, and the debt leaves the register', () => {
  const village = founded()
  const { ledger } = village
  const loan = grant(village)
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const inputs = [paidToBen(village, [1, 2], P + EPSILON), ledger.output(loan, 0)]
  const back = repay({
    ...{ values: inputs.slice(0, 1), debts: inputs.slice(1) },
    ...{ fee: EPSILON, changeTo: ben.script },
  })
  expect(back.outputs).toEqual([])
  expect(debtsOfBen(ledger)).toHaveLength(1)
  const short = [paidToBen(village, [3, 4], P - EPSILON), ledger.output(loan, 0)]
  const unpaid = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: short, outputs: [] })
  expect(ledger.submit(signAll(ledger, unpaid, short, [[ben.secret], [ben.secret]]))).toMatchObject({
    refusal: { code: 'value-principle', facts: { out: '0', in: '-1' } },
  })
  expect(ledger.submit(signAll(ledger, back, inputs, [[ben.secret], [ben.secret]]))).toMatchObject({
    ok: true,
    value: { fee: 1n, netDebt: 0n, netCredit: 0n, released: 0n },
  })
  expect(debtsOfBen(ledger)).toEqual([])
  expect(allOf(ledger, DEBT)).toBe(0n)
})

test('debt moved to another key without a credit input is refused, though all have signed; with credit of the amount it moves', () => {
  const village = founded()
  const { ledger, coin } = village
  const loan = grant(village)
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const debt = ledger.output(loan, 0)
  const outputs = [owed(eve), valueOutput(ada.script, 1_000n - EPSILON)]
  const bare = { inputs: [debt, coin(1)], signers: [ben, ada], outputs, debtor: eve }
  expect(ledger.submit(owing(ledger, bare))).toEqual({
    ok: false,
    refusal: { code: 'credit-principle', facts: { netDebt: '1000', netCredit: '0' } },
  })
  const covered = (credit: OutputAt): Moving => ({
    ...bare,
    inputs: [...bare.inputs, credit],
    signers: [ben, ada, ada],
  })
  const short = covered(creditOfAda(village, 2, P - 1n))
  expect(ledger.submit(owing(ledger, short))).toMatchObject({ refusal: { code: 'credit-principle' } })
  const whole = covered(creditOfAda(village, 3))
  expect(ledger.submit(owing(ledger, whole))).toMatchObject({
    ok: true,
    value: { fee: EPSILON, netDebt: P, netCredit: P, released: 0n },
  })
  expect(debtsOfBen(ledger)).toEqual([])
  expect([...standardDebts(ledger.state, eve.hash)]).toHaveLength(1)
})

test('cancelling 40 in circulation and 60 in the debt layer takes 100 from all debt and 100 and the fees from all value', () => {
  const village = founded()
  const { ledger, coin, roster } = village
  const source = ledger.output(roster, 2)
  const lots = [40n, 60n].map((amount) => ({ amount, expiryHeight: EXPIRY }))
  const terms = { managementCredit: source, amount: 100n, fee: EPSILON, debtorKeyHash: ben.hash, lots }
  const named = outputsOf([source])
  const accepted = [1, 2].reduce(
    (tx, output) => acceptDebt({ tx, named, network: ledger.network, output, secret: ben.secret }),
    giveCredit(terms),
  )
  const loan = signAll(ledger, accepted, [source], [[lender]])
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const lock = lockValue({ values: [coin(0)], amount: 900n, fee: 100n, owner: ada.script })
  const locked = signAll(ledger, lock, [coin(0)], [[ada.secret]])
  expect(ledger.submit(locked)).toMatchObject({ ok: true })
  const [value, debt] = [allOf(ledger, VALUE), allOf(ledger, DEBT)]
  const circulating = [ledger.output(loan, 0), ledger.output(loan, 1)]
  const inC = repay({
    ...{ values: circulating.slice(0, 1), debts: circulating.slice(1) },
    ...{ fee: 2n, changeTo: ben.script },
  })
  expect(ledger.submit(signAll(ledger, inC, circulating, [[ben.secret], [ben.secret]]))).toMatchObject({
    ok: true,
    value: { fee: 2n },
  })
  expect([allOf(ledger, VALUE) - value, allOf(ledger, DEBT) - debt]).toEqual([-42n, -40n])
  const above = [ledger.output(locked, 0), ledger.output(loan, 2)]
  const inD = repay({
    ...{ values: above.slice(0, 1), debts: above.slice(1), layer: DEBT_LAYER, lockChange: true },
    ...{ fee: 3n, changeTo: ada.script },
  })
  expect(ledger.submit(signAll(ledger, inD, above, [[ada.secret], [ben.secret]]))).toMatchObject({
    ok: true,
    value: { fee: 3n },
  })
  expect([allOf(ledger, VALUE) - value, allOf(ledger, DEBT) - debt]).toEqual([-105n, -100n])
  expect(allOf(ledger, DEBT)).toBe(0n)
})

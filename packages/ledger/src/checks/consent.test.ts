import { expect, test } from 'vitest'
import { collectiveLots } from '../build/collective-debt.ts'
import { giveCredit, renewDebts, repay } from '../build/credit.ts'
import { outputsOf, valueOutput } from '../build/make-transaction.ts'
import { genesisAllotment, genesisRecord } from '../build/record.ts'
import { acceptDebt } from '../build/sign.ts'
import { ada, ben, founded, members, signAll } from '../build/test-kit.ts'
import { collectiveDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { type TestCollective, testCollective, type VoteManner } from '../testing-collective.ts'
import { CIRCULATION, DEBT_LAYER, TRANSFER, type Transaction } from '../transaction.ts'

const [union, other] = [testCollective('union'), testCollective('other')]
/** Both cover all outputs; the last lets others add inputs. */
const [ALL, NONE, SINGLE, ALL_ALONE, NONE_ALONE] = [0x01, 0x02, 0x03, 0x81, 0x82]
const giver = members[0]?.secret ?? ada.secret

/** Two collectives with a coin each, and the group's credit. */
function village() {
  const { ledger, roster, coin } = founded()
  for (const { records } of [union, other])
    for (const write of records) ledger.found(genesisRecord({ ...write, holderScript: ada.script }))
  const coins = [union, other].map(({ script }) => valueOutput(script, 5_000n))
  const allotted = genesisAllotment(CIRCULATION, TRANSFER, coins)
  ledger.found(allotted)
  const source = ledger.output(roster, 1)
  return { ledger, coin, source, coinOf: (at: 0 | 1) => ledger.output(allotted, at) }
}
type Village = ReturnType<typeof village>

/** A credit that names the union as debtor, with a vote of whoever holds the coin. */
function lent({ ledger, source, coinOf }: Village, by: TestCollective, manner: VoteManner = {}) {
  const coin = coinOf(by === union ? 0 : 1)
  const tx = giveCredit({
    ...{ managementCredit: source, amount: 1_000n, fee: 100n, debtorKeyHash: ada.hash, payTo: ben.script },
    ...{ lots: [{ amount: 1_000n, expiryHeight: 50 }], voted: { id: union.id, coin } },
  })
  const inputs = [source, coin]
  const signed = signAll(ledger, tx, inputs, [[giver]])
  return by.vote({ tx: signed, named: outputsOf(inputs), network: ledger.network }, 1, manner)
}

const unasked = (output: number) => ({ refusal: { code: 'consent', facts: { output } } })

test('nobody writes a debt under a collective that has not voted for it: another’s credit and another’s vote are none', () => {
  const it = village()
  const { ledger, source } = it
  const lots = [{ amount: 1_000n, expiryHeight: 50 }]
  const tx = giveCredit({
    ...{ managementCredit: source, amount: 1_000n, fee: 100n, debtorKeyHash: ben.hash, lots },
  })
  const script = collectiveDebtScript(union.id, 50)
  const imposed = { ...tx, outputs: tx.outputs.map((one, at) => (at === 1 ? { ...one, script } : one)) }
  expect(ledger.submit(signAll(ledger, imposed, [source], [[giver]]))).toMatchObject(unasked(1))
  expect(ledger.submit(lent(it, other))).toMatchObject(unasked(1))
  expect(ledger.submit(lent(it, union))).toMatchObject({ ok: true })
})

test('its vote covers all outputs, or it is no consent', () => {
  for (const type of [NONE, SINGLE, NONE_ALONE]) {
    const it = village()
    expect(it.ledger.submit(lent(it, union, { type }))).toMatchObject(unasked(1))
  }
  for (const type of [ALL, ALL_ALONE]) {
    const it = village()
    expect(it.ledger.submit(lent(it, union, { type }))).toMatchObject({ ok: true })
  }
})

test('what a key signs is no acceptance of a debt that is voted on', () => {
  const it = village()
  const { ledger, source, coinOf } = it
  const named = outputsOf([source, coinOf(0)])
  const tx = acceptDebt({
    ...{ tx: lent(it, union), named, network: ledger.network, output: 1, secret: ben.secret },
  })
  expect(ledger.submit(tx)).toMatchObject({ refusal: { code: 'acceptance', facts: { acceptance: 0 } } })
})

/** The restructuring R of the union's lot: the creditor's signature, and a vote under the lot. */
function renewed({ ledger, source }: Village, debt: OutputAt, manner: VoteManner) {
  const tx = renewDebts({
    ...{ managementCredit: source, debts: [debt], debtorKeyHash: ada.hash, votedId: union.id, fee: 100n },
    lots: [{ amount: 1_100n, expiryHeight: 80 }],
  })
  const inputs = [source, debt]
  const signed = signAll(ledger, tx, inputs, [[giver]])
  return union.vote({ tx: signed, named: outputsOf(inputs), network: ledger.network }, 1, manner)
}

const lotOf = ({ ledger }: Village, grant: Transaction): OutputAt => {
  const [lot] = collectiveLots(grant)
  return ledger.output(grant, lot?.outpoint.index ?? 0)
}

test('a debt that is only carried on is voted on as well, beforehand: a release of the lot is no consent to new lots', () => {
  const it = village()
  const grant = lent(it, union)
  expect(it.ledger.submit(grant)).toMatchObject({ ok: true })
  const debt = lotOf(it, grant)
  expect(it.ledger.submit(renewed(it, debt, { type: NONE_ALONE }))).toMatchObject(unasked(0))
  const restructured = renewed(it, debt, { type: ALL_ALONE })
  expect(it.ledger.submit(restructured)).toMatchObject({ ok: true, value: { released: 100n } })
  expect(it.ledger.output(restructured, 0).output).toMatchObject({ layer: DEBT_LAYER, amount: 1_100n })
})

test('to clear a debt of a collective asks nobody', () => {
  const it = village()
  const { ledger, coin } = it
  const grant = lent(it, union)
  expect(ledger.submit(grant)).toMatchObject({ ok: true })
  const values = [coin(0), coin(1)]
  const tx = repay({ debts: [lotOf(it, grant)], values, fee: 100n, changeTo: ada.script })
  const byExpiry = { ...tx, lockTime: 50, witnesses: [[], [], [new Uint8Array(0)]] }
  ledger.height = 50
  const inputs = [...values, lotOf(it, grant)]
  expect(ledger.submit(signAll(ledger, byExpiry, inputs, [[ada.secret], [ada.secret], []]))).toMatchObject({
    ok: true,
  })
})

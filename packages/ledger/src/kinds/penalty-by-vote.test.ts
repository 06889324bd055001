import { hash160, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { actSheet } from '../act-sheet.ts'
import { openByVote } from '../build/collective-debt.ts'
import { repay } from '../build/credit.ts'
import { debtOutput, outputsOf, valueOutput } from '../build/make-transaction.ts'
import { buildPenalty, signPenalty } from '../build/penalty.ts'
import { genesisAllotment, genesisRecord } from '../build/record.ts'
import { ada, ben, eve, founded, members, person, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { judgeTransaction } from '../judge-transaction.ts'
import { overdueDebts } from '../list-debts.ts'
import { collectiveDebtScript, standardDebtScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { testCollective, type VoteManner } from '../testing-collective.ts'
import { CIRCULATION, DEBT_LAYER, type Layer, TRANSFER, type Transaction } from '../transaction.ts'

const producer = person('producer')
const reserveScript = must(members[0], 'who keeps the reserve').script
const [union, other] = [testCollective('union'), testCollective('other')]
const EXPIRY = 4

/** It is height 10; the union owes since 4, in the debt layer, and holds two coins; the other collective holds one. */
function overdue() {
  const { ledger, coin } = founded()
  for (const { records } of [union, other])
    for (const write of records) ledger.found(genesisRecord({ ...write, holderScript: ada.script }))
  const values = [valueOutput(union.script, 900n), valueOutput(union.script, 700n)]
  const coins = genesisAllotment(CIRCULATION, TRANSFER, [...values, valueOutput(other.script, 500n)])
  ledger.found(coins)
  const owe = (script: Uint8Array, layer: Layer = DEBT_LAYER) => {
    const tx = genesisAllotment(layer, TRANSFER, [debtOutput(script, 500n)])
    ledger.found(tx)
    return ledger.output(tx, 0)
  }
  ledger.height = 10
  const debt = owe(collectiveDebtScript(union.id, EXPIRY))
  return { ledger, coin, owe, debt, held: (at: number) => ledger.output(coins, at) }
}
type Village = ReturnType<typeof overdue>

/** The union pays Eve all that a coin holds, less a fee of ten. */
function flight({ ledger }: Village, value: OutputAt, manner: VoteManner = {}, by = union): Transaction {
  const payments = [{ to: eve.script, amount: value.output.amount - 10n }]
  const tx = pay({ values: [value], payments, fee: 10n, changeTo: eve.script })
  return by.vote({ tx, named: outputsOf([value]), network: ledger.network }, 0, manner)
}

/** What a producer's block answers to a penalty over the first coin. */
function penalised(it: Village, evidence: Transaction, debts: readonly OutputAt[] = [it.debt], index = 0) {
  const { configuration, height, network } = it.ledger
  const value = it.held(0)
  const frozen = [{ value, evidence, index }]
  const terms = { debts, frozen, reserveScript, bountyTo: producer.script, configuration, height }
  const named = outputsOf([...debts, value])
  const order = { tx: buildPenalty(terms), named, network, debts: debts.length }
  const tx = signPenalty({ ...order, stakeSecret: producer.secret })
  return { tx, answer: judgeTransaction(tx, it.ledger.view(), it.ledger.place({ stakeKey: producer.key })) }
}

const noEvidence = { refusal: { code: 'penalty-evidence', facts: { input: 1 } } }

test('what an overdue collective’s members vote to pay away is frozen: nine tenths to the reserve', () => {
  const it = overdue()
  const { tx, answer } = penalised(it, flight(it, it.held(0)))
  expect(answer).toMatchObject({ ok: true })
  expect(tx.outputs.map(({ amount }) => amount)).toEqual([810n, 90n])
  expect(tx.witnesses[0]).toEqual([new Uint8Array(0)])
})

test('its sheet names the collective: whose debt it draws on, and whose value it takes', () => {
  const it = overdue()
  const { tx } = penalised(it, flight(it, it.held(0)))
  const { network } = it.ledger
  const name = 'Growers'
  const describeKey = (hex: string) => (hex === toHex(union.id) ? name : undefined)
  const sheet = actSheet(tx, outputsOf([it.debt, it.held(0)]), { network, decimals: 2, describeKey })
  const named = sheet.en.filter((line) => line.includes(name))
  expect(named).toEqual([
    expect.stringMatching(/^Draws on 5\.00 debt of the debt layer under debt of collective Growers/),
    expect.stringMatching(/^Spends 9\.00 value of the circulation layer from collective Growers/),
  ])
})

test('the debts that are cited are its own, and have expired', () => {
  const it = overdue()
  const evidence = flight(it, it.held(0))
  const wrong = { refusal: { code: 'penalty-debt', facts: { input: 1 } } }
  const cited = (script: Uint8Array) => penalised(it, evidence, [it.debt, it.owe(script)], 0).answer
  expect(cited(collectiveDebtScript(union.id, 10))).toMatchObject({ ok: true })
  expect(cited(collectiveDebtScript(union.id, 11))).toMatchObject(wrong)
  expect(cited(collectiveDebtScript(other.id, EXPIRY))).toMatchObject(wrong)
  expect(cited(standardDebtScript(ben.hash, EXPIRY))).toMatchObject(wrong)
})

test('evidence is a vote over the whole by enough members, and the debtor’s', () => {
  const it = overdue()
  const value = it.held(0)
  expect(penalised(it, flight(it, value, { type: 1 })).answer).toMatchObject({ ok: true })
  for (const type of [2, 3, 0x81, 0x82])
    expect(penalised(it, flight(it, value, { type })).answer).toMatchObject(noEvidence)
  expect(penalised(it, flight(it, value, { voters: [1] })).answer).toMatchObject(noEvidence)
  const debts = [it.owe(collectiveDebtScript(other.id, EXPIRY))]
  expect(penalised(it, flight(it, value), debts).answer).toMatchObject(noEvidence)
})

test('a vote is evidence as long as it could be recorded: not when members have changed since', () => {
  const it = overdue()
  const evidence = flight(it, it.held(0))
  const changed = { table: 'collective', key: union.id, value: other.descriptor }
  it.ledger.found(genesisRecord({ ...changed, holderScript: union.script }))
  expect(penalised(it, evidence).answer).toMatchObject(noEvidence)
  expect(penalised(it, flight(it, it.held(0), {}, other)).answer).toMatchObject({ ok: true })
})

test('one debt is cited by one penalty after the other, for what is voted away each time', () => {
  const it = overdue()
  const first = penalised(it, flight(it, it.held(0)))
  expect(it.ledger.submit(first.tx, { stakeKey: producer.key })).toMatchObject({ ok: true })
  const again = { ...it, held: () => it.held(1) }
  expect(penalised(again, flight(it, it.held(1))).answer).toMatchObject({ ok: true })
})

/** The union clears a lot of its own with a coin of its own, and the rest goes there. */
function repaying({ ledger, held }: Village, debt: OutputAt, changeTo: Uint8Array): Transaction {
  const inputs = [held(0), debt]
  const tx = openByVote(repay({ debts: [debt], values: [held(0)], fee: 10n, changeTo }), [1])
  const of = { named: outputsOf(inputs), network: ledger.network }
  return [0, 1].reduce((one, at) => union.vote({ ...of, tx: one }, at), tx)
}

test('who repays is not penalised, and what it has left stays its own; else an overdue collective spends nothing', () => {
  const it = overdue()
  const lot = it.owe(collectiveDebtScript(union.id, EXPIRY), CIRCULATION)
  const frozen = { refusal: { code: 'debtor-overdue', facts: { input: 0 } } }
  expect(it.ledger.submit(flight(it, it.held(0)))).toMatchObject(frozen)
  for (const to of [eve.script, other.script])
    expect(it.ledger.submit(repaying(it, lot, to))).toMatchObject(frozen)
  const toThem = repaying(it, lot, union.script)
  expect(penalised(it, toThem).answer).toMatchObject({
    refusal: { code: 'penalty-repays', facts: { input: 1 } },
  })
  expect(it.ledger.submit(toThem)).toMatchObject({ ok: true })
})

test('the value that others bring to clear a lot is not the collective’s: a vote over the lot is not frozen', () => {
  const it = overdue()
  const { ledger, coin } = it
  const lot = it.owe(collectiveDebtScript(union.id, 90), CIRCULATION)
  const inputs = [coin(0), lot]
  const tx = openByVote(repay({ debts: [lot], values: [coin(0)], fee: 10n, changeTo: eve.script }), [1])
  const signed = signAll(ledger, tx, inputs, [[ada.secret]])
  const released = union.vote({ tx: signed, named: outputsOf(inputs), network: ledger.network }, 1, {
    type: 0x82,
  })
  expect(ledger.submit(released)).toMatchObject({ ok: true })
})

test('an overdue debt of a collective is listed under HASH160 of its id, and gone once it is cleared', () => {
  const it = overdue()
  const owes = () => it.ledger.view().hasOverdueDebt(hash160(union.id), it.ledger.height)
  const lot = it.owe(collectiveDebtScript(other.id, 10), CIRCULATION)
  const listed = () => [...overdueDebts(it.ledger.state, { height: 10, badDebtAge: 60 })]
  expect(listed()).toHaveLength(2)
  expect(owes()).toBe(true)
  const tx = repay({ debts: [lot], values: [it.coin(0)], fee: 500n, changeTo: ada.script })
  const byExpiry = { ...tx, lockTime: 10, witnesses: [[], [new Uint8Array(0)]] }
  expect(it.ledger.submit(signAll(it.ledger, byExpiry, [it.coin(0), lot], [[ada.secret], []]))).toMatchObject(
    { ok: true },
  )
  expect(listed().map(({ keyHash }) => keyHash)).toEqual([hash160(union.id)])
})

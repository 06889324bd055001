import { hash160, sha256, utf8 } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { expect, test } from 'vitest'
import { defaultConfiguration } from '../configuration.ts'
import { judgeBundle } from '../judge-bundle.ts'
import { judgeTransaction } from '../judge-transaction.ts'
import { keyHashScript } from '../script/standard.ts'
import { DEBT_LAYER } from '../transaction.ts'
import { repay } from './credit.ts'
import { outputsOf } from './make-transaction.ts'
import { bindBundle, signInputByAct } from './sign.ts'
import { ada, ben, eve, founded, lend, signAll } from './test-kit.ts'
import { lockValue, pay, registerStake, selectValue, splitValue } from './value.ts'

test('value is paid, with change, from the outputs that suffice', () => {
  const { ledger, coin } = founded()
  const chosen = selectValue([coin(0), coin(1), coin(2)], 1_510n)
  expect(chosen).toMatchObject({ ok: true })
  expect(selectValue([coin(0)], 1_001n)).toEqual({
    ok: false,
    refusal: { code: 'value-short', facts: { have: '1000', need: '1001' } },
  })
  const values = chosen.ok ? chosen.value : []
  const tx = pay({ values, payments: [{ to: ben.script, amount: 1_500n }], fee: 10n, changeTo: ada.script })
  expect(tx.outputs.map(({ amount }) => amount)).toEqual([1_500n, 490n])
  expect(ledger.submit(signAll(ledger, tx, values, [[ada.secret], [ada.secret]]))).toMatchObject({
    value: { fee: 10n },
  })
})

test('exact amounts are split off before value is locked, and locked change is asked for', () => {
  const { ledger, coin } = founded()
  const split = splitValue({ value: coin(0), amounts: [300n], fee: 5n })
  expect(ledger.submit(signAll(ledger, split, [coin(0)], [[ada.secret]])).ok).toBe(true)
  const values = [ledger.output(split, 0)]
  const lock = lockValue({ values, amount: 290n, fee: 10n, owner: ada.script })
  expect(ledger.submit(signAll(ledger, lock, values, [[ada.secret]])).ok).toBe(true)
  expect(() => lockValue({ values, amount: 200n, fee: 10n, owner: ada.script })).toThrow('only when asked')
  const locked = lockValue({ values, amount: 200n, fee: 10n, owner: ada.script, lockChangeTo: ben.script })
  expect(locked.outputs).toHaveLength(2)
})

test('a stake is registered and its owner spends it', () => {
  const { ledger, coin } = founded()
  const values = [coin(0)]
  const stake = registerStake({
    values,
    amount: 990n,
    fee: 10n,
    producerKey: ben.key,
    commitment: sha256(utf8('c')),
    ownerScript: ada.script,
  })
  expect(ledger.submit(signAll(ledger, stake, values, [[ada.secret]])).ok).toBe(true)
  const inputs = [ledger.output(stake, 0)]
  const back = lockValue({ values: inputs, amount: 980n, fee: 10n, owner: ada.script })
  expect(ledger.submit(signAll(ledger, back, inputs, [[ada.secret]])).ok).toBe(true)
})

test('a hardware key signs a payment over the act sheet', () => {
  const { ledger, coin } = founded()
  const party = { rpId: 'localhost', origin: 'http://localhost:3000' }
  const authenticator = softwareAuthenticator(sha256(utf8('hardware')), party)
  const configuration = { ...defaultConfiguration, rpIds: [party.rpId], origins: [party.origin] }
  const sheetHash = sha256(utf8('sheet'))
  const script = keyHashScript(hash160(authenticator.publicKey33))
  const first = pay({
    values: [coin(0)],
    payments: [{ to: script, amount: 900n }],
    fee: 100n,
    changeTo: ada.script,
  })
  expect(ledger.submit(signAll(ledger, first, [coin(0)], [[ada.secret]])).ok).toBe(true)
  const values = [ledger.output(first, 0)]
  const tx = pay({ values, payments: [{ to: ada.script, amount: 890n }], fee: 10n, changeTo: script })
  const named = outputsOf(values)
  const signed = signInputByAct({
    tx,
    named,
    network: ledger.network,
    index: 0,
    key: authenticator.publicKey33,
    sheetHash,
    assertAct: authenticator.assert,
  })
  const place = { ...ledger.place(), configuration, sheetHashOf: () => sheetHash }
  expect(judgeTransaction(signed, ledger.view(), place)).toMatchObject({ ok: true })
  const other = { ...place, sheetHashOf: () => sha256(utf8('another sheet')) }
  expect(judgeTransaction(signed, ledger.view(), other)).toEqual({
    ok: false,
    refusal: { code: 'script', facts: { input: 0, error: 'sheet' } },
  })
})

test('debt exchange: locked value clears a debt for circulating value, both legs or none', () => {
  const { ledger, roster, coin } = founded()
  const loan = lend(ledger, roster, 100, 400n)
  expect(ledger.submit(loan)).toMatchObject({ ok: true })
  const lock = lockValue({ values: [coin(0)], amount: 110n, fee: 890n, owner: eve.script })
  expect(ledger.submit(signAll(ledger, lock, [coin(0)], [[ada.secret]])).ok).toBe(true)
  const legOne = [ledger.output(lock, 0), ledger.output(loan, 1)]
  const legTwo = [ledger.output(loan, 0)]
  const [cleared, paid] = bindBundle([
    repay({
      debts: legOne.slice(1),
      values: legOne.slice(0, 1),
      fee: 10n,
      changeTo: eve.script,
      layer: DEBT_LAYER,
    }),
    pay({ values: legTwo, payments: [{ to: eve.script, amount: 90n }], fee: 10n, changeTo: ben.script }),
  ])
  const legs = [
    signAll(ledger, cleared ?? loan, legOne, [[eve.secret], [ben.secret]]),
    signAll(ledger, paid ?? loan, legTwo, [[ben.secret]]),
  ]
  expect(judgeBundle(legs, ledger.view(), ledger.place())).toMatchObject({ ok: true, value: { fee: 20n } })
  expect(judgeBundle(legs.slice(0, 1), ledger.view(), ledger.place())).toMatchObject({
    refusal: { code: 'bundle-size' },
  })
})

import { sha256, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { encodeAccount, encodeAgent, encodeMember, POWER_ADMIT } from '../kinds/record-values.ts'
import { collectiveScript, kOfNScript } from '../script/standard.ts'
import { outputsOf } from './make-transaction.ts'
import { commitRecord, genesisRecord, writeRecord } from './record.ts'
import { signatureProgress } from './sign.ts'
import { ada, ben, committed, founded, memberKeys, members, signAll, written } from './test-kit.ts'

test('a commitment becomes a record; whoever spends its holder writes the pair again', () => {
  const { ledger, coin } = founded()
  const write = { table: 'notes', key: utf8('alpha'), value: utf8('first') }
  const first = written(ledger, write, coin(0), undefined)
  expect(ledger.view().findRecord('notes', utf8('alpha'))?.value).toEqual(utf8('first'))
  const again = { ...write, value: utf8('second') }
  written(ledger, again, coin(1), ledger.output(first, 0))
  expect(ledger.view().findRecord('notes', utf8('alpha'))?.value).toEqual(utf8('second'))
  const stolen = committed(ledger, again, coin(2))
  const commitment = ledger.output(stolen, 0)
  const tx = writeRecord({ ...again, commitment, holderScript: ada.script })
  expect(ledger.submit(signAll(ledger, tx, [commitment], [[ada.secret]]))).toMatchObject({
    refusal: { code: 'record-holder' },
  })
})

test('an account record needs an agent that admits; then its debt key is active', () => {
  const { ledger, coin } = founded()
  const account = encodeAccount({
    debtKeyHash: ben.hash,
    commitment: sha256(utf8('x')),
    status: 1,
    agent: ada.key,
  })
  const write = { table: 'account', key: ben.hash, value: account }
  const commitment = ledger.output(committed(ledger, write, coin(0)), 0)
  const tx = writeRecord({ ...write, commitment, holderScript: ada.script })
  const signed = signAll(ledger, tx, [commitment], [[ada.secret]])
  expect(ledger.submit(signed)).toMatchObject({
    refusal: { code: 'record-writer', facts: { need: 1, have: 0 } },
  })
  const value = encodeAgent({ parent: new Uint8Array(0), ceiling: 0n, powers: POWER_ADMIT })
  ledger.found(genesisRecord({ table: 'agent', key: ada.key, value, holderScript: ada.script }))
  expect(ledger.submit(signed)).toMatchObject({ ok: true })
  expect(ledger.view().isActiveDebtKey(ben.hash)).toBe(true)
  const closed = encodeAccount({
    debtKeyHash: ben.hash,
    commitment: sha256(utf8('x')),
    status: 2,
    agent: ada.key,
  })
  written(ledger, { ...write, value: closed }, coin(1), ledger.output(signed, 0))
  expect(ledger.view().isActiveDebtKey(ben.hash)).toBe(false)
  expect(ledger.view().commitmentsOfDebtKey(ben.hash)).toHaveLength(1)
})

test('a member record needs a majority of the council, who guard the commitment together', () => {
  const { ledger, coin } = founded()
  const value = encodeMember({ certificateHash: sha256(utf8('o')), stakeKey: ben.key, roles: 3 })
  const write = { table: 'member', key: utf8('peer'), value }
  const guard = kOfNScript(2, memberKeys)
  const commit = commitRecord({
    ...write,
    values: [coin(0)],
    guard,
    amount: 900n,
    fee: 100n,
    changeTo: ada.script,
  })
  expect(ledger.submit(signAll(ledger, commit, [coin(0)], [[ada.secret]])).ok).toBe(true)
  const commitment = ledger.output(commit, 0)
  const tx = writeRecord({ ...write, commitment, holderScript: guard })
  const secrets = members.map(({ secret }) => secret)
  const one = signAll(ledger, tx, [commitment], [secrets.slice(0, 1)])
  expect(signatureProgress(one, outputsOf([commitment]), 0)).toEqual({ need: 2, have: 1 })
  expect(ledger.submit(signAll(ledger, tx, [commitment], [secrets]))).toMatchObject({ ok: true })
})

test('a collective is locked to the vote of its first descriptor', () => {
  const { ledger, coin } = founded()
  const value = new Uint8Array(45).fill(2)
  const write = { table: 'collective', key: sha256(value), value }
  const commitment = ledger.output(committed(ledger, write, coin(0)), 0)
  const loose = writeRecord({ ...write, commitment, holderScript: ada.script })
  expect(ledger.submit(signAll(ledger, loose, [commitment], [[ada.secret]]))).toMatchObject({
    refusal: { code: 'record-form' },
  })
  const tx = writeRecord({ ...write, commitment, holderScript: collectiveScript(write.key) })
  expect(ledger.submit(signAll(ledger, tx, [commitment], [[ada.secret]]))).toMatchObject({ ok: true })
})

import { registerBallotMember, sha256, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { listRecords } from '../build/collective.ts'
import { outputsOf } from '../build/make-transaction.ts'
import { writeRecord } from '../build/record.ts'
import { signatureItem } from '../build/sign.ts'
import { ada, ben, committed, eve, founded, signAll } from '../build/test-kit.ts'
import { pay } from '../build/value.ts'
import { COLLECTIVE_SIGOPS } from '../script/limits.ts'
import { kOfNScript, scriptHashScript } from '../script/standard.ts'

test('a key hash is spent by its own key, with a signature and the key and nothing more', () => {
  const { ledger, coin } = founded()
  const tx = pay({ values: [coin(0)], payments: [], fee: 1_000n, changeTo: ada.script })
  const signing = { tx, named: outputsOf([coin(0)]), network: ledger.network }
  const item = (secret: Uint8Array) => signatureItem(signing, 0, secret)
  const answer = (...items: readonly Uint8Array[]) => ledger.submit({ ...tx, witnesses: [items] })
  const failed = (error: string) => ({ refusal: { code: 'script', facts: { input: 0, error } } })
  expect(answer(item(eve.secret), eve.key)).toMatchObject(failed('verify'))
  expect(answer(item(eve.secret), ada.key)).toMatchObject(failed('signature'))
  expect(answer(new Uint8Array(0), ada.key)).toMatchObject(failed('false'))
  expect(answer(item(ada.secret), ada.key, ada.key)).toMatchObject(failed('signature'))
  expect(answer(ada.key, item(ada.secret), ada.key)).toMatchObject(failed('clean-stack'))
  expect(answer(item(ada.secret), ada.key)).toMatchObject({ ok: true })
})

test('each member that a part of a list brings counts as a vote does', () => {
  const { ledger, coin } = founded()
  const members = [0, 1, 2].map((i) => {
    const secret = Uint8Array.of(0, ...sha256(utf8(`member ${i}`)).subarray(1))
    return registerBallotMember(secret, 1, ada.hash)
  })
  const write = must(listRecords(members)[0], 'a part')
  const commitment = ledger.output(committed(ledger, write, coin(0)), 0)
  const tx = writeRecord({ ...write, commitment, holderScript: ada.script })
  const sigops = 1 + members.length * COLLECTIVE_SIGOPS
  expect(ledger.submit(signAll(ledger, tx, [commitment], [[ada.secret]]))).toMatchObject({
    ok: true,
    value: { sigops },
  })
})

test('the script behind a script hash runs as it is: one that is a script hash itself asks for a hash, and runs nothing', () => {
  const { ledger, coin } = founded()
  const RETURN = Uint8Array.of(0x6a)
  const inner = scriptHashScript(sha256(RETURN))
  const terms = { fee: 100n, changeTo: ada.script }
  const payments = [{ to: scriptHashScript(sha256(inner)), amount: 900n }]
  const paid = signAll(ledger, pay({ ...terms, values: [coin(0)], payments }), [coin(0)], [[ada.secret]])
  expect(ledger.submit(paid)).toMatchObject({ ok: true })
  const tx = pay({ ...terms, values: [ledger.output(paid, 0)], payments: [] })
  expect(ledger.submit({ ...tx, witnesses: [[RETURN, RETURN, inner]] })).toMatchObject({
    refusal: { code: 'script', facts: { input: 0, error: 'clean-stack' } },
  })
  expect(ledger.submit({ ...tx, witnesses: [[RETURN, inner]] })).toMatchObject({ ok: true })
})

test('a wrong signature of k of n keys fails; it is not passed over', () => {
  const { ledger, coin } = founded()
  const keys = [ada, ben, eve]
  const script = kOfNScript(
    1,
    keys.map(({ key }) => key),
  )
  const terms = { fee: 100n, changeTo: ada.script }
  const payments = [{ to: script, amount: 900n }]
  const paid = signAll(ledger, pay({ ...terms, values: [coin(0)], payments }), [coin(0)], [[ada.secret]])
  expect(ledger.submit(paid)).toMatchObject({ ok: true })
  const output = ledger.output(paid, 0)
  const tx = pay({ ...terms, values: [output], payments: [] })
  const signing = { tx, named: outputsOf([output]), network: ledger.network }
  const item = (secret: Uint8Array) => signatureItem(signing, 0, secret)
  const [nothing, right] = [new Uint8Array(0), item(ada.secret)]
  const answer = (...items: readonly Uint8Array[]) =>
    ledger.submit({ ...tx, witnesses: [items.toReversed()] })
  const failed = { refusal: { code: 'script', facts: { input: 0, error: 'signature' } } }
  expect(answer(right, right, nothing)).toMatchObject(failed)
  expect(answer(item(eve.secret), nothing, right)).toMatchObject(failed)
  expect(answer(right, nothing, nothing)).toMatchObject({ ok: true })
})

import { hash160, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { keyHashScript, kOfNScript, type OutputAt, valueOutput, writeRecord } from '@vc/ledger'
import { expect, test } from 'vitest'
import { draftOf, draftValue, readDraftValue, WORK_TABLE } from './work.ts'

const key = schnorrPublicKey(sha256(utf8('creator')))
const account = toHex(hash160(key))
const draft = { work: 'b0f1', title: '山水之间', field: 'music', fingerprint: 'ab'.repeat(32) }

/** A record of a draft as a block has it, with what stands before table, key and value in its witness. */
function recordOf(before: readonly Uint8Array[], change: { table?: string; holder?: Uint8Array } = {}) {
  const script = keyHashScript(hash160(key))
  const place = { layer: 2, kind: 0, height: 0 } as const
  const commitment: OutputAt = {
    outpoint: { txid: new Uint8Array(32), index: 0 },
    output: { ...valueOutput(script, 100n), ...place },
  }
  const write = { table: change.table ?? WORK_TABLE, key: new Uint8Array(16), value: draftValue(draft) }
  const record = writeRecord({ ...write, commitment, holderScript: change.holder ?? script })
  const [shown = [], ...rest] = record.witnesses
  return { ...record, witnesses: [[...before, ...shown], ...rest] }
}
const signature = new Uint8Array(64)

test('a draft is read from the record that its creator’s own key wrote', () => {
  expect(draftOf(recordOf([signature, key]), account)).toEqual(draft)
})

test('a record by another key, by keys together, in another table or held by another is nobody’s draft', () => {
  const stranger = schnorrPublicKey(sha256(utf8('stranger')))
  expect(draftOf(recordOf([signature, stranger]), account)).toBeUndefined()
  expect(draftOf(recordOf([signature, signature]), account)).toBeUndefined()
  expect(draftOf(recordOf([signature]), account)).toBeUndefined()
  expect(draftOf(recordOf([signature, key], { table: 'epcis' }), account)).toBeUndefined()
  expect(draftOf(recordOf([signature, key], { holder: kOfNScript(1, [key]) }), account)).toBeUndefined()
})

test('only the very bytes of a draft are one', () => {
  expect(readDraftValue(draftValue(draft))).toEqual(draft)
  expect(readDraftValue(utf8(JSON.stringify({ ...draft, more: 1 })))).toBeUndefined()
  expect(readDraftValue(utf8('{"work":1}'))).toBeUndefined()
  expect(readDraftValue(utf8('not JSON'))).toBeUndefined()
})

import { concatBytes, hash160, utf8 } from '@vc/crypto'
import { describe, expect, test } from 'vitest'
import { recordDetails } from '../act-sheet/record-details.ts'
import { sentenceOf } from '../act-sheet/sentences.ts'
import { keyHashScript, kOfNScript, recordScript } from '../script/standard.ts'
import {
  certificateKey,
  countTransfer,
  encodeCertificateTransfer,
  parseCertificateTransfer,
  type TransferFacts,
} from './certificate-transfer.ts'

const [seller, buyer, issue] = ['11', '22', '33'].map((byte) => byte.repeat(16)) as [string, string, string]
const transfer = { station: '风电-1', first: 5n, last: 10n, given: 7n, from: seller, to: buyer }
const value = encodeCertificateTransfer(transfer)
const key = certificateKey(issue, 'ab'.repeat(32))
const actKey = concatBytes(Uint8Array.of(2), new Uint8Array(32).fill(7))
const committedBy = (guard: Uint8Array) => recordScript('rec', key, value, guard)
const facts: TransferFacts = {
  ...{ key, value, commitment: committedBy(kOfNScript(1, [actKey])), payer: 'aa', registrar: 'aa' },
  ...{ parent: undefined, isMoved: false },
}

describe('the value of a transfer', () => {
  test('reads back, and is nothing else', () => {
    expect(parseCertificateTransfer(value)).toEqual(transfer)
    expect(parseCertificateTransfer(value.slice(0, -1))).toBeUndefined()
    expect(parseCertificateTransfer(concatBytes(value, Uint8Array.of(0)))).toBeUndefined()
    expect(parseCertificateTransfer(new Uint8Array(32))).toBeUndefined()
  })

  test.each([
    ['nothing', { given: 4n }],
    ['more than is held', { given: 11n }],
    ['serial zero', { first: 0n }],
    ['to its giver', { to: seller }],
    ['of no station', { station: '' }],
  ])('does not give %s', (_, change) => {
    expect(parseCertificateTransfer(encodeCertificateTransfer({ ...transfer, ...change }))).toBeUndefined()
  })
})

describe('a transfer counts', () => {
  test('when its key signed, the registrar paid and the holding is whole and unmoved; it splits exactly', () => {
    const counted = countTransfer(facts)
    expect(counted?.parts).toMatchObject([
      { part: 'given', first: 5n, last: 7n, holder: buyer },
      { part: 'kept', first: 8n, last: 10n, holder: seller },
    ])
    const all = encodeCertificateTransfer({ ...transfer, given: 10n })
    expect(countTransfer({ ...facts, value: all })?.parts).toMatchObject([{ part: 'given', last: 10n }])
    const parent = { station: '风电-1', first: 5n, last: 10n, holder: seller }
    expect(countTransfer({ ...facts, parent })).toEqual(counted)
  })

  const part = { station: '风电-1', first: 5n, last: 10n, holder: seller }
  const refused: readonly [string, Partial<TransferFacts>][] = [
    ['the holding was moved before', { isMoved: true }],
    ['somebody else paid', { payer: 'bb' }],
    ['its issue is on no record', { registrar: undefined }],
    ['neither is known', { payer: null, registrar: null }],
    ['no hardware key guards it', { commitment: committedBy(keyHashScript(hash160(actKey))) }],
    ['one of two keys could have signed', { commitment: committedBy(kOfNScript(1, [actKey, actKey])) }],
    ['the commitment is none', { commitment: utf8('x') }],
    ['the part is of another holder', { parent: { ...part, holder: buyer } }],
    ['the part is shorter', { parent: { ...part, last: 9n } }],
    ['the key names no holding', { key: key.slice(0, 47) }],
  ]
  test.each(refused)('not when %s', (_, change) => {
    expect(countTransfer({ ...facts, ...change })).toBeUndefined()
  })
})

test('the sheet says in words what is handed over, and from whom to whom', () => {
  const line = { what: 'record', table: 'rec', key: 'aa', bytes: '1', ...recordDetails('rec', value) }
  const nameOf = (hex: string) => (hex === buyer ? 'Valley' : undefined)
  expect(sentenceOf(line, 'en', { decimals: 2, nameOf })).toContain(
    `hands over certificates 5 to 7 of station 风电-1 (3 of 6), from organisation ${seller} to organisation Valley (${buyer})`,
  )
  expect(sentenceOf(line, 'zh', { decimals: 2 })).toContain('第 5 至 7 号证书（持有 6 张中的 3 张）')
})

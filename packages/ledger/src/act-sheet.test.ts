import { fromHex, toHex, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { actSheet, sheetHashOf } from './act-sheet.ts'
import { keyHashScript, kOfNScript, recordScript, standardDebtScript } from './script/standard.ts'
import {
  CIRCULATION,
  CREDIT,
  CREDIT_KIND,
  DEBT,
  type Kind,
  type Layer,
  MANAGEMENT,
  NO_BUNDLE,
  type Output,
  RECORD,
  TRANSFER,
  type Transaction,
  VALUE,
} from './transaction.ts'

const hashOf = (byte: number) => new Uint8Array(20).fill(byte)
const lender = hashOf(1)
const debtor = hashOf(2)
const context = { network: new Uint8Array(32).fill(9), decimals: 2 }

const transaction = (kind: Kind, layer: Layer, outputs: readonly Output[], more = {}): Transaction => ({
  version: 1,
  layer,
  kind,
  bundle: NO_BUNDLE,
  inputs: [{ txid: new Uint8Array(32), index: 0, sequence: 0 }],
  outputs,
  premium: 0n,
  lockTime: 0,
  witnesses: [[]],
  acceptances: [],
  ...more,
})

const output = (element: 0 | 1 | 2, amount: bigint, script: Uint8Array): Output => ({
  element,
  amount,
  script,
})

const loan = transaction(TRANSFER, CIRCULATION, [
  output(VALUE, 999_900n, keyHashScript(debtor)),
  output(DEBT, 1_000_000n, standardDebtScript(debtor, 5000)),
])
const credit = [{ ...output(CREDIT, 1_000_000n, keyHashScript(lender)), layer: CIRCULATION }] as const

test('a loan shows its credit, its debtor, its expiry and its fee', () => {
  const { lines, en, zh } = actSheet(loan, credit, context)
  expect(lines.map(({ what }) => what)).toEqual(['act', 'spend', 'output', 'debt', 'fee'])
  expect(en.at(3)).toBe(
    `Output 1: 10,000.00 debt owed by key hash ${toHex(debtor)}, overdue from height 5000`,
  )
  expect(en.at(-1)).toBe('Fee: 1.00')
  expect(zh.at(-1)).toBe('手续费：1.00')
})

test('management credit that a grant draws on is read, not spent', () => {
  const grant = transaction(CREDIT_KIND, CIRCULATION, [output(CREDIT, 500n, keyHashScript(debtor))])
  const source = [{ ...output(CREDIT, 1_000_000n, keyHashScript(lender)), layer: MANAGEMENT }] as const
  expect(actSheet(grant, source, context).lines[1]).toMatchObject({ what: 'read', amount: '1000000' })
})

test('a person reads "1 output"; what is hashed says it as its vectors do', () => {
  const { en, canonical } = actSheet(loan, credit, context)
  expect(en[1]).toContain('(1 output)')
  expect(new TextDecoder().decode(canonical)).toContain('(1 outputs)')
  const [one] = credit
  expect(actSheet(loan, [one, one], context).en[1]).toContain('(2 outputs)')
})

test('the hash of a sheet does not change with signatures, nor with the names that a screen knows', () => {
  const signed = { ...loan, witnesses: [[new Uint8Array(64).fill(3), lender]] }
  const hash = sheetHashOf(loan, credit, context)
  expect(sheetHashOf(signed, credit, context)).toEqual(hash)
  const describeKey = (hex: string) => (hex === toHex(debtor) ? 'Ann' : undefined)
  expect(sheetHashOf(loan, credit, { ...context, describeKey })).toEqual(hash)
  expect(actSheet(loan, credit, { ...context, describeKey }).en[3]).toContain(`Ann (${toHex(debtor)})`)
})

test('another amount, another network or another owner of what is spent gives another hash', () => {
  const hash = toHex(sheetHashOf(loan, credit, context))
  const dearer = { ...loan, outputs: loan.outputs.map((one) => ({ ...one, amount: one.amount + 1n })) }
  const others = [{ ...credit[0], script: keyHashScript(debtor) }]
  expect(toHex(sheetHashOf(dearer, credit, context))).not.toBe(hash)
  expect(toHex(sheetHashOf(loan, others, context))).not.toBe(hash)
  expect(toHex(sheetHashOf(loan, credit, { ...context, network: new Uint8Array(32) }))).not.toBe(hash)
})

test('a record is shown when its witness opens the commitment, and called hidden when not', () => {
  const value = fromHex('0011')
  const guard = kOfNScript(1, [new Uint8Array(32).fill(4)])
  const script = recordScript('notes', utf8('first'), value, guard)
  const named = [{ ...output(VALUE, 0n, script), layer: MANAGEMENT }] as const
  const draft = (witness: readonly Uint8Array[]) =>
    transaction(RECORD, MANAGEMENT, [output(VALUE, 0n, keyHashScript(lender))], { witnesses: [witness] })
  const open = actSheet(draft([utf8('notes'), utf8('first'), value]), named, context)
  expect(open.lines[1]).toMatchObject({ what: 'record', table: 'notes', keyText: 'first', bytes: '2' })
  const shut = actSheet(draft([utf8('notes'), utf8('second'), value]), named, context)
  expect(shut.lines[1]).toEqual({ what: 'record-hidden' })
})

test('the canonical bytes are sorted JSON whose leaves are texts', () => {
  const text = new TextDecoder().decode(actSheet(loan, credit, context).canonical)
  expect(Object.keys(JSON.parse(text))).toEqual([
    'decimals',
    'en',
    'kind',
    'layer',
    'lines',
    'network',
    'version',
    'zh',
  ])
  expect(text).not.toMatch(/:\d/)
  const { en, zh } = JSON.parse(text)
  expect([en.at(-1), zh.at(-1)]).toEqual(['Fee: 1.00', '手续费：1.00'])
})

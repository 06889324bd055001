import { concatBytes } from '@vc/crypto'
import { expect, test } from 'vitest'
import { decodeActCase, encodeActCase } from './act-case.ts'
import { paymentCase } from './testing.ts'

const act = paymentCase('payee', 900n, { language: 'zh-CN' })
const bytes = encodeActCase(act)
const codeOf = (given: Uint8Array) => {
  const read = decodeActCase(given)
  return read.ok ? 'read' : read.refusal.code
}

test('a case is read as it was written, and written again to the same bytes', () => {
  const read = decodeActCase(bytes)
  expect(read).toEqual({ ok: true, value: act })
  if (read.ok) expect(encodeActCase(read.value)).toEqual(bytes)
})

test('a case that is cut anywhere, or has anything behind it, is refused', () => {
  for (let length = 4; length < bytes.length; length += 1)
    expect([length, codeOf(bytes.subarray(0, length))]).toEqual([length, 'act-broken'])
  expect(codeOf(concatBytes(bytes, Uint8Array.of(0)))).toBe('act-broken')
})

test('what is no case of this format is refused as foreign', () => {
  expect(codeOf(new Uint8Array(0))).toBe('act-foreign')
  expect(codeOf(new TextEncoder().encode('https://elsewhere.example/#pay'))).toBe('act-foreign')
  expect(codeOf(concatBytes(new TextEncoder().encode('VCA2'), bytes.subarray(4)))).toBe('act-foreign')
})

test('a case without a transaction, or that asks a signature of a transaction it does not have, is refused', () => {
  expect(codeOf(encodeActCase({ ...act, legs: [] }))).toBe('act-broken')
  const parts = act.parts.map((part) => ({ ...part, transaction: 1 }))
  expect(codeOf(encodeActCase({ ...act, parts }))).toBe('act-broken')
})

test('layers, elements, languages and parts that do not exist are refused', () => {
  const places = [36, 37 + 1 + 2 + (act.legs[0]?.bytes.length ?? 0)]
  for (const at of places) {
    const changed = bytes.slice()
    changed[at] = 77
    expect([at, codeOf(changed)]).toEqual([at, 'act-broken'])
  }
})

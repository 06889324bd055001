import { expect, test } from 'vitest'
import { parseDecimal } from './parse-decimal.ts'
import { parseTable } from './parse-table.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('a row keeps the line on which it begins, also after cells with line breaks', () => {
  const table = parseTable(bytes('﻿id,title\r\n1,"two\r\nlines"\r\n\r\n2,b\r\n3\r\n'))
  expect(table.ok && table.value.rows).toEqual([
    { line: 2, cells: { id: '1', title: 'two\r\nlines' } },
    { line: 5, cells: { id: '2', title: 'b' } },
  ])
  expect(table.ok && table.value.bad).toEqual([
    { line: 6, code: 'cell-count', facts: { cells: 1, columns: 2 }, cells: ['3'] },
  ])
})

test('a quotation mark that is not closed costs its own line, and those after it are told by themselves', () => {
  const table = parseTable(
    bytes('id;title\r\n1;"open\r\n2;b\r\n3\r\n4;"c\r\nc"\r\n5;"d"x\r\n6;"e\r\n7;f\r\n8;"g'),
  )
  expect(table.ok && table.value.rows.map(({ line }) => line)).toEqual([3, 5, 9])
  expect(table.ok && table.value.bad.map(({ line, code }) => [line, code])).toEqual([
    [2, 'quotes-unbalanced'],
    [4, 'cell-count'],
    [7, 'quotes-unbalanced'],
    [8, 'quotes-unbalanced'],
    [10, 'quotes-unbalanced'],
  ])
  expect(table.ok && table.value.bad[0]?.cells).toEqual(['1', '"open'])
})

test('a byte order mark is no part of the first column', () => {
  const table = parseTable(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('id\n1')]))
  expect(table.ok && table.value.columns).toEqual(['id'])
})

test.each([
  ['unknown encoding', new Uint8Array([0x69, 0x64, 0x0a, 0xc4, 0xff]), 'encoding-unknown'],
  ['zero bytes', new Uint8Array([0x69, 0x00, 0x64, 0x00]), 'encoding-unknown'],
  ['nothing', new Uint8Array(), 'file-empty'],
  ['a column twice', bytes('a,b,a\n1,2,3'), 'header-repeated'],
])('refuses a file with %s', (_, file, code) => {
  const table = parseTable(file)
  expect(!table.ok && table.refusal.code).toBe(code)
})

test.each([
  ['12.5', 1250n],
  ['0', 0n],
  ['9e3', 'amount-exponent'],
  ['-1', 'amount-negative'],
  ['1.005', 'amount-decimals'],
  ['1.500', 150n],
  ['1,000', 'amount-format'],
  ['', 'amount-missing'],
  ['NaN', 'amount-format'],
  ['99999999999999999', 'amount-too-large'],
])('reads %s at two decimals as %s', (text, expected) => {
  expect(parseDecimal(text, { decimals: 2 })).toBe(expected)
})

test('floats of a known source are rounded half to even, exactly', () => {
  const floats = { decimals: 2, floats: true }
  expect(parseDecimal('348420.60000000003', floats)).toBe(34842060n)
  expect(parseDecimal('1e-08', floats)).toBe(0n)
  expect(parseDecimal('0.125', floats)).toBe(12n)
  expect(parseDecimal('0.135', floats)).toBe(14n)
  expect(parseDecimal('2.5e3', floats)).toBe(250000n)
})

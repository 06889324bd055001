import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import writeWorkbook, { type SheetData } from 'write-excel-file/node'
import { parseTableFile } from './parse-sheet.ts'

type Cell = SheetData[number][number]
const text = (value: string): Cell => ({ value })
const number = (value: number): Cell => ({ value, type: Number })
const workbook = async (rows: SheetData) => new Uint8Array(await (await writeWorkbook(rows)).toBuffer())
const refusalOf = async (bytes: Uint8Array) => {
  const read = await parseTableFile(bytes)
  return read.ok ? undefined : read.refusal
}

test('a workbook is read like a file of commas: lines counted with the empty ones, numbers as they are written', async () => {
  const bytes = await workbook([
    [text('reference'), text('amount'), text('due')],
    [
      text('L-1'),
      number(1200.5),
      { value: new Date(Date.UTC(2026, 0, 31)), type: Date, format: 'yyyy-mm-dd' },
    ],
    [],
    [text(' L-2 '), number(0.1 + 0.2), null],
  ])
  const read = await parseTableFile(bytes)
  expect(read).toMatchObject({
    value: {
      ...{ format: 'xlsx', columns: ['reference', 'amount', 'due'], bad: [] },
      rows: [
        { line: 2, cells: { reference: 'L-1', amount: '1200.5', due: '2026-01-31' } },
        { line: 4, cells: { reference: 'L-2', amount: '0.30000000000000004', due: '' } },
      ],
    },
  })
})

test('a cell beside the columns is told, columns without a name at the end are none', async () => {
  const bytes = await workbook([
    [text('a'), text('b'), null],
    [text('1'), text('2'), null],
    [text('1'), text('2'), text('3')],
  ])
  expect(await parseTableFile(bytes)).toMatchObject({
    value: { columns: ['a', 'b'], rows: [{ line: 2 }], bad: [{ line: 3, code: 'cell-count' }] },
  })
})

test('a file of commas stays one', async () => {
  expect(await parseTableFile(new TextEncoder().encode('a,b\n1,2'))).toMatchObject({
    value: { format: 'csv' },
  })
})

test('what is no workbook, or one of several sheets, is refused', async () => {
  expect(await refusalOf(Uint8Array.of(0x50, 0x4b, 3, 4, 1, 2, 3))).toEqual({ code: 'sheet-unreadable' })
  expect(await refusalOf(zipSync({ 'notes.txt': new TextEncoder().encode('boat') }))).toEqual({
    code: 'sheet-unreadable',
  })
  const several = await writeWorkbook([
    { data: [[text('a')]], sheet: 'One' },
    { data: [[text('b')]], sheet: 'Two' },
  ])
  expect(await refusalOf(new Uint8Array(await several.toBuffer()))).toEqual({
    code: 'sheets-several',
    sheets: ['One', 'Two'],
  })
  expect(await refusalOf(await workbook([]))).toEqual({ code: 'header-missing' })
})

test('a small archive that unpacks to gigabytes is refused before it is unpacked', async () => {
  const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(300_000_000) })
  expect(bomb.length).toBeLessThan(1_000_000)
  expect(await refusalOf(bomb)).toMatchObject({ code: 'file-too-large', bytes: 300_000_000 })
})

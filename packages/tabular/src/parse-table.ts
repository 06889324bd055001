import { ok, type Result, refuse } from '@vc/kernel'
import Papa from 'papaparse'
import { decodeText, type Encoding, type TextRefusal, type ToldEncoding } from './decode-text.ts'

/** One row with the line of the file on which it begins (the header is line 1). */
export type Row = { readonly line: number; readonly cells: Readonly<Record<string, string>> }
/** A line that can not be taken, and why; `facts` are what the sentence on the screen needs. */
export type BadRow = {
  readonly line: number
  readonly code: string
  readonly column?: string
  readonly facts?: Readonly<Record<string, string | number>>
}
/** A bad row with what stood in the file, so that it can be corrected. */
export type BadLine = BadRow & { readonly cells: readonly string[] }
export type Table = {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly bad: readonly BadLine[]
  readonly encoding: Encoding
  readonly delimiter: string
}
export type TableRefusal =
  | TextRefusal
  | { readonly code: 'file-too-large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'too-many-rows'; readonly limit: number }
  | { readonly code: 'sheet-unreadable' }
  | { readonly code: 'sheets-several'; readonly sheets: readonly string[] }
  | { readonly code: 'header-missing' }
  | { readonly code: 'header-repeated'; readonly column: string }

export const MAX_FILE_BYTES = 32 * 1024 * 1024
export const MAX_ROWS = 100_000

/**
 * Reads a CSV file whole: columns, rows with their lines, and every line that is not a row of this table.
 * Cells are trimmed at both ends; nothing else about them changes. `told`: the encoding that a person has chosen.
 */
export function parseTable(bytes: Uint8Array, told?: ToldEncoding | undefined): Result<Table, TableRefusal> {
  if (bytes.length > MAX_FILE_BYTES)
    return refuse({ code: 'file-too-large', bytes: bytes.length, limit: MAX_FILE_BYTES })
  const decoded = decodeText(bytes, told)
  if (!decoded.ok) return decoded
  const { text, encoding } = decoded.value
  const { records, delimiter } = readRecords(text)
  return tableOf(records, { encoding, delimiter })
}

/** Makes a table of records, the first of them its head; refused as a file would be. */
export function tableOf(
  records: readonly RawRecord[],
  facts: Pick<Table, 'encoding' | 'delimiter'>,
): Result<Table, TableRefusal> {
  const header = records[0]?.cells.map((cell) => cell.trim()) ?? []
  const fault = headerFault(header)
  if (fault) return refuse(fault)
  if (records.length > MAX_ROWS + 1) return refuse({ code: 'too-many-rows', limit: MAX_ROWS })
  return ok({ columns: header, ...facts, ...toRows(header, records.slice(1)) })
}

/** Bad rows of a table with the cells of their lines. */
export function withCells(table: Table, bad: readonly BadRow[]): readonly BadLine[] {
  const cells = new Map<number, readonly string[]>(table.bad.map((row) => [row.line, row.cells]))
  const rows = new Map(table.rows.map((row) => [row.line, row]))
  return bad.map((row) => {
    const found = rows.get(row.line)
    return {
      ...row,
      cells: found ? table.columns.map((name) => found.cells[name] ?? '') : (cells.get(row.line) ?? []),
    }
  })
}

/** The cells of a line as they stand. */
export type RawRecord = {
  readonly line: number
  readonly cells: readonly string[]
  readonly fault?: string
}

function readRecords(text: string): { records: RawRecord[]; delimiter: string } {
  const records: RawRecord[] = []
  let at = 0
  let line = 1
  let delimiter = ','
  Papa.parse<string[]>(text, {
    delimitersToGuess: [',', ';', '\t', '|'],
    step: ({ data, errors, meta }) => {
      const fault = errors.find((error) => error.type === 'Quotes')?.code
      if (data.some((cell) => cell.trim() !== ''))
        records.push({ line, cells: data, ...(fault ? { fault } : {}) })
      line += countNewlines(text, at, meta.cursor)
      at = meta.cursor
      delimiter = meta.delimiter
    },
  })
  return { records, delimiter }
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0
  for (let i = text.indexOf('\n', from); i !== -1 && i < to; i = text.indexOf('\n', i + 1)) count += 1
  return count
}

function headerFault(header: readonly string[]): TableRefusal | undefined {
  if (header.length === 0 || header.every((name) => name === '')) return { code: 'header-missing' }
  const repeated = header.find((name, i) => name !== '' && header.indexOf(name) !== i)
  return repeated === undefined ? undefined : { code: 'header-repeated', column: repeated }
}

function toRows(header: readonly string[], records: readonly RawRecord[]) {
  const rows: Row[] = []
  const bad: BadLine[] = []
  for (const { line, cells, fault } of records) {
    if (fault) bad.push({ line, code: 'quotes-unbalanced', cells })
    else if (cells.length !== header.length)
      bad.push({ line, code: 'cell-count', facts: { cells: cells.length, columns: header.length }, cells })
    else
      rows.push({ line, cells: Object.fromEntries(header.map((name, i) => [name, (cells[i] ?? '').trim()])) })
  }
  return { rows, bad }
}

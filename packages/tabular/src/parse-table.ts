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

/**
 * Every record of a text. A quotation mark that is not closed makes one record of many lines: of that the first line is bad, and the
 * lines after it are read as if it were not there.
 */
function readRecords(text: string): { records: RawRecord[]; delimiter: string } {
  const records: RawRecord[] = []
  let next: Place = { at: 0, line: 1, delimiter: '' }
  while (next.at < text.length) next = readFrom(text, next, records)
  return { records, delimiter: next.delimiter }
}

type Place = { readonly at: number; readonly line: number; readonly delimiter: string }

/** Reads on from a place to the end, or to behind the first line of a record that has swallowed others. */
function readFrom(text: string, from: Place, records: RawRecord[]): Place {
  let { at, line, delimiter } = from
  Papa.parse<string[]>(text.slice(at), {
    delimiter,
    delimitersToGuess: [',', ';', '\t', '|'],
    step: ({ data: cells, errors, meta }, parser) => {
      delimiter = meta.delimiter
      const end = from.at + meta.cursor
      const firstEnd = text.indexOf('\n', at)
      const isBroken = errors.some((error) => error.type === 'Quotes')
      const isOdd = isBroken || (records.length > 0 && cells.length !== records[0]?.cells.length)
      if (isOdd && firstEnd !== -1 && firstEnd < end - 1) {
        const first = text.slice(at, firstEnd).trimEnd()
        records.push({ line, cells: first.split(delimiter), fault: 'quotes-unbalanced' })
        at = firstEnd + 1
        line += 1
        return parser.abort()
      }
      const fault = isBroken ? { fault: 'quotes-unbalanced' } : {}
      if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells, ...fault })
      line += countNewlines(text, at, end)
      at = end
    },
    complete: ({ meta }) => {
      if (!meta.aborted) at = text.length
    },
  })
  return { at, line, delimiter }
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

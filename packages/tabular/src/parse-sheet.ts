import { ok, type Result, refuse } from '@vc/kernel'
import { unzipSync } from 'fflate'
import readWorkbook from 'read-excel-file/universal'
import type { ToldEncoding } from './decode-text.ts'
import {
  MAX_FILE_BYTES,
  parseTable,
  type RawRecord,
  type Table,
  type TableRefusal,
  tableOf,
} from './parse-table.ts'

/** A table with what kind of file it was. */
export type TableFile = Table & { readonly format: 'csv' | 'xlsx' }

const MOST_UNPACKED_BYTES = 8 * MAX_FILE_BYTES

/**
 * Reads a CSV file, or an Excel workbook that has one sheet with anything in it. Numbers of a workbook are taken as its
 * file writes them, never through a floating point number; dates as YYYY-MM-DD. `told`: the encoding that a person has chosen for a CSV file.
 */
export async function parseTableFile(
  bytes: Uint8Array,
  told?: ToldEncoding | undefined,
): Promise<Result<TableFile, TableRefusal>> {
  const isSheet = isZip(bytes)
  const table = isSheet ? await parseSheet(bytes) : parseTable(bytes, told)
  return table.ok ? ok({ ...table.value, format: isSheet ? 'xlsx' : 'csv' }) : table
}

const isZip = ([p, k, three, four]: Uint8Array) => p === 0x50 && k === 0x4b && three === 3 && four === 4

async function parseSheet(bytes: Uint8Array): Promise<Result<Table, TableRefusal>> {
  const unpacked = unpackedBytes(bytes)
  if (unpacked === undefined) return refuse({ code: 'sheet-unreadable' })
  if (bytes.length > MAX_FILE_BYTES || unpacked > MOST_UNPACKED_BYTES)
    return refuse({ code: 'file-too-large', bytes: Math.max(bytes.length, unpacked), limit: MAX_FILE_BYTES })
  const sheets = await sheetsOf(bytes)
  if (!sheets) return refuse({ code: 'sheet-unreadable' })
  const written = sheets.filter(({ records }) => records.length > 0)
  if (written.length > 1) return refuse({ code: 'sheets-several', sheets: written.map(({ name }) => name) })
  return tableOf(written[0]?.records ?? [], { encoding: 'utf-8', delimiter: '' })
}

/** What the parts of the archive say they unpack to; unpacking gives no more than that. */
function unpackedBytes(bytes: Uint8Array): number | undefined {
  let sum = 0
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        sum += originalSize
        return false
      },
    })
    return sum
  } catch {
    return undefined
  }
}

async function sheetsOf(bytes: Uint8Array) {
  try {
    const sheets = await readWorkbook(new Uint8Array(bytes).buffer, { parseNumber: (text) => text })
    return sheets.map(({ sheet, data }) => ({ name: sheet, records: recordsOf(data) }))
  } catch {
    return undefined
  }
}

/** Lines with anything in them, as wide as the head: columns without a name at its end are none. */
function recordsOf(data: readonly (readonly unknown[])[]): RawRecord[] {
  const lines = data.map((row, i) => ({ line: i + 1, cells: row.map(textOf) }))
  const written = lines.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const width = (written[0]?.cells.findLastIndex((cell) => cell !== '') ?? -1) + 1
  return written.map(({ line, cells }) => {
    const end = Math.max(width, cells.findLastIndex((cell) => cell !== '') + 1)
    return { line, cells: cells.slice(0, end) }
  })
}

function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, '')
  return cell === null || cell === undefined ? '' : String(cell).trim()
}

import { ok, type Result, refuse } from '@vc/kernel'
import { type BadRow, parseDecimal, type Row, type Table } from '@vc/tabular'
import type { MeterReading } from './meter.ts'

export type ParsedMeters = { readonly readings: readonly MeterReading[]; readonly bad: readonly BadRow[] }
export type MetersRefusal =
  | { readonly code: 'columns-unknown'; readonly columns: readonly string[] }
  | { readonly code: 'no-rows' }

const names = {
  station: ['station', 'plant', 'unit'],
  period: ['date_local', 'date', 'period'],
  energy: ['energy_mwh', 'mwh', 'energy'],
}

/** Reads settlement data: station, day or period (ISO 8601), energy in MWh with at most 18 decimals. */
export function parseMeters(table: Table): Result<ParsedMeters, MetersRefusal> {
  const pick = (all: readonly string[]) => all.find((name) => table.columns.includes(name))
  const [station, period, energy] = [pick(names.station), pick(names.period), pick(names.energy)]
  if (!station || !period || !energy) return refuse({ code: 'columns-unknown', columns: table.columns })
  if (table.rows.length === 0) return refuse({ code: 'no-rows' })
  const bad: BadRow[] = [...table.bad]
  const seen = new Map<string, number>()
  const readings: MeterReading[] = []
  for (const row of table.rows) {
    const read = readRow(row, { station, period, energy })
    const key = 'code' in read ? '' : `${read.station}\u001f${read.period}`
    const first = seen.get(key)
    if ('code' in read) bad.push(read)
    else if (first !== undefined)
      bad.push({
        line: row.line,
        code: 'row-repeated',
        facts: { reference: key.replace('\u001f', ' '), first },
      })
    else {
      seen.set(key, row.line)
      readings.push(read)
    }
  }
  return ok({ readings, bad: bad.sort((a, b) => a.line - b.line) })
}

function readRow(
  row: Row,
  columns: { station: string; period: string; energy: string },
): MeterReading | BadRow {
  const station = row.cells[columns.station] ?? ''
  const period = row.cells[columns.period] ?? ''
  if (station === '') return { line: row.line, code: 'station-missing', column: columns.station }
  if (!/^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2})?)?$/.test(period))
    return { line: row.line, code: 'period-format', column: columns.period }
  const energy = parseDecimal(row.cells[columns.energy] ?? '', {
    decimals: 18,
    allowNegative: true,
    limit: 10n ** 27n,
  })
  if (typeof energy === 'string') return { line: row.line, code: energy, column: columns.energy }
  return { station, period, energy }
}

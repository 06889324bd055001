import { ok, type Result, refuse } from '@vc/kernel'
import { type BadRow, parseDecimal, type Row, type Table } from '@vc/tabular'
import type { MeterReading } from './meter.ts'

export type ParsedMeters = { readonly readings: readonly MeterReading[]; readonly bad: readonly BadRow[] }
export type MetersRefusal =
  | { readonly code: 'meters-columns'; readonly columns: readonly string[] }
  | { readonly code: 'no-rows' }

const names = {
  station: ['station', 'plant', 'unit'],
  period: ['date_local', 'date', 'period'],
  energy: ['energy_mwh', 'mwh', 'energy'],
  /** In how many intervals the station drew more than it gave: says that a figure below zero is no slip. */
  ownUse: ['negative_intervals'],
}
type Columns = { station: string; period: string; energy: string; ownUse: string | undefined }
const DECIMALS = 18
const MOST_LETTERS = 64

/**
 * Reads settlement data: station, month, day or minute (ISO 8601), energy in MWh with at most 18 decimals. Energy below
 * zero is own use, and taken only where the file counts the intervals of it. Two periods of a station never overlap.
 */
export function parseMeters(table: Table): Result<ParsedMeters, MetersRefusal> {
  const pick = (all: readonly string[]) => all.find((name) => table.columns.includes(name))
  const [station, period, energy] = [pick(names.station), pick(names.period), pick(names.energy)]
  if (!station || !period || !energy) return refuse({ code: 'meters-columns', columns: table.columns })
  if (table.rows.length === 0) return refuse({ code: 'no-rows' })
  const columns = { station, period, energy, ownUse: pick(names.ownUse) }
  const bad: BadRow[] = [...table.bad]
  const readings: MeterReading[] = []
  const seen = createSeen()
  for (const row of table.rows) {
    const read = readRow(row, columns)
    const fault = 'code' in read ? read : seen.take(read, row.line)
    if (fault) bad.push(fault)
    else if (!('code' in read)) readings.push(read)
  }
  return ok({ readings, bad: bad.sort((a, b) => a.line - b.line) })
}

/** The periods that a period lies in: its month, its day. */
export const periodsAround = (period: string): readonly string[] =>
  [period.slice(0, 7), period.slice(0, 10)].filter((part) => part.length < period.length)

/** Remembers what was read; says what a second reading of the same time stands against. */
function createSeen() {
  const lines = new Map<string, number>()
  const parts = new Map<string, number>()
  const nameOf = (station: string, period: string) => `${station}\u001f${period}`
  return {
    take({ station, period }: MeterReading, line: number): BadRow | undefined {
      const name = nameOf(station, period)
      const reference = `${station} ${period}`
      const same = lines.get(name)
      if (same !== undefined) return { line, code: 'row-repeated', facts: { reference, first: same } }
      const around = periodsAround(period).map((part) => nameOf(station, part))
      const overlaps =
        parts.get(name) ?? around.map((part) => lines.get(part)).find((first) => first !== undefined)
      if (overlaps !== undefined)
        return { line, code: 'period-overlaps', facts: { reference, first: overlaps } }
      lines.set(name, line)
      for (const part of around) if (!parts.has(part)) parts.set(part, line)
      return undefined
    },
  }
}

function readRow(row: Row, columns: Columns): MeterReading | BadRow {
  const { line, cells } = row
  const station = cells[columns.station] ?? ''
  const period = cells[columns.period] ?? ''
  if (station === '') return { line, code: 'station-missing', column: columns.station }
  if (station.length > MOST_LETTERS || /\p{C}/u.test(station))
    return { line, code: 'station-format', column: columns.station }
  if (!isPeriod(period)) return { line, code: 'period-format', column: columns.period }
  const rule = { decimals: DECIMALS, allowNegative: true, limit: 10n ** 27n }
  const energy = parseDecimal(cells[columns.energy] ?? '', rule)
  if (typeof energy === 'string')
    return { line, code: energy, column: columns.energy, facts: { decimals: DECIMALS } }
  const isOwnUse = columns.ownUse !== undefined && /^[1-9]\d{0,5}$/.test(cells[columns.ownUse] ?? '')
  if (energy < 0n && !isOwnUse) return { line, code: 'energy-negative', column: columns.energy }
  return { station, period, energy }
}

/** A month, a day or a minute that the calendar has. */
function isPeriod(text: string): boolean {
  if (!/^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2})?)?$/.test(text)) return false
  const whole = `${text}${'-01T00:00'.slice(text.length === 7 ? 0 : text.length === 10 ? 3 : 9)}`
  const time = Date.parse(`${whole}Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(whole)
}

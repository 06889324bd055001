import { type MeterReading, parseMeters, periodsAround } from '@vc/certificates'
import { across, type DbOrTransaction, schema } from '@vc/db'
import { ok, type Result } from '@vc/kernel'
import { type BadLine, type BadRow, type Encoding, parseTable, withCells } from '@vc/tabular'
import { inArray, sql } from 'drizzle-orm'
import type { ToldFile } from '../../read-file-input.ts'

export type MeterLine = MeterReading & { readonly line: number }
export type MetersFile = {
  readonly encoding: Encoding
  readonly columns: readonly string[]
  readonly readings: readonly MeterLine[]
  readonly bad: readonly BadRow[]
  /** Bad rows with the cells of their lines. */
  readonly withCells: (bad: readonly BadRow[]) => readonly BadLine[]
}
const { meterReadings, stations } = schema
const CHUNK = 5000

/** Reads metering data: every line is a reading or a bad row with its reason. */
export function readMetersFile({ bytes, told }: ToldFile): Result<MetersFile, { readonly code: string }> {
  const table = parseTable(bytes, told)
  if (!table.ok) return table
  const parsed = parseMeters(table.value)
  if (!parsed.ok) return parsed
  const isBad = new Set(parsed.value.bad.map(({ line }) => line))
  const lines = table.value.rows.flatMap(({ line }) => (isBad.has(line) ? [] : [line]))
  const readings = parsed.value.readings.map((reading, i) => ({ ...reading, line: lines[i] ?? 0 }))
  const { encoding, columns } = table.value
  const cells = (bad: readonly BadRow[]) => withCells(table.value, bad)
  return ok({ encoding, columns, readings, bad: parsed.value.bad, withCells: cells })
}

/** Moves readings of a time that is metered already, and those of another centre's stations, to the bad rows. */
export async function judgeMeters(
  db: DbOrTransaction,
  centreId: string,
  file: MetersFile,
): Promise<MetersFile> {
  const metered = await knownPeriods(db, file.readings)
  const foreign = await foreignStations(db, centreId, file.readings)
  const bad = file.readings.flatMap(({ line, station, period }): BadRow[] => {
    if (foreign.has(station)) return [{ line, code: 'station-of-another', facts: { station } }]
    const known = metered.get(line)
    if (known === undefined) return []
    const code = known === period ? 'already-metered' : 'already-metered-around'
    return [{ line, code, facts: { station, period, known } }]
  })
  const isBad = new Set(bad.map(({ line }) => line))
  const readings = file.readings.filter(({ line }) => !isBad.has(line))
  return { ...file, readings, bad: [...file.bad, ...bad].sort((a, b) => a.line - b.line) }
}

/** For each line the stored period of its station that is the same, lies in it, or that it lies in. */
async function knownPeriods(
  db: DbOrTransaction,
  readings: readonly MeterLine[],
): Promise<Map<number, string>> {
  const known = new Map<number, string>()
  for (let at = 0; at < readings.length; at += CHUNK) {
    const wanted = readings
      .slice(at, at + CHUNK)
      .flatMap(({ line, station, period }) => [
        { line, station, first: period, last: `${period}~` },
        ...periodsAround(period).map((around) => ({ line, station, first: around, last: around })),
      ])
    // The database compares by code points, so all that begins with a period lies before it and "~".
    const rows = await db.execute<{ line: number; period: string }>(sql`
      select v.line, m.period
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as v(line int, station text, first text, last text)
      join ${meterReadings} m on m.station = v.station and m.period >= v.first and m.period <= v.last`)
    for (const { line, period } of rows) known.set(line, period)
  }
  return known
}

async function foreignStations(
  db: DbOrTransaction,
  centreId: string,
  readings: readonly MeterLine[],
): Promise<Set<string>> {
  const names = [...new Set(readings.map(({ station }) => station))]
  if (names.length === 0) return new Set()
  const rows = await across(db, async (all) =>
    all.select().from(stations).where(inArray(stations.station, names)),
  )
  return new Set(rows.filter((row) => row.centreId !== centreId).map(({ station }) => station))
}

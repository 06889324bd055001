import { type MeterReading, parseMeters } from '@vc/certificates'
import { type DbOrTransaction, schema } from '@vc/db'
import { ok, type Result } from '@vc/kernel'
import { type BadRow, type Encoding, parseTable } from '@vc/tabular'
import { and, inArray, sql } from 'drizzle-orm'

export type MeterLine = MeterReading & { readonly line: number }
export type MetersFile = {
  readonly encoding: Encoding
  readonly readings: readonly MeterLine[]
  readonly bad: readonly BadRow[]
}
const { meterReadings, stations } = schema
const CHUNK = 5000

/** Reads metering data: every line is a reading or a bad row with its reason. */
export function readMetersFile(bytes: Uint8Array): Result<MetersFile, { readonly code: string }> {
  const table = parseTable(bytes)
  if (!table.ok) return table
  const parsed = parseMeters(table.value)
  if (!parsed.ok) return parsed
  const isBad = new Set(parsed.value.bad.map(({ line }) => line))
  const lines = table.value.rows.flatMap(({ line }) => (isBad.has(line) ? [] : [line]))
  const readings = parsed.value.readings.map((reading, i) => ({ ...reading, line: lines[i] ?? 0 }))
  return ok({ encoding: table.value.encoding, readings, bad: parsed.value.bad })
}

/** Moves readings that are there already, and those of another centre's stations, to the bad rows. */
export async function judgeMeters(
  db: DbOrTransaction,
  centreId: string,
  file: MetersFile,
): Promise<MetersFile> {
  const metered = await knownReadings(db, file.readings)
  const foreign = await foreignStations(db, centreId, file.readings)
  const bad = file.readings.flatMap((reading): BadRow[] => {
    const { line, station, period } = reading
    if (foreign.has(station)) return [{ line, code: 'station-of-another', facts: { station } }]
    return metered.has(nameOf(reading)) ? [{ line, code: 'already-metered', facts: { station, period } }] : []
  })
  const isBad = new Set(bad.map(({ line }) => line))
  const readings = file.readings.filter(({ line }) => !isBad.has(line))
  return { ...file, readings, bad: [...file.bad, ...bad].sort((a, b) => a.line - b.line) }
}

const nameOf = ({ station, period }: { station: string; period: string }) => `${station}\u001f${period}`

async function knownReadings(db: DbOrTransaction, readings: readonly MeterLine[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let at = 0; at < readings.length; at += CHUNK) {
    const part = readings.slice(at, at + CHUNK)
    const list = JSON.stringify(part.map(({ station, period }) => ({ s: station, p: period })))
    const rows = await db
      .select({ station: meterReadings.station, period: meterReadings.period })
      .from(meterReadings)
      .innerJoin(
        sql`jsonb_to_recordset(${list}::jsonb) as v(s text, p text)`,
        and(sql`${meterReadings.station} = v.s`, sql`${meterReadings.period} = v.p`),
      )
    for (const row of rows) known.add(nameOf(row))
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
  const rows = await db.select().from(stations).where(inArray(stations.station, names))
  return new Set(rows.filter((row) => row.centreId !== centreId).map(({ station }) => station))
}

import { assert } from '@vc/kernel'
import {
  type MeterReading,
  newStation,
  type SerialRange,
  type StationAccount,
  UNITS_PER_MWH,
} from './meter.ts'

export type Issue = {
  readonly ranges: readonly SerialRange[]
  readonly stations: ReadonlyMap<string, StationAccount>
}

/**
 * Gives one certificate for each whole MWh of a station's energy, in order of periods, and carries the fraction
 * over. Own use lowers what is carried and is made good before the next certificate, so that no MWh is ever
 * certified twice (product.md, energy).
 */
export function issue(readings: readonly MeterReading[], before: ReadonlyMap<string, StationAccount>): Issue {
  const stations = new Map(before)
  const ranges: SerialRange[] = []
  for (const [station, own] of byStation(readings)) {
    const { range, account } = issueForStation(station, own, stations.get(station) ?? newStation)
    stations.set(station, account)
    if (range) ranges.push(range)
  }
  return { ranges, stations }
}

function byStation(readings: readonly MeterReading[]): [string, MeterReading[]][] {
  const groups = Map.groupBy(readings, ({ station }) => station)
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

function issueForStation(station: string, readings: readonly MeterReading[], before: StationAccount) {
  const periods = readings.map(({ period }) => period).sort()
  const energy = before.carry + readings.reduce((sum, reading) => sum + reading.energy, 0n)
  const whole = energy > 0n ? energy / UNITS_PER_MWH : 0n
  const account = { carry: energy - whole * UNITS_PER_MWH, nextSerial: before.nextSerial + whole }
  assert(account.carry < UNITS_PER_MWH, 'less than one MWh is carried over')
  const [fromPeriod, toPeriod] = [periods[0] ?? '', periods.at(-1) ?? '']
  const range = { station, first: before.nextSerial, last: account.nextSerial - 1n, fromPeriod, toPeriod }
  return { account, range: whole > 0n ? range : undefined }
}

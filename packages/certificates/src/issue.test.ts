import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTable } from '@vc/tabular'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certificateCode, parseCertificateCode } from './code.ts'
import { issue } from './issue.ts'
import { UNITS_PER_MWH } from './meter.ts'
import { parseMeters } from './parse-meters.ts'
import { sizeOf, splitRange } from './split-range.ts'

const shared = process.env.VC_SHARED ?? join(import.meta.dirname, '../../../../shared')
const solar = join(shared, 'data/generation-china-solar/daily-mwh.csv')
if (!existsSync(solar)) console.warn(`SKIPPED: no public data at ${solar}`)

test('in however many parts energy is reported, each whole MWh gets one certificate', () => {
  const energies = fc.array(fc.bigInt(-5n * UNITS_PER_MWH, 40n * UNITS_PER_MWH), {
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(energies, fc.nat(40), (all, cut) => {
      const readings = all.map((energy, i) => ({ station: 's', period: String(2000 + i), energy }))
      const first = issue(readings.slice(0, cut), new Map())
      const second = issue(readings.slice(cut), first.stations)
      const issued = [...first.ranges, ...second.ranges].reduce((sum, range) => sum + sizeOf(range), 0n)
      const total = all.reduce((sum, energy) => sum + energy, 0n)
      const carry = second.stations.get('s')?.carry ?? 0n
      expect(issued * UNITS_PER_MWH + carry).toBe(total)
      expect(carry < UNITS_PER_MWH).toBe(true)
    }),
  )
})

test('serials follow one another without a gap', () => {
  const first = issue([{ station: 's', period: '2020-01', energy: 25n * 10n ** 17n }], new Map())
  const second = issue([{ station: 's', period: '2020-02', energy: 5n * 10n ** 17n }], first.stations)
  expect(first.ranges).toMatchObject([{ first: 1n, last: 2n }])
  expect(second.ranges).toMatchObject([{ first: 3n, last: 3n }])
  expect(second.stations.get('s')).toEqual({ carry: 0n, nextSerial: 4n })
})

test('a range is split without losing or doubling a certificate', () => {
  const range = { station: 's', first: 5n, last: 9n, fromPeriod: 'a', toPeriod: 'b' }
  const split = splitRange(range, 2n)
  expect(split.ok && split.value).toMatchObject({
    given: { first: 5n, last: 6n },
    kept: { first: 7n, last: 9n },
  })
  expect(splitRange(range, 5n)).toMatchObject({ ok: true, value: { kept: undefined } })
  expect(splitRange(range, 6n)).toMatchObject({ ok: false, refusal: { code: 'too-few-certificates' } })
  expect(splitRange(range, 0n)).toMatchObject({ ok: false, refusal: { code: 'count-not-positive' } })
})

test('a code reads back to its certificate', () => {
  expect(parseCertificateCode(certificateCode('site-1', 42n))).toEqual({ station: 'site-1', serial: 42n })
  expect(parseCertificateCode('REC-site-1-0000000000')).toBeUndefined()
})

test.skipIf(!existsSync(solar))('a year of three Chinese solar stations is issued to the MWh', () => {
  const table = parseTable(readFileSync(solar))
  const parsed = table.ok ? parseMeters(table.value) : table
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  expect(parsed.value.bad).toEqual([])
  const { ranges, stations } = issue(parsed.value.readings, new Map())
  for (const [station, { carry }] of stations) {
    const lines = readFileSync(solar, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${station},`))
    const sum = lines.reduce((mwh, line) => mwh + Number(line.split(',')[2]), 0)
    const issued = ranges
      .filter((range) => range.station === station)
      .reduce((n, range) => n + sizeOf(range), 0n)
    expect(issued).toBe(BigInt(Math.floor(sum)))
    expect(Number(carry) / 1e18).toBeCloseTo(sum - Math.floor(sum), 5)
  }
})

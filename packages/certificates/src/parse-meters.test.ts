import { parseTable } from '@vc/tabular'
import { expect, test } from 'vitest'
import { parseMeters } from './parse-meters.ts'

function read(head: string, ...rows: readonly string[]) {
  const table = parseTable(new TextEncoder().encode([head, ...rows].join('\n')))
  const parsed = table.ok ? parseMeters(table.value) : table
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}
const HEAD = 'station,date,energy_mwh'

test.each([
  ['s,2026-01-01,-1', 'energy-negative'],
  ['s,2026-01-01,1e3', 'amount-exponent'],
  ['s,2026-01-01,0.1234567890123456789', 'amount-decimals'],
  ['s,2026-01-01,"1,000"', 'amount-format'],
  ['s,2026-01-01,', 'amount-missing'],
  ['s,2026-02-30,1', 'period-format'],
  ['s,2026-13,1', 'period-format'],
  ['s,01/02/2026,1', 'period-format'],
  [',2026-01-01,1', 'station-missing'],
  [`${'s'.repeat(65)},2026-01-01,1`, 'station-format'],
  ['s,2026-01-01', 'cell-count'],
])('the row %s is bad for one reason: %s', (row, code) => {
  const { readings, bad } = read(HEAD, 'other,2026-01-01,1', row)
  expect(readings).toHaveLength(1)
  expect(bad).toMatchObject([{ line: 3, code }])
})

test('one hour is never metered twice: a month and a day of it, or a day and a quarter of an hour, overlap', () => {
  const rows = [
    's,2026-01,5',
    's,2026-01-07,1',
    's,2026-02-01T10:15,1',
    's,2026-02-01,2',
    's,2026-02-02,3',
    'x,2026-01-07,1',
  ]
  const { readings, bad } = read(HEAD, ...rows, 's,2026-02-02,3')
  expect(readings.map(({ station, period }) => `${station} ${period}`)).toEqual([
    's 2026-01',
    's 2026-02-01T10:15',
    's 2026-02-02',
    'x 2026-01-07',
  ])
  expect(bad).toMatchObject([
    { line: 3, code: 'period-overlaps', facts: { first: 2 } },
    { line: 5, code: 'period-overlaps', facts: { first: 4 } },
    { line: 8, code: 'row-repeated', facts: { first: 6 } },
  ])
})

test('energy below zero is own use where the file counts its intervals', () => {
  const rows = ['s,2026-01-01,-0.5,20', 's,2026-01-02,-0.5,0']
  const { readings, bad } = read(`${HEAD},negative_intervals`, ...rows)
  expect(readings).toEqual([{ station: 's', period: '2026-01-01', energy: -5n * 10n ** 17n }])
  expect(bad).toMatchObject([{ line: 3, code: 'energy-negative' }])
})

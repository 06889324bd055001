import { parseTable } from '@vc/tabular'
import { expect, test } from 'vitest'
import { creditFacets, facetsOf, type PublicRecord, parsePublicRecords } from './public-records.ts'

const head = 'registration,facet,source,standing,date,reference,statement'
function parse(...lines: string[]) {
  const table = parseTable(new TextEncoder().encode([head, ...lines].join('\n')))
  if (!table.ok) throw new Error(table.refusal.code)
  return parsePublicRecords(table.value)
}
const good = '91110000710931x,administrative,tax,good,2026-01-31,T-1,Tax of 2025 paid in time'

test('a line is a record of a legal person, known by its number', () => {
  expect(parse(good)).toEqual({
    ok: true,
    value: {
      bad: [],
      records: [
        {
          ...{ line: 2, registration: '91110000710931X', facet: 'administrative', source: 'tax' },
          ...{ standing: 'good', day: '2026-01-31', reference: 'T-1', statement: 'Tax of 2025 paid in time' },
        },
      ],
    },
  })
})

test.each([
  ['registration-format', '12,administrative,tax,good,2026-01-31,T-1,Paid'],
  ['facet-unknown', '91110000710931X,religious,tax,good,2026-01-31,T-1,Paid'],
  ['source-unknown', '91110000710931X,judicial,gossip,good,2026-01-31,T-1,Paid'],
  ['standing-unknown', '91110000710931X,judicial,court,bad,2026-01-31,T-1,Paid'],
  ['date-format', '91110000710931X,judicial,court,adverse,2026-02-30,T-1,Paid'],
  ['evidence-missing', '91110000710931X,judicial,court,adverse,2026-02-03,,Paid'],
  ['statement-missing', '91110000710931X,judicial,court,adverse,2026-02-03,T-1,'],
  ['row-repeated', good.replace('2026', '2025')],
])('%s is told with its line', (code, line) => {
  const read = parse(good, line)
  expect(read).toMatchObject({ ok: true, value: { bad: [{ line: 3, code }] } })
})

test('a file without the columns, or without a line, is refused', () => {
  const table = parseTable(new TextEncoder().encode('a,b\n1,2'))
  if (!table.ok) throw new Error(table.refusal.code)
  expect(parsePublicRecords(table.value)).toMatchObject({ refusal: { code: 'public-columns' } })
  expect(parse()).toMatchObject({ refusal: { code: 'no-rows' } })
})

const record = (change: Partial<PublicRecord>): PublicRecord => ({
  ...{ registration: '91110000710931X', facet: 'judicial', source: 'court', standing: 'adverse' },
  ...{ day: '2026-01-01', reference: 'C-1', statement: 'A judgement was not kept', ...change },
})

test('there are six facets; the last word on a document counts, and what was withdrawn counts no more', () => {
  const facets = facetsOf([
    record({}),
    record({ reference: 'C-2', day: '2026-03-01' }),
    record({ standing: 'repaired', statement: 'Kept meanwhile' }),
    record({ reference: 'W-1', facet: 'daily', source: 'water', standing: 'good' }),
    record({ reference: 'P-1', facet: 'civic', source: 'other' }),
    record({ reference: 'P-1', facet: 'civic', source: 'other', standing: 'withdrawn' }),
  ])
  expect(facets.map(({ facet }) => facet)).toEqual(creditFacets)
  expect(facets[0]).toMatchObject({
    good: 0,
    adverse: 1,
    repaired: 1,
    records: [{ reference: 'C-2' }, { statement: 'Kept meanwhile' }],
  })
  expect(facets[4]).toMatchObject({ facet: 'daily', good: 1 })
  expect(facets[5]).toMatchObject({ facet: 'civic', adverse: 0, records: [] })
})

import { expect, test } from 'vitest'
import { type Column, shownRows } from './table-view.ts'

type Row = { readonly name: string; readonly amount: bigint }
const rows: readonly Row[] = [
  { name: 'Mill', amount: 900n },
  { name: 'Green Valley', amount: 12_000n },
  { name: 'Green Hill', amount: 70n },
]
const columns: readonly Column<Row>[] = [
  { key: 'name', header: 'Name', cell: (r) => r.name, text: (r) => r.name, filter: 'text' },
  {
    key: 'amount',
    header: 'Amount',
    cell: (r) => String(r.amount),
    text: (r) => String(r.amount),
    sortBy: (r) => r.amount,
  },
]
const state = { sort: undefined, filters: {}, page: 0, dense: false }

test('amounts are put in order as numbers, not as texts', () => {
  const shown = shownRows(rows, columns, { ...state, sort: { key: 'amount', down: true } }, 'en')
  expect(shown.map((row) => row.amount)).toEqual([12_000n, 900n, 70n])
})

test('a filter by text finds its part in any case', () => {
  const shown = shownRows(rows, columns, { ...state, filters: { name: 'green' } }, 'en')
  expect(shown.map((row) => row.name)).toEqual(['Green Valley', 'Green Hill'])
})

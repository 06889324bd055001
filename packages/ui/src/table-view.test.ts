import { createTable } from '@tanstack/react-table'
import { expect, test } from 'vitest'
import { type Column, type TableState, tableOptions } from './table-view.ts'

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

function shown(change: Partial<TableState>, pageSize = 25): readonly Row[] {
  const state = { sort: undefined, filters: {}, page: 0, dense: false, ...change }
  const options = tableOptions(rows, columns, state, { locale: 'en', pageSize })
  const table = createTable<Row>({
    onStateChange: () => {},
    renderFallbackValue: undefined,
    ...options,
    state: {},
  })
  table.setOptions((old) => ({ ...old, state: { ...table.initialState, ...options.state } }))
  return table.getRowModel().rows.map((row) => row.original)
}

test('amounts are put in order as numbers, not as texts', () => {
  const sorted = shown({ sort: { key: 'amount', down: true } })
  expect(sorted.map((row) => row.amount)).toEqual([12_000n, 900n, 70n])
})

test('a filter by text finds its part in any case', () => {
  expect(shown({ filters: { name: 'green' } }).map((row) => row.name)).toEqual(['Green Valley', 'Green Hill'])
})

test('a filter of a column that is gone hides nothing', () => {
  expect(shown({ filters: { country: 'cn' } })).toHaveLength(3)
})

test('a page shows its own rows only', () => {
  expect(shown({ page: 1 }, 2).map((row) => row.name)).toEqual(['Green Hill'])
})

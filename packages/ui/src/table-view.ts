import {
  type ColumnDef,
  getCoreRowModel,
  getFilteredRowModel,
  getPaginationRowModel,
  getSortedRowModel,
  type RowData,
  type TableOptions,
} from '@tanstack/react-table'
import type { ReactNode } from 'react'

export type Column<Row> = {
  readonly key: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** The cell as plain text: for files, filters, and the order when `sortBy` is missing. */
  readonly text: (row: Row) => string
  readonly sortBy?: (row: Row) => string | number | bigint
  readonly align?: 'right'
  /** `text`: contains; `choice`: one of the values present. Without it the column has no filter. */
  readonly filter?: 'text' | 'choice'
  /** The choices of such a filter, where the rows at hand are not all there are. */
  readonly choices?: readonly string[]
  /** What stands under the column; says what it adds up over all rows shown on all pages. */
  readonly total?: (rows: readonly Row[]) => ReactNode
  /** On a phone: the main text, the figure beside it, one of the details under it, what can be done last, or nothing. */
  readonly phone?: 'main' | 'side' | 'detail' | 'action' | 'hide'
}

/** What somebody chose to see of a table, and in which order. */
export type View = {
  readonly sort: { readonly key: string; readonly down: boolean } | undefined
  readonly filters: Readonly<Record<string, string>>
  readonly dense: boolean
}
export type TableState = View & { readonly page: number }

declare module '@tanstack/react-table' {
  interface ColumnMeta<TData extends RowData, TValue> {
    readonly column: Column<TData>
    /** Only there so that both parameters of the library's interface are used. */
    readonly value?: TValue
  }
}

/** Columns and state as TanStack Table takes them; amounts are put in order as numbers, texts by the locale. */
export function tableOptions<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  state: TableState,
  { locale, pageSize }: { readonly locale: string; readonly pageSize: number },
): TableOptions<Row> {
  const compare = comparer(locale)
  return {
    data: rows as Row[],
    columns: columns.map((column) => columnDef(column, compare)),
    state: {
      sorting: state.sort ? [{ id: state.sort.key, desc: state.sort.down }] : [],
      columnFilters: Object.entries(state.filters)
        .filter(([key, value]) => value !== '' && columns.some((column) => column.key === key))
        .map(([id, value]) => ({ id, value })),
      pagination: { pageIndex: state.page, pageSize },
    },
    autoResetPageIndex: false,
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getPaginationRowModel: getPaginationRowModel(),
  }
}

function columnDef<Row>(column: Column<Row>, compare: Compare): ColumnDef<Row> {
  const value = column.sortBy ?? column.text
  return {
    id: column.key,
    header: column.header,
    accessorFn: column.text,
    sortingFn: (a, b) => compare(value(a.original), value(b.original)),
    filterFn: (row, _, wanted: string) => matches(column, row.original, wanted),
    meta: { column },
  }
}

function matches<Row>(column: Column<Row>, row: Row, wanted: string): boolean {
  const text = column.text(row)
  return column.filter === 'choice' ? text === wanted : text.toLowerCase().includes(wanted.toLowerCase())
}

type Compare = (a: string | number | bigint, b: string | number | bigint) => number
function comparer(locale: string): Compare {
  const words = new Intl.Collator(locale, { numeric: true })
  return (a, b) => {
    if (typeof a === 'string' || typeof b === 'string') return words.compare(String(a), String(b))
    return a < b ? -1 : a > b ? 1 : 0
  }
}

/** The values present in a column, for its list of choices. */
export function choicesOf<Row>(rows: readonly Row[], column: Column<Row>, locale: string): readonly string[] {
  if (column.choices) return column.choices
  return [...new Set(rows.map(column.text))]
    .filter((text) => text !== '')
    .sort(new Intl.Collator(locale).compare)
}

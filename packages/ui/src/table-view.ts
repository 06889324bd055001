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
  /** What stands under the column; says what it adds up over all rows shown on all pages. */
  readonly total?: (rows: readonly Row[]) => ReactNode
  /** On a phone: the main text, the figure beside it, one of the details under it, or nothing. */
  readonly phone?: 'main' | 'side' | 'detail' | 'hide'
}

export type TableState = {
  readonly sort: { readonly key: string; readonly down: boolean } | undefined
  readonly filters: Readonly<Record<string, string>>
  readonly page: number
  readonly dense: boolean
}

/** The rows that match the filters, in the order asked for. */
export function shownRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  state: TableState,
  locale: string,
): readonly Row[] {
  const active = columns.filter((column) => (state.filters[column.key] ?? '') !== '')
  const kept = rows.filter((row) =>
    active.every((column) => matches(column, row, state.filters[column.key] ?? '')),
  )
  const column = columns.find(({ key }) => key === state.sort?.key)
  if (!column) return kept
  const compare = comparer(locale)
  const value = column.sortBy ?? column.text
  const sign = state.sort?.down ? -1 : 1
  return kept.toSorted((a, b) => sign * compare(value(a), value(b)))
}

function matches<Row>(column: Column<Row>, row: Row, wanted: string): boolean {
  const text = column.text(row)
  return column.filter === 'choice' ? text === wanted : text.toLowerCase().includes(wanted.toLowerCase())
}

function comparer(locale: string) {
  const words = new Intl.Collator(locale, { numeric: true })
  return (a: string | number | bigint, b: string | number | bigint): number => {
    if (typeof a === 'string' || typeof b === 'string') return words.compare(String(a), String(b))
    return a < b ? -1 : a > b ? 1 : 0
  }
}

/** The values present in a column, for its list of choices. */
export function choicesOf<Row>(rows: readonly Row[], column: Column<Row>, locale: string): readonly string[] {
  return [...new Set(rows.map(column.text))]
    .filter((text) => text !== '')
    .sort(new Intl.Collator(locale).compare)
}

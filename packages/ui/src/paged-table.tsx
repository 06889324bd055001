// biome-ignore-all lint/a11y/noRedundantRoles: on a phone rows are laid out by flex, which takes their roles away in some browsers
'use client'
import type { TableProps } from './table.tsx'
import { TableBody } from './table-body.tsx'
import { Head, NoRows, Pages, Totals } from './table-parts.tsx'
import { TableToolbar } from './table-toolbar.tsx'
import type { KeptView } from './use-table-view.ts'

export type PagedTableProps<Row> = Omit<TableProps<Row>, 'initialSort' | 'pageSize'> & {
  /** The rows of the page that the view names. */
  readonly rows: readonly Row[]
  /** How many rows the view's filters find on all pages. */
  readonly total: number
  readonly pageSize: number
  /** From useKeptView, by which the rows are asked for. */
  readonly view: KeptView
  /** Fetches the rows of all pages, for a file. */
  readonly fetchAll: () => Promise<readonly Row[]>
}

/** A list that the server filters, sorts and pages: it looks and is used like Table, and holds one page at a time. */
export function PagedTable<Row>({ view, total, pageSize, fetchAll, ...props }: PagedTableProps<Row>) {
  const { caption, rows, columns, rowKey, empty } = props
  const { state, change, isFiltered } = view
  if (total === 0 && !isFiltered && empty) return <>{empty}</>
  return (
    <div>
      <TableToolbar {...props} allRows={fetchAll} state={state} change={change} isFiltered={isFiltered} />
      <div className="relative max-h-[75dvh] overflow-auto border-y border-ink max-md:max-h-none">
        <table role="table" aria-label={caption} className="w-full border-collapse max-md:block">
          <Head columns={columns} sort={state.sort} onSort={(sort) => change({ sort })} />
          <TableBody {...props} visible={rows} dense={state.dense} rowKey={rowKey} />
          <Totals columns={columns} shown={rows} count={total} />
        </table>
        {total === 0 && <NoRows isFiltered={isFiltered} />}
      </div>
      <Pages
        page={state.page}
        pages={Math.max(1, Math.ceil(total / pageSize))}
        pageSize={pageSize}
        count={total}
        onPage={(page) => change({ page })}
      />
    </div>
  )
}

// biome-ignore-all lint/a11y/noRedundantRoles: on a phone rows are laid out by flex, which takes their roles away in some browsers
'use client'
import type { ReactNode } from 'react'
import { Skeleton } from './notices.tsx'
import { TableBody } from './table-body.tsx'
import { Head, NoRows, Pages, Totals } from './table-parts.tsx'
import { TableToolbar } from './table-toolbar.tsx'
import type { Column, View } from './table-view.ts'
import { useTableView } from './use-table-view.ts'

export type TableProps<Row> = {
  /** Says what the rows are. */
  readonly caption: string
  /** Names the exported file and the saved views. */
  readonly name: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** Enter or a press on a row. */
  readonly onOpen?: (row: Row) => void
  /** The row that is open beside the list. */
  readonly openKey?: string | undefined
  /** Shown instead of the table when there are no rows at all; without it and without actions, one line says so. */
  readonly empty?: ReactNode
  readonly pageSize?: number
  readonly initialSort?: View['sort']
  /** More actions beside filter and export. */
  readonly actions?: ReactNode
}

/** Rows that are still on their way are undefined: the shape of a list stands for them, not an empty one. */
type Coming<Row> = Omit<TableProps<Row>, 'rows'> & { readonly rows: readonly Row[] | undefined }

/** A list of any size: sort, filter by column, saved views, pages, density, keyboard rows, export of what is shown, totals. */
export function Table<Row>({ rows, ...props }: Coming<Row>) {
  return rows === undefined ? <Skeleton className="h-40" /> : <Here {...props} rows={rows} />
}

function Here<Row>({ pageSize = 25, initialSort, ...props }: TableProps<Row>) {
  const { caption, name, rows, columns, rowKey, empty, actions } = props
  const wanted = { name, rows, columns, pageSize, initialSort }
  const { table, state, change, isFiltered } = useTableView(wanted)
  if (rows.length === 0 && (empty || !actions)) return empty ?? <NoRows isFiltered={false} />
  const shown = table.getPrePaginationRowModel().rows.map((row) => row.original)
  const pages = Math.max(1, table.getPageCount())
  const page = Math.min(state.page, pages - 1)
  const visible = shown.slice(page * pageSize, (page + 1) * pageSize)
  return (
    <div>
      <TableToolbar
        {...props}
        allRows={async () => shown}
        state={state}
        change={change}
        isFiltered={isFiltered}
      />
      <div className="relative max-h-[75dvh] overflow-auto border-y border-ink max-md:max-h-none">
        <table role="table" aria-label={caption} className="w-full border-collapse max-md:block">
          <Head columns={columns} sort={state.sort} onSort={(sort) => change({ sort })} />
          <TableBody {...props} visible={visible} dense={state.dense} rowKey={rowKey} />
          <Totals columns={columns} shown={shown} count={shown.length} />
        </table>
        {shown.length === 0 && <NoRows isFiltered={isFiltered} />}
      </div>
      <Pages
        page={page}
        pages={pages}
        pageSize={pageSize}
        count={shown.length}
        onPage={(to) => change({ page: to })}
      />
    </div>
  )
}

'use client'
import { ChevronLeft, ChevronRight, Download, ListFilter, Rows3, Rows4 } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { useUi } from './provider.tsx'
import { saveCsv, saveFile } from './save-file.ts'
import { Filter, Head, onRowKey } from './table-parts.tsx'
import { type Column, shownRows, type TableState } from './table-view.ts'
import { toXlsx } from './xlsx.ts'

export type TableProps<Row> = {
  /** Says what the rows are; also the name of the exported file and of the saved view. */
  readonly caption: string
  readonly name: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** Enter or a press on a row. */
  readonly onOpen?: (row: Row) => void
  /** The row that is open beside the list. */
  readonly openKey?: string | undefined
  /** Shown instead of the table when there are no rows at all. */
  readonly empty?: ReactNode
  readonly pageSize?: number
  readonly initialSort?: { readonly key: string; readonly down: boolean }
  /** More actions beside filter and export. */
  readonly actions?: ReactNode
}

const key = (name: string) => `vc-table-${name}`

/** The view somebody left a table in, kept in this browser. */
function useTableState(name: string, initialSort: TableState['sort']) {
  const [state, setState] = useState<TableState>({ sort: initialSort, filters: {}, page: 0, dense: false })
  useEffect(() => {
    const saved = localStorage.getItem(key(name))
    if (saved) setState((now) => ({ ...now, ...JSON.parse(saved), page: 0 }))
  }, [name])
  const change = (part: Partial<TableState>) => {
    const next = { ...state, page: 0, ...part }
    setState(next)
    localStorage.setItem(
      key(name),
      JSON.stringify({ sort: next.sort, filters: next.filters, dense: next.dense }),
    )
  }
  return [state, change] as const
}

/** A list of any size: sort, filter by column, pages, density, keyboard rows, export of what is shown, totals. */
export function Table<Row>({
  caption,
  name,
  rows,
  columns,
  rowKey,
  onOpen,
  openKey,
  empty,
  pageSize = 25,
  initialSort,
  actions,
}: TableProps<Row>) {
  const { words, locale } = useUi()
  const [state, change] = useTableState(name, initialSort)
  const [filtering, setFiltering] = useState(false)
  const shown = useMemo(() => shownRows(rows, columns, state, locale), [rows, columns, state, locale])
  const filtered = Object.values(state.filters).some((text) => text !== '')
  const pages = Math.max(1, Math.ceil(shown.length / pageSize))
  const page = Math.min(state.page, pages - 1)
  const visible = shown.slice(page * pageSize, (page + 1) * pageSize)
  if (rows.length === 0 && empty) return <>{empty}</>

  const cells = () => [columns.map((c) => c.header), ...shown.map((row) => columns.map((c) => c.text(row)))]
  const number = (n: number) => new Intl.NumberFormat(locale).format(n)
  const main = columns.find((c) => c.phone === 'main') ?? columns[0]
  const side = columns.find((c) => c.phone === 'side') ?? columns.find((c) => c.align === 'right' && !c.phone)

  const phone = (column: Column<Row>) => {
    if (column.phone === 'hide') return 'max-md:hidden'
    if (column === main) return 'max-md:order-1 max-md:grow max-md:basis-1/2 max-md:font-strong'
    if (column === side) return 'max-md:order-2 max-md:text-right'
    return 'max-md:order-4 max-md:text-small max-md:text-ink-soft max-md:before:mr-1 max-md:before:text-ink-faint max-md:before:content-[attr(data-label)]'
  }

  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-1.5">
        {columns.some((c) => c.filter) && (
          <Button
            size="small"
            variant="quiet"
            icon={<ListFilter aria-hidden />}
            aria-expanded={filtering || filtered}
            onClick={() => setFiltering(!filtering)}
          >
            {words.filter}
          </Button>
        )}
        {filtered && (
          <Button size="small" variant="quiet" onClick={() => change({ filters: {} })}>
            {words.clearFilters}
          </Button>
        )}
        <span className="grow" />
        {actions}
        <Button
          size="small"
          variant="quiet"
          className="max-md:hidden"
          icon={state.dense ? <Rows3 aria-hidden /> : <Rows4 aria-hidden />}
          aria-pressed={state.dense}
          onClick={() => change({ dense: !state.dense, page })}
        >
          {words.density}
        </Button>
        <Button
          size="small"
          variant="quiet"
          icon={<Download aria-hidden />}
          onClick={() => saveCsv(name, cells())}
        >
          {words.exportCsv}
        </Button>
        <Button
          size="small"
          variant="quiet"
          icon={<Download aria-hidden />}
          onClick={() =>
            saveFile(
              `${name}.xlsx`,
              toXlsx(cells()),
              'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
            )
          }
        >
          {words.exportXlsx}
        </Button>
      </div>
      {(filtering || filtered) && (
        <div className="mb-2 flex flex-wrap gap-2">
          {columns
            .filter((c) => c.filter)
            .map((column) => (
              <Filter
                key={column.key}
                column={column}
                rows={rows}
                value={state.filters[column.key] ?? ''}
                onChange={(text) => change({ filters: { ...state.filters, [column.key]: text } })}
              />
            ))}
        </div>
      )}
      <div className="max-h-[75dvh] overflow-auto border-y border-ink max-md:max-h-none">
        {/* biome-ignore-start lint/a11y/useSemanticElements lint/a11y/noRedundantRoles: on a phone the rows are laid out by flex, which takes their roles away in some browsers */}
        <table role="table" aria-label={caption} className="w-full border-collapse max-md:block">
          <thead
            role="rowgroup"
            className="sticky top-0 z-10 bg-paper text-left text-small text-ink-soft max-md:sr-only"
          >
            <tr role="row" className="shadow-[inset_0_-1px_0_var(--line-strong)]">
              {columns.map((column) => (
                <Head
                  key={column.key}
                  column={column}
                  sort={state.sort}
                  onSort={(sort) => change({ sort })}
                />
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" className="divide-y max-md:block">
            {visible.map((row, at) => (
              <tr
                role="row"
                key={rowKey(row)}
                {...(onOpen
                  ? {
                      tabIndex: at === 0 ? 0 : -1,
                      onClick: () => onOpen(row),
                      onKeyDown: (event) => onRowKey(event, () => onOpen(row)),
                    }
                  : {})}
                aria-selected={openKey === rowKey(row) || undefined}
                className={classNames(
                  'max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3 max-md:gap-y-0.5 max-md:py-2.5 max-md:after:order-3 max-md:after:basis-full',
                  onOpen && 'cursor-pointer hover:bg-sunk -outline-offset-2',
                  openKey === rowKey(row) && 'bg-sunk',
                )}
              >
                {columns.map((column) => (
                  <td
                    role="cell"
                    key={column.key}
                    data-label={column.header}
                    className={classNames(
                      'px-2 align-baseline first:pl-1 last:pr-1 max-md:p-0!',
                      state.dense ? 'py-1' : 'py-2',
                      column.align === 'right' && 'figures text-right max-md:text-left',
                      phone(column),
                    )}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {columns.some((c) => c.total) && shown.length > 0 && (
            <tfoot
              role="rowgroup"
              className="sticky bottom-0 bg-paper font-strong shadow-[inset_0_1px_0_var(--line-strong)] max-md:static max-md:block"
            >
              <tr role="row" className="max-md:flex max-md:justify-between max-md:gap-3 max-md:py-2">
                {columns.map((column, at) => (
                  <td
                    role="cell"
                    key={column.key}
                    className={classNames(
                      'px-2 py-2 first:pl-1 last:pr-1 max-md:p-0!',
                      column.align === 'right' && 'figures text-right',
                      at > 0 && !column.total && 'max-md:hidden',
                    )}
                  >
                    {column.total
                      ? column.total(shown)
                      : at === 0
                        ? `${words.total} · ${number(shown.length)} ${words.rows}`
                        : ''}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
        {/* biome-ignore-end lint/a11y/useSemanticElements lint/a11y/noRedundantRoles: end */}
        {shown.length === 0 && <p className="py-6 text-center text-ink-soft">{words.noMatch}</p>}
      </div>
      <div className="mt-1.5 flex items-center justify-between gap-2 text-small text-ink-soft">
        <p className="figures" role="status">
          {shown.length === 0 ? 0 : number(page * pageSize + 1)}–
          {number(Math.min(shown.length, (page + 1) * pageSize))} {words.of} {number(shown.length)}{' '}
          {words.rows}
        </p>
        {pages > 1 && (
          <div className="flex gap-1">
            <Button
              size="icon"
              variant="quiet"
              aria-label={words.previous}
              disabled={page === 0}
              onClick={() => change({ page: page - 1 })}
              icon={<ChevronLeft aria-hidden />}
            />
            <Button
              size="icon"
              variant="quiet"
              aria-label={words.next}
              disabled={page >= pages - 1}
              onClick={() => change({ page: page + 1 })}
              icon={<ChevronRight aria-hidden />}
            />
          </div>
        )}
      </div>
    </div>
  )
}

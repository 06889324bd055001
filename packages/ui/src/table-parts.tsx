// biome-ignore-all lint/a11y/noRedundantRoles: on a phone rows are laid out by flex, which takes their roles away in some browsers
'use client'
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { type UiWords, useUi } from './provider.tsx'
import { type Column, choicesOf, type View } from './table-view.ts'

type Sorting = { readonly sort: View['sort']; readonly onSort: (sort: View['sort']) => void }

/** The head of a table: each column's name orders the rows by it. */
export function Head<Row>({ columns, ...sorting }: Sorting & { readonly columns: readonly Column<Row>[] }) {
  return (
    <thead
      role="rowgroup"
      className="sticky top-0 z-10 bg-paper text-left text-small text-ink-soft max-md:sr-only"
    >
      <tr role="row" className="shadow-[inset_0_-1px_0_var(--line-strong)]">
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} {...sorting} />
        ))}
      </tr>
    </thead>
  )
}

function HeadCell<Row>({ column, sort, onSort }: Sorting & { readonly column: Column<Row> }) {
  const { words } = useUi()
  const active = sort?.key === column.key
  const Arrow = sort?.down ? ArrowDown : ArrowUp
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={active ? (sort.down ? 'descending' : 'ascending') : 'none'}
      className={classNames('px-2 first:pl-1 last:pr-1', column.align === 'right' && 'text-right')}
    >
      <button
        type="button"
        className={classNames(
          'inline-flex min-h-8 items-center gap-1 hover:text-ink',
          column.align === 'right' ? 'text-right' : 'text-left',
        )}
        onClick={() => onSort({ key: column.key, down: active ? !sort.down : column.align === 'right' })}
      >
        {column.header}
        {active && <Arrow className="size-3" aria-label={sort.down ? words.sortDown : words.sortUp} />}
      </button>
    </th>
  )
}

type Choosing = { readonly value: string; readonly onChange: (text: string) => void }

/** One input for every column that can be filtered. */
export function Filters<Row>({
  columns,
  rows,
  values,
  onChange,
}: {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly values: Readonly<Record<string, string>>
  readonly onChange: (key: string, text: string) => void
}) {
  const filtered = columns.filter((column) => column.filter)
  return (
    <div className="mb-2 flex flex-wrap gap-2">
      {filtered.map((column) => (
        <Filter
          key={column.key}
          column={column}
          rows={rows}
          value={values[column.key] ?? ''}
          onChange={(text) => onChange(column.key, text)}
        />
      ))}
    </div>
  )
}

function Filter<Row>({
  column,
  rows,
  value,
  onChange,
}: Choosing & { readonly column: Column<Row>; readonly rows: readonly Row[] }) {
  const { words, locale } = useUi()
  const box = 'mt-0.5 block h-8 w-40 rounded-base border border-line-strong bg-raised px-2 text-base text-ink'
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input stands inside
    <label className="text-small text-ink-soft">
      {column.header}
      {column.filter === 'choice' ? (
        <select className={box} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{words.filterAll}</option>
          {choicesOf(rows, column, locale).map((text) => (
            <option key={text} value={text}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          className={box}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          type="search"
        />
      )}
    </label>
  )
}

/** "1 row", "2,000 rows". */
function countOfRows(count: number, words: UiWords, locale: string): string {
  const isOne = new Intl.PluralRules(locale).select(count) === 'one'
  return `${new Intl.NumberFormat(locale).format(count)} ${isOne ? words.row : words.rows}`
}

/** What the columns add up to over all rows shown, on all pages. */
export function Totals<Row>({
  columns,
  shown,
  count: all,
}: {
  readonly columns: readonly Column<Row>[]
  readonly shown: readonly Row[]
  readonly count: number
}) {
  const { words, locale } = useUi()
  if (all === 0 || !columns.some((column) => column.total)) return null
  const count = `${words.total} · ${countOfRows(all, words, locale)}`
  return (
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
            {column.total ? column.total(shown) : at === 0 ? count : ''}
          </td>
        ))}
      </tr>
    </tfoot>
  )
}

/** Stands under the head of a table without rows: nothing was found, or there is nothing. */
export function NoRows({ isFiltered }: { readonly isFiltered: boolean }) {
  const { words } = useUi()
  return <p className="py-6 text-center text-ink-soft">{isFiltered ? words.noMatch : words.noRows}</p>
}

/** Which rows are seen, of how many; the pages before and after. */
export function Pages({
  page,
  pages,
  pageSize,
  count,
  onPage,
}: {
  readonly page: number
  readonly pages: number
  readonly pageSize: number
  readonly count: number
  readonly onPage: (page: number) => void
}) {
  const { words, locale } = useUi()
  const number = (value: number) => new Intl.NumberFormat(locale).format(value)
  const first = number(count === 0 ? 0 : page * pageSize + 1)
  const last = number(Math.min(count, (page + 1) * pageSize))
  const step = (label: string, to: number, Icon: typeof ChevronLeft) => (
    <Button
      size="icon"
      variant="quiet"
      aria-label={label}
      disabled={to < 0 || to >= pages}
      onClick={() => onPage(to)}
      icon={<Icon aria-hidden />}
    />
  )
  return (
    <div className="mt-1.5 flex items-center justify-between gap-2 text-small text-ink-soft">
      <p className="figures" role="status">
        {first}–{last} {words.of} {countOfRows(count, words, locale)}
      </p>
      {pages > 1 && (
        <div className="flex gap-1">
          {step(words.previous, page - 1, ChevronLeft)}
          {step(words.next, page + 1, ChevronRight)}
        </div>
      )}
    </div>
  )
}

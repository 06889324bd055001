'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { classNames } from './class-names.ts'
import { useUi } from './provider.tsx'
import { type Column, choicesOf, type TableState } from './table-view.ts'

/** Arrow keys walk the rows, Enter opens one; keys pressed on a link or button inside stay theirs. */
export function onRowKey(event: KeyboardEvent<HTMLTableRowElement>, open: () => void) {
  const row = event.currentTarget
  if (event.target !== row) return
  const next =
    event.key === 'ArrowDown'
      ? row.nextElementSibling
      : event.key === 'ArrowUp'
        ? row.previousElementSibling
        : undefined
  if (event.key === 'Enter') open()
  else if (!(next instanceof HTMLElement)) return
  else next.focus()
  event.preventDefault()
}

export function Head<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sort: TableState['sort']
  readonly onSort: (sort: TableState['sort']) => void
}) {
  const { words } = useUi()
  const active = sort?.key === column.key
  const Arrow = sort?.down ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={active ? (sort.down ? 'descending' : 'ascending') : 'none'}
      className={classNames('px-2 first:pl-1 last:pr-1', column.align === 'right' && 'text-right')}
    >
      <button
        type="button"
        className="inline-flex min-h-8 items-center gap-1 hover:text-ink"
        onClick={() => onSort({ key: column.key, down: active ? !sort.down : column.align === 'right' })}
      >
        {column.header}
        {active && <Arrow className="size-3" aria-label={sort.down ? words.sortDown : words.sortUp} />}
      </button>
    </th>
  )
}

export function Filter<Row>({
  column,
  rows,
  value,
  onChange,
}: {
  readonly column: Column<Row>
  readonly rows: readonly Row[]
  readonly value: string
  readonly onChange: (text: string) => void
}) {
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

// biome-ignore-all lint/a11y/noRedundantRoles: on a phone rows are laid out by flex, which takes their roles away in some browsers
'use client'
import type { KeyboardEvent } from 'react'
import { classNames } from './class-names.ts'
import type { Column } from './table-view.ts'

/** Arrow keys walk the rows, Enter opens one; keys pressed on a link or button inside stay theirs. */
function onRowKey(event: KeyboardEvent<HTMLTableRowElement>, open: () => void) {
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

/** Where the cells of a column stand when a row becomes two lines on a phone. */
function phonePlaces<Row>(columns: readonly Column<Row>[]): (column: Column<Row>) => string {
  const main = columns.find((c) => c.phone === 'main') ?? columns[0]
  const side = columns.find((c) => c.phone === 'side') ?? columns.find((c) => c.align === 'right' && !c.phone)
  return (column) => {
    if (column.phone === 'hide') return 'max-md:hidden'
    if (column === main) return 'max-md:order-1 max-md:grow max-md:basis-1/2 max-md:font-strong'
    if (column === side) return 'max-md:order-2 max-md:text-right'
    if (column.phone === 'action') return 'max-md:order-5 max-md:basis-full max-md:pt-1.5!'
    return 'max-md:order-4 max-md:text-small max-md:text-ink-soft max-md:before:mr-1 max-md:before:text-ink-faint max-md:before:content-[attr(data-label)]'
  }
}

const rowLook =
  'max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3 max-md:gap-y-0.5 max-md:py-2.5 max-md:after:order-3 max-md:after:basis-full'

/** The rows of one page of a table. */
export function TableBody<Row>({
  visible,
  columns,
  rowKey,
  onOpen,
  openKey,
  dense,
}: {
  readonly visible: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly onOpen?: (row: Row) => void
  readonly openKey?: string | undefined
  readonly dense: boolean
}) {
  const place = phonePlaces(columns)
  const opening = (row: Row, at: number) =>
    onOpen && {
      tabIndex: at === 0 ? 0 : -1,
      onClick: () => onOpen(row),
      onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => onRowKey(event, () => onOpen(row)),
    }
  return (
    <tbody role="rowgroup" className="divide-y max-md:block">
      {visible.map((row, at) => (
        <tr
          role="row"
          key={rowKey(row)}
          {...opening(row, at)}
          aria-selected={openKey === rowKey(row) || undefined}
          className={classNames(
            rowLook,
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
                'px-2 align-baseline first:pl-1 last:pr-1 max-md:p-0! max-md:empty:hidden',
                dense ? 'py-1' : 'py-2',
                column.align === 'right' && 'figures text-right max-md:text-left',
                place(column),
              )}
            >
              {column.cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

'use client'
import { Download, ListFilter, Rows3, Rows4 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { useUi } from './provider.tsx'
import { saveCsv } from './save-file.ts'
import { saveXlsx } from './save-xlsx.ts'
import { Filters } from './table-parts.tsx'
import type { Column, TableState } from './table-view.ts'
import { TableViews } from './table-views.tsx'

type ToolbarProps<Row> = {
  readonly name: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  /** Gives the rows of all pages, as they are filtered and sorted. */
  readonly allRows: () => Promise<readonly Row[]>
  readonly state: TableState
  readonly change: (part: Partial<TableState>) => void
  readonly isFiltered: boolean
  readonly actions?: ReactNode
}

/** What can be done with a table: filter, choose a view, density, export of what is shown. */
export function TableToolbar<Row>(props: ToolbarProps<Row>) {
  const { name, rows, columns, state, change, isFiltered, actions } = props
  const { words } = useUi()
  const [opened, setOpened] = useState(false)
  const filtering = opened || isFiltered
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-1.5">
        {columns.some((column) => column.filter) && (
          <Button
            size="small"
            variant="quiet"
            icon={<ListFilter aria-hidden />}
            aria-expanded={filtering}
            onClick={() => setOpened(!opened)}
          >
            {words.filter}
          </Button>
        )}
        {isFiltered && (
          <Button size="small" variant="quiet" onClick={() => change({ filters: {} })}>
            {words.clearFilters}
          </Button>
        )}
        <TableViews name={name} view={state} onChoose={change} />
        <span className="grow" />
        {actions}
        <Button
          size="small"
          variant="quiet"
          className="max-md:hidden"
          icon={state.dense ? <Rows3 aria-hidden /> : <Rows4 aria-hidden />}
          aria-pressed={state.dense}
          onClick={() => change({ dense: !state.dense, page: state.page })}
        >
          {words.density}
        </Button>
        <Exports {...props} />
      </div>
      {filtering && (
        <Filters
          columns={columns}
          rows={rows}
          values={state.filters}
          onChange={(key, text) => change({ filters: { ...state.filters, [key]: text } })}
        />
      )}
    </>
  )
}

function Exports<Row>({ name, columns, allRows }: ToolbarProps<Row>) {
  const { words } = useUi()
  const cells = async () => {
    const rows = await allRows()
    return [columns.map((c) => c.header), ...rows.map((row) => columns.map((c) => c.text(row)))]
  }
  const icon = <Download aria-hidden />
  return (
    <>
      <Button size="small" variant="quiet" icon={icon} onClick={async () => saveCsv(name, await cells())}>
        {words.exportCsv}
      </Button>
      <Button size="small" variant="quiet" icon={icon} onClick={async () => saveXlsx(name, await cells())}>
        {words.exportXlsx}
      </Button>
    </>
  )
}

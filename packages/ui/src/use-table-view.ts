'use client'
import { useReactTable } from '@tanstack/react-table'
import { useEffect, useState } from 'react'
import { useUi } from './provider.tsx'
import { type TableState, tableOptions, type View } from './table-view.ts'

type Wanted<Row> = {
  readonly name: string
  readonly rows: readonly Row[]
  readonly columns: Parameters<typeof tableOptions<Row>>[1]
  readonly pageSize: number
  readonly initialSort: View['sort']
}

const nothing: View = { sort: undefined, filters: {}, dense: false }
const viewKey = (name: string) => `vc-table-${name}`

/** What this browser kept under a key; what can not be read counts as nothing. */
function kept<Value>(key: string): Value | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** The view of a table that somebody left, kept in this browser, and how it is changed; a change leads to the first page. */
export function useKeptView(name: string, initialSort?: View['sort']) {
  const [state, setState] = useState<TableState>({ ...nothing, sort: initialSort, page: 0 })
  useEffect(() => {
    const saved = kept<Partial<View>>(viewKey(name))
    if (saved) setState((now) => ({ ...now, ...saved, page: 0 }))
  }, [name])
  const change = (part: Partial<TableState>) => {
    const next = { ...state, page: 0, ...part }
    setState(next)
    const { page: _, ...view } = next
    localStorage.setItem(viewKey(name), JSON.stringify(view))
  }
  return { state, change, isFiltered: Object.values(state.filters).some((text) => text !== '') }
}
export type KeptView = ReturnType<typeof useKeptView>

/** The table of the rows, in the view that somebody left it in. */
export function useTableView<Row>({ name, rows, columns, pageSize, initialSort }: Wanted<Row>) {
  const { locale } = useUi()
  const view = useKeptView(name, initialSort)
  const table = useReactTable(tableOptions(rows, columns, view.state, { locale, pageSize }))
  return { table, ...view }
}

/** The views of a table that were given a name, kept in this browser. */
export function useNamedViews(name: string) {
  const key = `${viewKey(name)}-views`
  const [views, setViews] = useState<Readonly<Record<string, View>>>({})
  useEffect(() => setViews(kept(key) ?? {}), [key])
  const store = (next: Readonly<Record<string, View>>) => {
    setViews(next)
    localStorage.setItem(key, JSON.stringify(next))
  }
  return {
    views,
    save: (title: string, view: View) => store({ ...views, [title]: view }),
    forget: (title: string) =>
      store(Object.fromEntries(Object.entries(views).filter(([known]) => known !== title))),
  }
}

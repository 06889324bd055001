'use client'
import { Button, classNames, Skeleton, saveCsv, saveFile, useUi } from '@vc/ui'
import type { EChartsOption } from 'echarts'
import { ChartLine, Download, Table2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ChartTokens } from './options.ts'
import { useChartTokens } from './use-chart-tokens.ts'

export type ChartTable = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
export type ChartProps = {
  /** What the chart shows, as a sentence; also read to who can not see it. */
  readonly label: string
  /** Name of exported files. */
  readonly name: string
  /** The echarts option, made with our tokens. Keep the function stable (useCallback). */
  readonly option: (tokens: ChartTokens) => EChartsOption
  /** The same data, for the table one key away and for CSV. */
  readonly table: ChartTable
  readonly title?: ReactNode
  /** Height as a class: "h-64" when left out. */
  readonly className?: string
  /** A press on an item: name and data as echarts gives them. */
  readonly onPick?: (name: string, data: unknown) => void
}

/** A chart with our tokens, its data as a table, and export as PNG or CSV. */
export function Chart({ label, name, option, table, title, className = 'h-64', onPick }: ChartProps) {
  const { words } = useUi()
  const [asTable, setAsTable] = useState(false)
  const [picture, setPicture] = useState<() => string>()
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex flex-wrap items-center gap-1">
        <span className="font-strong">{title ?? label}</span>
        <span className="grow" />
        <Button
          size="small"
          variant="quiet"
          aria-pressed={asTable}
          icon={asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? words.showChart : words.showTable}
        </Button>
        <Button
          size="small"
          variant="quiet"
          icon={<Download aria-hidden />}
          onClick={() => saveCsv(name, [table.head, ...table.rows])}
        >
          {words.exportCsv}
        </Button>
        <Button
          size="small"
          variant="quiet"
          icon={<Download aria-hidden />}
          disabled={!picture || asTable}
          onClick={() => picture && savePicture(name, picture())}
        >
          {words.exportPng}
        </Button>
      </figcaption>
      {asTable ? (
        <DataTable table={table} label={label} className={className} />
      ) : (
        <Canvas label={label} option={option} className={className} onReady={setPicture} onPick={onPick} />
      )}
    </figure>
  )
}

function savePicture(name: string, dataUrl: string) {
  const [, base64 = ''] = dataUrl.split(',')
  saveFile(
    `${name}.png`,
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    'image/png',
  )
}

type CanvasProps = {
  readonly label: string
  readonly option: ChartProps['option']
  readonly className: string
  readonly onReady: (picture: () => () => string) => void
  readonly onPick: ChartProps['onPick']
}
type Instance = ReturnType<typeof import('./echarts.ts')['init']>

function Canvas({ label, option, className, onReady, onPick }: CanvasProps) {
  const tokens = useChartTokens()
  const box = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<Instance>()
  useEffect(() => {
    let made: Instance | undefined
    let gone = false
    const observer = new ResizeObserver(() => made?.resize())
    void import('./echarts.ts').then(({ init }) => {
      if (gone || !box.current) return
      made = init(box.current)
      observer.observe(box.current)
      setChart(made)
    })
    return () => {
      gone = true
      observer.disconnect()
      made?.dispose()
    }
  }, [])
  useEffect(() => {
    if (!chart || !tokens || chart.isDisposed()) return
    chart.setOption(option(tokens), { notMerge: true })
    onReady(() => () => chart.getDataURL({ pixelRatio: 2, backgroundColor: tokens.paper }))
  }, [chart, tokens, option, onReady])
  useEffect(() => {
    if (!chart || !onPick || chart.isDisposed()) return
    const pick = (event: { name?: string; data?: unknown }) => onPick(event.name ?? '', event.data)
    chart.on('click', pick)
    return () => {
      if (!chart.isDisposed()) chart.off('click', pick)
    }
  }, [chart, onPick])
  return (
    <div className={classNames('relative', className)}>
      {/* Out of the flow: what was drawn for a wide page must not keep a narrow one wide. */}
      <div ref={box} role="img" aria-label={label} className="absolute inset-0" />
      {!chart && <Skeleton className="absolute inset-0 h-full" />}
    </div>
  )
}

function DataTable({
  table,
  label,
  className,
}: {
  readonly table: ChartTable
  readonly label: string
  readonly className: string
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: a region that scrolls must be reachable by keyboard
    <div className={`overflow-auto border-y ${className}`} tabIndex={0} role="region" aria-label={label}>
      <table className="figures w-full text-right text-small">
        <thead className="sticky top-0 bg-paper">
          <tr>
            {table.head.map((cell) => (
              <th key={cell} scope="col" className="px-2 py-1 first:text-left">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {table.rows.map((row) => (
            <tr key={row.join('\n')}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table do not move
                <td key={at} className="px-2 py-1 first:text-left">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

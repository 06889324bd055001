import type { EChartsOption } from 'echarts'

/** Our tokens as a canvas needs them. Value, credit and debt colour those elements and nothing else. */
export type ChartTokens = Readonly<
  Record<
    | 'font'
    | 'paper'
    | 'raised'
    | 'ink'
    | 'inkSoft'
    | 'inkFaint'
    | 'line'
    | 'lineStrong'
    | 'value'
    | 'credit'
    | 'debt'
    | 'waiting'
    | 'refused',
    string
  >
> & {
  /** False for who wants less motion. */
  readonly moves: boolean
}

export type Line = {
  readonly name: string
  readonly colour: string
  /** Where the line has no value it is broken. */
  readonly points: readonly (readonly [x: number, y: number | null])[]
  readonly dashed?: boolean
}
export type LineChart = {
  readonly lines: readonly Line[]
  /** How the horizontal axis and the figures are written. */
  readonly formatX: (x: number) => string
  readonly formatY: (y: number) => string
}

/** What every chart of ours has: our font, honest tooltips without HTML, no motion beyond a short one, and none where it is not wanted. */
export const baseOption = (tokens: ChartTokens): EChartsOption => ({
  animation: tokens.moves,
  animationDuration: 160,
  animationDurationUpdate: 160,
  textStyle: { fontFamily: tokens.font, color: tokens.inkSoft, fontSize: 12 },
  tooltip: {
    renderMode: 'richText',
    confine: true,
    backgroundColor: tokens.raised,
    borderColor: tokens.lineStrong,
    textStyle: { color: tokens.ink, fontFamily: tokens.font, fontSize: 12 },
  },
})

/** Lines over heights with an honest zero, labelled at their ends instead of by a legend. */
export function lineOption(tokens: ChartTokens, { lines, formatX, formatY }: LineChart): EChartsOption {
  return {
    ...baseOption(tokens),
    tooltip: {
      ...baseOption(tokens).tooltip,
      trigger: 'axis',
      valueFormatter: (y) => (typeof y === 'number' ? formatY(y) : '–'),
    },
    grid: { left: 8, right: 108, top: 12, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value',
      min: 'dataMin',
      max: 'dataMax',
      axisLabel: { formatter: formatX, color: tokens.inkFaint, hideOverlap: true, alignMaxLabel: 'right' },
      axisLine: { lineStyle: { color: tokens.lineStrong } },
      splitLine: { show: false },
      axisPointer: { label: { formatter: ({ value }) => formatX(Number(value)) } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { formatter: formatY, color: tokens.inkFaint },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    series: lines.map(({ name, colour, points, dashed }) => ({
      type: 'line',
      name,
      data: points.map((point) => [...point]),
      showSymbol: points.length < 2,
      connectNulls: false,
      lineStyle: { color: colour, width: 1.75, type: dashed ? 'dashed' : 'solid' },
      itemStyle: { color: colour },
      endLabel: { show: true, formatter: '{a}', color: colour, fontFamily: tokens.font },
      labelLayout: { moveOverlap: 'shiftY' },
    })),
  }
}

export type Bars = {
  readonly names: readonly string[]
  /** Parts of each bar from below: each gets a paler shade and a pattern of its own. */
  readonly parts: readonly { readonly name: string; readonly amounts: readonly number[] }[]
  readonly colour: string
  readonly formatY: (y: number) => string
}

/** Bars over names, stacked of parts of one element, from an honest zero. */
export function barsOption(tokens: ChartTokens, { names, parts, colour, formatY }: Bars): EChartsOption {
  const isSplit = parts.length > 1
  return {
    ...baseOption(tokens),
    tooltip: {
      ...baseOption(tokens).tooltip,
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      valueFormatter: (y) => (typeof y === 'number' ? formatY(y) : '–'),
    },
    aria: { enabled: isSplit, label: { enabled: false }, decal: { show: isSplit } },
    legend: {
      show: isSplit,
      type: 'scroll',
      bottom: 0,
      itemWidth: 16,
      textStyle: { color: tokens.inkSoft, fontFamily: tokens.font },
      pageIconColor: tokens.ink,
      pageTextStyle: { color: tokens.inkSoft },
    },
    grid: { left: 8, right: 12, top: 12, bottom: isSplit ? 34 : 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: [...names],
      axisLabel: { color: tokens.inkFaint, hideOverlap: true },
      axisLine: { lineStyle: { color: tokens.lineStrong } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { formatter: formatY, color: tokens.inkFaint },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    series: parts.map(({ name, amounts }, at) => ({
      type: 'bar',
      name,
      stack: 'all',
      data: [...amounts],
      barMaxWidth: 36,
      itemStyle: { color: colour, opacity: 1 - (0.75 * at) / Math.max(1, parts.length) },
    })),
  }
}

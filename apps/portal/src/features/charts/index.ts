export { Chart, type ChartProps, type ChartTable } from './chart.tsx'
export { baseOption, type ChartTokens, lineOption } from './options.ts'
export { useChartTokens } from './use-chart-tokens.ts'
export { useWriting } from './use-writing.ts'

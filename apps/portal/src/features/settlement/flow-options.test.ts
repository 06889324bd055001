import { formatUnits } from '@vc/ui'
import { expect, test } from 'vitest'
import type { ChartTokens } from '../charts/index.ts'
import { pictureOf, sankeyOption } from './flow-options.ts'

const places = [
  { name: 'left A', label: 'A', side: 'left' },
  { name: 'centre', label: 'Centre', side: 'middle' },
  { name: 'right B', label: 'B', side: 'right' },
] as const
/** More than a double holds to the unit. */
const amount = 9_007_199_254_740_993n

test('where one points at a picture of netting, its amounts stand to the unit', () => {
  const bands = [
    { source: 'left A', target: 'centre', amount },
    { source: 'centre', target: 'right B', amount },
  ]
  const write = (sum: bigint) => formatUnits(sum, 2, 'en')
  const option = sankeyOption({} as ChartTokens, pictureOf(places, bands, 1), { colour: 'red', write })
  const [series] = option.series
  const texts = [...(series?.data ?? []), ...(series?.links ?? [])].map(({ text }) => text)
  const exact = '90,071,992,547,409.93'
  expect(texts).toEqual([
    `A: ${exact}`,
    `Centre: ${exact}`,
    `B: ${exact}`,
    `A → Centre: ${exact}`,
    `Centre → B: ${exact}`,
  ])
  expect(option.tooltip.formatter({ data: { text: 'as it stands' } })).toBe('as it stands')
})

import { baseOption, type ChartTokens } from '../charts/index.ts'

/** A band of the picture between two named places. Amounts in units, for drawing only. */
export type Band = { readonly source: string; readonly target: string; readonly value: number }
export type Place = {
  readonly name: string
  readonly label: string
  readonly side: 'left' | 'middle' | 'right'
}
export type FlowPicture = {
  readonly places: readonly Place[]
  readonly bands: readonly Band[]
  /** Height in pixels that the places and the gaps between them take. */
  readonly height: number
}

const TOP = 18
const GAP = 11
/** What the places of a column take together, gaps left out, in the picture that moves more. */
const FULL = 250

const placesOn = (places: readonly Place[]) =>
  Math.max(...(['left', 'right'] as const).map((side) => places.filter((p) => p.side === side).length), 1)

/** A picture in the scale of another: `share` is how much of the larger sum it moves. */
export function pictureOf(places: readonly Place[], bands: readonly Band[], share: number): FlowPicture {
  return { places, bands, height: Math.max(1, FULL * share) + (placesOn(places) - 1) * GAP }
}

/** A Sankey picture: bands as thick as their amount, names beside their places. */
export function sankeyOption(
  tokens: ChartTokens,
  { places, bands, height }: FlowPicture,
  how: { readonly colour: string; readonly write: (value: number) => string },
) {
  const base = baseOption(tokens)
  const write = (value: unknown) => how.write(Number(value))
  const labels = new Map(places.map(({ name, label }) => [name, label]))
  const positions = { left: 'left', middle: 'top', right: 'right' } as const
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item' as const, valueFormatter: write },
    series: [
      {
        type: 'sankey' as const,
        ...{ top: TOP, left: 100, right: 100, height, nodeGap: GAP, nodeWidth: 8 },
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: 'adjacency' as const },
        lineStyle: { color: how.colour, opacity: 0.28, curveness: 0.5 },
        itemStyle: { color: how.colour, borderWidth: 0 },
        label: {
          ...{ color: tokens.ink, fontFamily: tokens.font, fontSize: 12, width: 94 },
          overflow: 'truncate' as const,
          formatter: ({ name = '' }: { name?: string }) => labels.get(name) ?? name,
        },
        labelLayout: { hideOverlap: true },
        data: places.map(({ name, side }) => ({
          name,
          depth: side === 'left' ? 0 : side === 'right' ? 2 : 1,
          label: { position: positions[side] },
        })),
        links: bands.map((band) => ({ ...band })),
      },
    ],
  }
}

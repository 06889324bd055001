import { baseOption, type ChartTokens } from '../charts/index.ts'

/** A band of the picture between two named places. */
export type Band = { readonly source: string; readonly target: string; readonly amount: bigint }
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

/** What goes through a place: all that leaves it, or all that reaches it where nothing leaves. */
function amountAt(bands: readonly Band[], place: string): bigint {
  const sum = (end: 'source' | 'target') =>
    bands.reduce((total, band) => (band[end] === place ? total + band.amount : total), 0n)
  return sum('source') || sum('target')
}

/** The text of the place or band that one points at: echarts hands back what it was given. */
const textOf = (pointed: unknown): string => (pointed as { data: { text: string } }).data.text

/**
 * A Sankey picture: names beside their places, amounts to the unit where one points. Only how thick a band is drawn is
 * a float.
 */
export function sankeyOption(
  tokens: ChartTokens,
  { places, bands, height }: FlowPicture,
  how: { readonly colour: string; readonly write: (amount: bigint) => string },
) {
  const base = baseOption(tokens)
  const labels = new Map(places.map(({ name, label }) => [name, label]))
  const way = ({ source, target }: Band) => `${labels.get(source)} → ${labels.get(target)}`
  const positions = { left: 'left', middle: 'top', right: 'right' } as const
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'item' as const,
      formatter: (pointed: unknown) => textOf(pointed),
    },
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
        data: places.map(({ name, label, side }) => ({
          name,
          text: `${label}: ${how.write(amountAt(bands, name))}`,
          depth: side === 'left' ? 0 : side === 'right' ? 2 : 1,
          label: { position: positions[side] },
        })),
        links: bands.map((band) => ({
          source: band.source,
          target: band.target,
          value: Number(band.amount),
          text: `${way(band)}: ${how.write(band.amount)}`,
        })),
      },
    ],
  }
}

'use client'
import { Amount, formatUnits, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { elementOf, layerOf, type ShownOutput, type ShownTransaction } from './shown.ts'

const WIDTH = 880
const ROW = 34
const PAD = 34
const BOX = 210
const MIDDLE = WIDTH / 2
/** Left of the middle there is nothing to see where a transaction names nothing. */
const LEFT_OF_MIDDLE = 96
const fills = { value: 'fill-value', credit: 'fill-credit', debt: 'fill-debt' } as const
const lines = { value: 'stroke-value', credit: 'stroke-credit', debt: 'stroke-debt' } as const

type Named = ShownTransaction['named'][number]
type FlowProps = {
  readonly layer: number
  readonly named: readonly Named[]
  readonly written: readonly ShownOutput[]
}
type Stratum = { readonly layer: number; readonly top: number; readonly height: number }

/** The three layers with room for what each holds, the management layer on top. */
function strataOf({ named, written }: FlowProps): readonly Stratum[] {
  let top = 0
  return [0, 1, 2].map((layer) => {
    const rows = Math.max(
      named.filter((output) => output.layer === layer).length,
      written.filter((output) => output.layer === layer).length,
      1,
    )
    const height = rows * ROW + PAD
    const stratum = { layer, top, height }
    top += height
    return stratum
  })
}

/** The ordinate of each output in its stratum. */
function placesOf<R extends ShownOutput>(outputs: readonly R[], strata: readonly Stratum[]) {
  const used = new Map<number, number>()
  return outputs.map((output) => {
    const row = used.get(output.layer) ?? 0
    used.set(output.layer, row + 1)
    return { output, y: (strata[output.layer]?.top ?? 0) + PAD - 8 + row * ROW + ROW / 2 }
  })
}

/**
 * A transaction drawn through the three layers: what it names on the left, what it writes on the right. A spend is solid,
 * a read dashed; colour and mark are the element's.
 */
export function Flow(props: FlowProps) {
  const t = useTranslations('explorer')
  const strata = strataOf(props)
  const last = strata[2]
  const height = last === undefined ? 0 : last.top + last.height
  const left = placesOf(props.named, strata)
  const right = placesOf(props.written, strata)
  const own = strata[props.layer]
  const y = own === undefined ? 0 : own.top + own.height / 2 + 8
  const from = props.named.length === 0 ? MIDDLE - LEFT_OF_MIDDLE : 0
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, by keyboard too
    <figure tabIndex={0} className="overflow-x-auto border">
      <svg
        viewBox={`${from} 0 ${WIDTH - from} ${height}`}
        className={`block h-auto w-full ${from === 0 ? 'min-w-[44rem]' : 'min-w-[22rem] max-w-[38rem]'}`}
        role="img"
        aria-label={t('flow')}
      >
        {strata.map((stratum) => (
          <StratumBand key={stratum.layer} stratum={stratum} from={from} />
        ))}
        {left.map(({ output, y: at }) => (
          <path
            key={`${output.txid}:${output.index}`}
            d={curve(BOX + 20, at, MIDDLE - 8, y)}
            className={`fill-none ${lines[elementOf(output.element)]}`}
            strokeWidth={1.5}
            strokeDasharray={output.reads ? '5 4' : undefined}
            data-how={output.reads ? 'reads' : 'spends'}
          />
        ))}
        {right.map(({ output, y: at }) => (
          <path
            key={output.index}
            d={curve(MIDDLE + 8, y, WIDTH - BOX - 20, at)}
            className={`fill-none ${lines[elementOf(output.element)]}`}
            strokeWidth={1.5}
            data-how="writes"
          />
        ))}
        <circle cx={MIDDLE} cy={y} r={8} className="fill-ink" />
        {left.map(({ output, y: at }) => (
          <Mark key={`${output.txid}:${output.index}`} output={output} x={BOX + 20} y={at} anchor="end" />
        ))}
        {right.map(({ output, y: at }) => (
          <Mark key={output.index} output={output} x={WIDTH - BOX - 20} y={at} anchor="start" />
        ))}
      </svg>
      <figcaption className="flex flex-wrap gap-x-6 gap-y-1 border-t px-3 py-2 text-small text-ink-soft">
        <LegendLine dashed={false} label={t('spends')} />
        <LegendLine dashed label={t('reads')} />
        <Sums {...props} />
      </figcaption>
    </figure>
  )
}

const curve = (x1: number, y1: number, x2: number, y2: number) =>
  `M ${x1} ${y1} C ${(x1 + x2) / 2} ${y1}, ${(x1 + x2) / 2} ${y2}, ${x2} ${y2}`

type BandProps = { readonly stratum: Stratum; readonly from: number }

function StratumBand({ stratum: { layer, top, height }, from }: BandProps) {
  const t = useTranslations('explorer')
  return (
    <g>
      <rect
        x={0}
        y={top}
        width={WIDTH}
        height={height}
        className={layer % 2 === 0 ? 'fill-sunk' : 'fill-paper'}
      />
      <line x1={0} x2={WIDTH} y1={top} y2={top} className="stroke-line" />
      <text x={from + 10} y={top + 18} className="fill-ink-faint text-small">
        {t(`layer.${layerOf(layer)}`)}
      </text>
    </g>
  )
}

type MarkProps = {
  readonly output: ShownOutput
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

/** An output: its element's sign at the end of the line, and the amount to the unit. */
function Mark({ output, x, y, anchor }: MarkProps) {
  const { decimals, locale, words } = useUi()
  const element = elementOf(output.element)
  const at = anchor === 'end' ? x - 10 : x + 10
  return (
    <g>
      <Sign element={element} x={x} y={y} />
      <text x={at} y={y + 4} textAnchor={anchor} className={`figures text-base ${fills[element]}`}>
        {formatUnits(output.amount, decimals, locale)} {words.elements[element]}
      </text>
    </g>
  )
}

function Sign({
  element,
  x,
  y,
}: {
  readonly element: keyof typeof fills
  readonly x: number
  readonly y: number
}) {
  if (element === 'value') return <circle cx={x} cy={y} r={4.5} className={fills.value} />
  const turn = element === 'credit' ? `rotate(45 ${x} ${y})` : undefined
  return <rect x={x - 4} y={y - 4} width={8} height={8} transform={turn} className={fills[element]} />
}

function LegendLine({ dashed, label }: { readonly dashed: boolean; readonly label: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg width={28} height={6} aria-hidden="true">
        <line
          x1={0}
          x2={28}
          y1={3}
          y2={3}
          className="stroke-ink"
          strokeWidth={1.5}
          strokeDasharray={dashed ? '5 4' : undefined}
        />
      </svg>
      {label}
    </span>
  )
}

/** What came in and went out of each element, reads left out. */
function Sums({ named, written }: FlowProps) {
  const t = useTranslations('explorer')
  const sum = (outputs: readonly ShownOutput[], element: number) =>
    outputs.reduce((total, output) => (output.element === element ? total + output.amount : total), 0n)
  const spent = named.filter(({ reads }) => !reads)
  return [0, 1, 2]
    .map((element) => ({ element, before: sum(spent, element), after: sum(written, element) }))
    .filter(({ before, after }) => before > 0n || after > 0n)
    .map(({ element, before, after }) => (
      <span key={element} className="inline-flex items-baseline gap-1">
        <Amount amount={before} element={elementOf(element)} unit="" />
        {t('becomes')}
        <Amount amount={after} element={elementOf(element)} />
      </span>
    ))
}

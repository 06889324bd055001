'use client'
import { formatUnits, shortHash, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { elementOf, kindOf } from '../explorer/index.ts'
import { edgesOf, type PlacedNode, placeNodes, type TraceEdge, type TraceNode } from './trace-layout.ts'

const BOX = { width: 176, height: 66 }
const STEP = { x: BOX.width + 196, y: BOX.height + 34 }
const PAD = 14
const lines = { value: 'stroke-value', credit: 'stroke-credit', debt: 'stroke-debt' } as const
const fills = { value: 'fill-value', credit: 'fill-credit', debt: 'fill-debt' } as const
const at = ({ column, row }: PlacedNode) => ({ x: PAD + column * STEP.x, y: PAD + row * STEP.y })

type DrawingProps = {
  readonly nodes: readonly TraceNode[]
  readonly open: string
  readonly onOpen: (txid: string) => void
}

/** Transactions from left to right in the order in which they build on each other; arrow keys walk from one to the next. */
export function TraceDrawing({ nodes, open, onOpen }: DrawingProps) {
  const t = useTranslations('audit')
  const placed = placeNodes(nodes)
  const edges = edgesOf(nodes)
  const boxes = useRef(new Map<string, SVGGElement>())
  const width = PAD * 2 + Math.max(0, ...placed.map(({ column }) => column)) * STEP.x + BOX.width
  const height = PAD * 2 + Math.max(0, ...placed.map(({ row }) => row)) * STEP.y + BOX.height
  // On a narrow screen the transaction that is open may lie beyond the edge of the drawing.
  useEffect(() => {
    // In newer browsers scrolling gives a promise, which is no clean-up.
    boxes.current.get(open)?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [open])
  const byId = new Map(placed.map((node) => [node.txid, node]))

  function onKey(event: KeyboardEvent, node: PlacedNode) {
    if (event.key === 'Enter' || event.key === ' ') onOpen(node.txid)
    else {
      const next = neighbour(event.key, node, placed, edges)
      if (next === undefined) return
      boxes.current.get(next)?.focus()
    }
    event.preventDefault()
  }

  return (
    <figure className="overflow-x-auto border">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose parts are pressed */}
      <svg width={width} height={height} role="group" aria-label={t('graph', { count: nodes.length })}>
        {edges.map((edge, i) => (
          <Edge
            key={`${edge.from} ${edge.to} ${edge.element} ${edge.reads}`}
            edge={edge}
            byId={byId}
            nth={nthOf(edges, i)}
          />
        ))}
        {placed.map((node) => (
          // biome-ignore lint/a11y/useSemanticElements: a button can not stand in a drawing
          <g
            key={node.txid}
            ref={(box) => {
              if (box) boxes.current.set(node.txid, box)
            }}
            role="button"
            tabIndex={0}
            aria-pressed={node.txid === open}
            className="cursor-pointer outline-offset-2"
            onClick={() => onOpen(node.txid)}
            onKeyDown={(event) => onKey(event, node)}
          >
            <Box node={node} isOpen={node.txid === open} />
          </g>
        ))}
      </svg>
    </figure>
  )
}

/** Which of the bands between the same two transactions this is, so that their figures stand below each other. */
const nthOf = (edges: readonly TraceEdge[], i: number) =>
  edges.slice(0, i).filter(({ from, to }) => from === edges[i]?.from && to === edges[i]?.to).length

function neighbour(
  key: string,
  { txid, column, row }: PlacedNode,
  placed: readonly PlacedNode[],
  edges: readonly TraceEdge[],
): string | undefined {
  if (key === 'ArrowLeft') return edges.find(({ to }) => to === txid)?.from
  if (key === 'ArrowRight') return edges.find(({ from }) => from === txid)?.to
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : undefined
  if (step === undefined) return undefined
  return placed.find((node) => node.column === column && node.row === row + step)?.txid
}

function Box({ node, isOpen }: { readonly node: PlacedNode; readonly isOpen: boolean }) {
  const t = useTranslations('audit')
  const name = useNodeName()
  const format = useFormatter()
  const { x, y } = at(node)
  return (
    <>
      <rect
        {...{ x, y, ...BOX }}
        rx={2}
        className={isOpen ? 'fill-raised stroke-ink' : 'fill-paper stroke-line-strong'}
        strokeWidth={isOpen ? 2 : 1}
      />
      <text x={x + 10} y={y + 20} className="fill-ink text-small font-strong">
        {name(node)}
      </text>
      <text x={x + 10} y={y + 38} className="fill-ink-soft font-mono text-small">
        {shortHash(node.txid)}
      </text>
      <text x={x + 10} y={y + 55} className="figures fill-ink-soft text-small">
        {t('inBlock', { height: format.number(node.height) })}
      </text>
    </>
  )
}

type EdgeProps = {
  readonly edge: TraceEdge
  readonly byId: ReadonlyMap<string, PlacedNode>
  readonly nth: number
}

function Edge({ edge, byId, nth }: EdgeProps) {
  const { decimals, locale, words } = useUi()
  const [from, to] = [byId.get(edge.from), byId.get(edge.to)]
  if (from === undefined || to === undefined) return null
  const element = elementOf(edge.element)
  const shift = nth * 16 - 6
  const [a, b] = [at(from), at(to)]
  const start = { x: a.x + BOX.width, y: a.y + BOX.height / 2 + shift }
  const end = { x: b.x, y: b.y + BOX.height / 2 + shift }
  const bend = Math.min(60, (end.x - start.x) / 2)
  return (
    <g>
      <path
        d={`M ${start.x} ${start.y} C ${start.x + bend} ${start.y}, ${end.x - bend} ${end.y}, ${end.x} ${end.y}`}
        className={`fill-none ${lines[element]}`}
        strokeWidth={1.5}
        strokeDasharray={edge.reads ? '5 4' : undefined}
      />
      <text x={end.x - 8} y={end.y - 4} textAnchor="end" className={`figures text-small ${fills[element]}`}>
        {formatUnits(edge.amount, decimals, locale)} {words.elements[element]}
      </text>
    </g>
  )
}

/** What a transaction did in the trace; else what kind it is. */
export function useNodeName(): (node: TraceNode) => string {
  const t = useTranslations('audit')
  const kinds = useTranslations('explorer')
  return ({ role, kind }) => (role === undefined ? kinds(`kind.${kindOf(kind)}`) : t(`role.${roleOf(role)}`))
}

const roles = [
  'granted',
  'authorised',
  'moved',
  'cleared',
  'recorded',
  'replaced',
  'committed',
  'funded',
] as const
/** The name of a role as the messages know it. */
export const roleOf = (role: string) => roles.find((known) => known === role) ?? 'moved'

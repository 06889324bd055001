import type { ApiAnswers } from '../../trpc/types.ts'

type DebtStep = ApiAnswers['audit']['traceDebt']['steps'][number]
/** A transaction in a trace. What somebody walked to on their own has no role in it. */
export type TraceNode = Omit<DebtStep, 'role'> & { readonly role?: string | undefined }
/** What one transaction handed to the next: the outputs of one element, together. Amount in smallest units. */
export type TraceEdge = {
  readonly from: string
  readonly to: string
  readonly element: number
  readonly reads: boolean
  readonly amount: bigint
}
export type PlacedNode = TraceNode & { readonly column: number; readonly row: number }

/** A node before another on the ledger comes first. */
const inOrder = (nodes: readonly TraceNode[]) =>
  [...nodes].sort((a, b) => a.height - b.height || a.index - b.index)

/** What passes between the transactions that are in the graph. */
export function edgesOf(nodes: readonly TraceNode[]): readonly TraceEdge[] {
  const known = new Set(nodes.map(({ txid }) => txid))
  const edges = new Map<string, TraceEdge>()
  for (const { txid: to, named } of inOrder(nodes)) {
    for (const { txid: from, element, reads, amount } of named) {
      if (!known.has(from)) continue
      const key = `${from} ${to} ${element} ${reads}`
      edges.set(key, { from, to, element, reads, amount: amount + (edges.get(key)?.amount ?? 0n) })
    }
  }
  return [...edges.values()]
}

/** Each transaction one column after the last of those it builds on; rows in the order of the ledger. */
export function placeNodes(nodes: readonly TraceNode[]): readonly PlacedNode[] {
  const columns = new Map<string, number>()
  const filled = new Map<number, number>()
  return inOrder(nodes).map((node) => {
    const column = Math.max(0, ...node.named.map(({ txid }) => (columns.get(txid) ?? -1) + 1))
    const row = filled.get(column) ?? 0
    columns.set(node.txid, column)
    filled.set(column, row + 1)
    return { ...node, column, row }
  })
}

/** Transactions that a node leads to and that are not in the graph yet: what it named, and what spent its outputs. */
export function waysFrom(node: TraceNode, nodes: readonly TraceNode[]) {
  const known = new Set(nodes.map(({ txid }) => txid))
  const strangers = (ids: readonly (string | null)[]) => [
    ...new Set(ids.filter((id): id is string => id !== null && !known.has(id))),
  ]
  return {
    back: strangers(node.named.map(({ txid }) => txid)),
    on: strangers(node.written.map(({ spentBy }) => spentBy)),
  }
}

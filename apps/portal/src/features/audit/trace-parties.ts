import { fromHex } from '@vc/crypto'
import { CREDIT, DEBT, isHandedOn, MANAGEMENT, parseStandard } from '@vc/ledger'
import type { TraceNode } from './trace-layout.ts'

/** Who stands behind a step of a debt: the foundation group's k of n keys, the agent it trusts, the users who owe. */
export type Parties = {
  readonly group: { readonly k: number; readonly n: number } | undefined
  /** Key hashes, each once. */
  readonly agents: readonly string[]
  readonly users: readonly string[]
}

type Shown = TraceNode['named'][number] | TraceNode['written'][number]
const isManaged = ({ element, layer, script }: Shown) =>
  element === CREDIT && (layer === MANAGEMENT || isHandedOn({ element, script: fromHex(script) }))
const owners = (outputs: readonly Shown[]) => [
  ...new Set(outputs.flatMap(({ keyHash }) => (keyHash === null ? [] : [keyHash]))),
]

/**
 * The parties of a node of a trace (V-020). A loan reads its agent's credit; the group's keys are on the source that the grant
 * of that credit divided, so they come from the grant where it is in the trace.
 */
export function partiesOf(node: TraceNode, nodes: readonly TraceNode[]): Parties {
  const credit = [...node.named, ...node.written].filter(isManaged)
  const grants = nodes.filter(({ txid }) => credit.some((one) => one.txid === txid))
  const sources = [node, ...grants].flatMap(({ named }) => named.filter(isManaged))
  const group = sources.map(({ script }) => parseStandard(fromHex(script))).find(isGroup)
  return {
    group: group && { k: group.k, n: group.keys.length },
    agents: owners(credit),
    users: owners(node.written.filter(({ element }) => element === DEBT)),
  }
}

type Standard = ReturnType<typeof parseStandard>
const isGroup = (parsed: Standard): parsed is Extract<Standard, { readonly name: 'k-of-n' }> =>
  parsed?.name === 'k-of-n'

import {
  compareRows,
  type Difference,
  type LedgerRows,
  ledgerBook,
  ledgerTables,
  openReplay,
  packBlockLine,
  packConfigurationLine,
  packHeadLine,
  packManifestLine,
  packProposalLine,
  packRowLine,
  parseConfiguration,
  parseProposal,
} from '@vc/consensus'
import { fromHex, nobleChecks, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { totals } from '@vc/ledger'

/** What is to be judged: the network it must be, the configuration (hex), and from which height with signatures. */
export type Task = {
  readonly network: string
  readonly configuration: string
  /** Those that blocks voted for, hex. */
  readonly proposals: readonly string[]
  readonly from: number
  readonly to: number
  /** How far the portal's tables are. */
  readonly projected: number
}
/** Why the audit stops. */
export type Stop = {
  readonly height: number
  readonly code: string
  readonly facts: Readonly<Record<string, string | number | boolean>>
}
export type Judged = { readonly height: number; readonly transactions: number; readonly stop?: Stop }
export type Finding = {
  readonly network: string
  readonly head: string
  readonly transactions: number
  readonly compared: number
  readonly totals: readonly string[]
  readonly differences: readonly Difference[]
  readonly differing: number
}

const MOST_SHOWN = 500

/** One audit in this browser: judges blocks from their bytes, then compares what the portal shows. Uses no server. */
export function openVerifier(task: Task) {
  const configuration = parseConfiguration(fromHex(task.configuration))
  if (!configuration.ok) return { stop: { height: 0, ...configuration.refusal } satisfies Stop }
  const proposals = task.proposals.flatMap((bytes) => {
    const proposal = parseProposal(fromHex(bytes))
    return proposal.ok ? [proposal.value] : []
  })
  const { from } = task
  const replay = openReplay({ configuration: configuration.value, proposals, checks: nobleChecks, from })
  const book = ledgerBook()
  const comparison = compareRows(book, { height: task.to, behind: task.to < task.projected })
  const blockLines: string[] = []
  const rowLines: string[] = []
  const state = { height: -1, head: '', network: '', transactions: 0 }

  const judgeOne = (bytes: string): Stop | undefined => {
    const step = replay.next(fromHex(bytes))
    if (!step.ok) return { height: step.refusal.height, ...step.refusal.refusal }
    const { height, hash, block } = step.value
    if (height === 0 && toHex(hash) !== task.network) {
      return { height, code: 'network-other', facts: { genesis: toHex(hash), network: task.network } }
    }
    book.add(step.value)
    blockLines.push(packBlockLine(height, bytes))
    if (height === 0) state.network = toHex(hash)
    state.height = height
    state.head = toHex(hash)
    state.transactions += block.transactions.length
    return undefined
  }

  const judge = (blocks: readonly string[]): Judged => {
    for (const bytes of blocks) {
      const stop = judgeOne(bytes)
      if (stop !== undefined) return { height: state.height, transactions: state.transactions, stop }
    }
    return { height: state.height, transactions: state.transactions }
  }

  const show = (rows: LedgerRows) => {
    comparison.show(rows)
    for (const table of ledgerTables) for (const row of rows[table]) rowLines.push(packRowLine(table, row))
  }

  const finish = (): Finding => {
    const differences = comparison.differences()
    const { network, head, transactions } = state
    return {
      network,
      head,
      transactions,
      compared: comparison.compared(),
      totals: totals(replay.state).map(String),
      differences: differences.slice(0, MOST_SHOWN),
      differing: differences.length,
    }
  }

  const pack = (): string => {
    const { network, head } = state
    const { from, to } = task
    const lines = [
      packHeadLine({ network, from, to, head, totals: totals(replay.state).map(String) }),
      packConfigurationLine(task.configuration),
      ...task.proposals.map(packProposalLine),
      ...blockLines,
      ...rowLines,
    ]
    return `${[...lines, packManifestLine(lines)].join('\n')}\n`
  }

  return { judge, show, finish, pack }
}

export type Verifier = Exclude<ReturnType<typeof openVerifier>, { readonly stop: Stop }>
/** The verifier of a task whose configuration could be read. */
export const isOpen = (opened: ReturnType<typeof openVerifier>): opened is Verifier => !('stop' in opened)
export const mustBeOpen = (verifier: Verifier | undefined) => must(verifier, 'an audit is open')

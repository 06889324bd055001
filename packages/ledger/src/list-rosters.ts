import { equalBytes } from '@vc/crypto'
import { GROUP_ADD, GROUP_REMOVE, readGroupChange, rosterAfter } from './kinds/group-change.ts'
import { parseKOfN } from './script/parse-standard.ts'
import { tableName } from './state-keys.ts'
import { GROUP, type Outpoint, type Transaction } from './transaction.ts'
import { txidOf } from './txid.ts'

/** One step in the life of a foundation group: how it was founded, or how its roster changed. */
export type RosterStep = {
  readonly height: number
  readonly txid: Uint8Array
  readonly what: 'found' | 'add' | 'remove' | 'replace'
  /** The key added, removed or replaced; absent of a founding. */
  readonly key?: Uint8Array
  /** Only of a replacement. */
  readonly newKey?: Uint8Array
  /** The roster after it, in order. */
  readonly keys: readonly Uint8Array[]
}

/** A foundation group as its transactions tell it, the newest step last. */
export type RosterHistory = {
  readonly group: string
  /** Its roster output now. */
  readonly roster: Outpoint
  readonly keys: readonly Uint8Array[]
  readonly steps: readonly RosterStep[]
}

/**
 * The foundation groups (ledger.md 9) out of all group transactions of a chain, in its order; nothing else is asked.
 * Founding transactions stand at height 0 and name their group.
 */
export function rostersOf(
  transactions: readonly { readonly transaction: Transaction; readonly height: number }[],
): readonly RosterHistory[] {
  const groups: RosterHistory[] = []
  for (const { transaction, height } of transactions) {
    if (transaction.kind !== GROUP) continue
    if (height === 0) groups.push(...founded(transaction))
    const at = groups.findIndex(({ roster }) => spends(transaction, roster))
    const before = groups[at]
    if (height > 0 && before !== undefined) groups[at] = changed(before, transaction, height)
  }
  return groups
}

function founded(transaction: Transaction): readonly RosterHistory[] {
  const [name] = transaction.witnesses[0] ?? []
  const [output] = transaction.outputs
  const keys = output && parseKOfN(output.script)?.keys
  if (name === undefined || keys === undefined) return []
  const txid = txidOf(transaction)
  const steps: readonly RosterStep[] = [{ height: 0, txid, what: 'found', keys }]
  return [{ group: tableName(name), roster: { txid, index: 0 }, keys, steps }]
}

function spends({ inputs: [first] }: Transaction, { txid, index }: Outpoint): boolean {
  return first !== undefined && first.index === index && equalBytes(first.txid, txid)
}

function changed(before: RosterHistory, transaction: Transaction, height: number): RosterHistory {
  const change = readGroupChange(transaction, before.keys.length)
  if (change === undefined) return before
  const keys = rosterAfter(before.keys, change)
  const txid = txidOf(transaction)
  const { operation, key, newKey } = change
  const what = operation === GROUP_ADD ? 'add' : operation === GROUP_REMOVE ? 'remove' : 'replace'
  const step: RosterStep = { height, txid, what, key, keys, ...(what === 'replace' && { newKey }) }
  return { ...before, roster: { txid, index: 0 }, keys, steps: [...before.steps, step] }
}

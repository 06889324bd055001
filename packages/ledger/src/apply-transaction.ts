import { assert, must } from '@vc/kernel'
import { readEvidence } from './kinds/evidence.ts'
import { readGroupChange, rosterAfter } from './kinds/group-change.ts'
import { readRecordItems } from './kinds/record-items.ts'
import { parseStandard } from './script/parse-standard.ts'
import type { Overlay } from './state.ts'
import {
  assertUnwritten,
  closeEffects,
  condemn,
  createOutput,
  type Effects,
  type OutputAt,
  openEffects,
  placeRecord,
  placeRoster,
  rememberDrawn,
  removeOutput,
  rosterAt,
} from './state-effects.ts'
import { decodePlacedOutput } from './state-entries.ts'
import { outputKey, tableName } from './state-keys.ts'
import { GROUP, PENALTY, RECORD, REWARD, type Transaction } from './transaction.ts'
import { txidOf } from './txid.ts'

/** What a transaction did to the state: the entries of consensus.md 16 that came and went, and which outputs. */
export type Applied = {
  readonly txid: Uint8Array
  readonly created: readonly Uint8Array[]
  readonly removed: readonly Uint8Array[]
  readonly createdOutputs: readonly OutputAt[]
  readonly spentOutputs: readonly OutputAt[]
  /** Ids that a penalty condemned now. */
  readonly condemned: readonly Uint8Array[]
}

/**
 * Writes into `state` what a transaction does that `judgeTransaction` found valid, in a block of this height: spent and
 * new outputs, record, roster, condemned ids, indexes and totals. The undo is `undoOf(state.changes(), base)`.
 */
export function applyTransaction(state: Overlay, transaction: Transaction, height: number): Applied {
  const effects = openEffects(state)
  if (transaction.kind === GROUP) changeRoster(effects, transaction)
  spendInputs(effects, transaction)
  if (transaction.kind !== REWARD && effects.spentOutputs.length === 0) {
    rememberDrawn(effects, txidOf(transaction))
  }
  if (transaction.kind === RECORD) writeRecord(effects, transaction)
  if (transaction.kind === PENALTY) condemnEvidence(effects, transaction)
  createOutputs(effects, transaction, height)
  return finish(effects, transaction)
}

/**
 * Writes a transaction of the genesis block: its inputs name nothing (see `genesisRecord`, `genesisRoster`); a group
 * transaction's witness is the group's name, a record's is table, key, value.
 */
export function applyGenesisTransaction(state: Overlay, transaction: Transaction): Applied {
  const effects = openEffects(state)
  if (transaction.kind === RECORD) writeRecord(effects, transaction)
  if (transaction.kind === GROUP) foundGroup(effects, transaction)
  createOutputs(effects, transaction, 0)
  return finish(effects, transaction)
}

function finish(effects: Effects, transaction: Transaction): Applied {
  closeEffects(effects)
  const { created, removed, createdOutputs, spentOutputs, condemned } = effects
  return { txid: txidOf(transaction), created, removed, createdOutputs, spentOutputs, condemned }
}

/** Inputs of a higher layer only read: such outputs, and those that this block already spent, stay as they are. */
function spendInputs(effects: Effects, transaction: Transaction): void {
  for (const { txid, index } of transaction.inputs) {
    const outpoint = { txid, index }
    const key = outputKey(outpoint)
    const placed = effects.state.get(key)
    if (placed === undefined) continue
    const output = decodePlacedOutput(placed)
    if (output.layer >= transaction.layer) removeOutput(effects, { outpoint, output }, { key, placed })
  }
}

function createOutputs(effects: Effects, transaction: Transaction, height: number): void {
  const txid = txidOf(transaction)
  const { layer, kind } = transaction
  if (effects.spentOutputs.length === 0) assertUnwritten(effects, txid)
  transaction.outputs.forEach(({ element, amount, script }, index) => {
    const output = { element, amount, script, layer, kind, height }
    createOutput(effects, { outpoint: { txid, index }, output })
  })
}

function writeRecord(effects: Effects, transaction: Transaction): void {
  const items = must(readRecordItems(transaction), 'a valid record shows table, key and value')
  const holder = { txid: txidOf(transaction), index: 0 }
  placeRecord(effects, tableName(items.table), items.key, { value: items.value, holder })
}

function changeRoster(effects: Effects, transaction: Transaction): void {
  const spent = must(transaction.inputs[0], 'a group transaction spends its roster')
  const { group, roster } = must(rosterAt(effects.state, spent), 'a valid change names a roster output')
  const change = must(readGroupChange(transaction, roster.keys.length), 'a valid change of a group')
  const outpoint = { txid: txidOf(transaction), index: 0 }
  placeRoster(effects, group, { outpoint, keys: rosterAfter(roster.keys, change) })
}

function foundGroup(effects: Effects, transaction: Transaction): void {
  const group = tableName(must(transaction.witnesses[0]?.[0], 'a genesis roster names its group'))
  const script = parseStandard(must(transaction.outputs[0], 'a genesis roster has its output').script)
  assert(script?.name === 'k-of-n', 'a roster output is n of n keys')
  placeRoster(effects, group, { outpoint: { txid: txidOf(transaction), index: 0 }, keys: script.keys })
}

function condemnEvidence(effects: Effects, transaction: Transaction): void {
  for (const items of transaction.witnesses) {
    const evidence = items.length < 2 ? undefined : readEvidence(items, Number.MAX_SAFE_INTEGER)
    if (evidence !== undefined) condemn(effects, txidOf(evidence.transaction))
  }
}

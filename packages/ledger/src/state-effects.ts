import { hash160 } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { parseAccount, parseAgent } from './kinds/record-values.ts'
import { owedBy } from './script/owner-hash.ts'
import type { Overlay, StateReader } from './state.ts'
import {
  condemnedEntryBytes,
  decodeRecordEntry,
  decodeRoster,
  drawnEntryBytes,
  encodeRecordEntry,
  encodeRoster,
  outputEntryBytes,
  outputEntryOf,
  placedInEntry,
  recordEntryBytes,
  rosterEntryBytes,
} from './state-entries.ts'
import {
  agentKey,
  condemnedKey,
  debtKeyKey,
  drawnKey,
  outputKey,
  recordKey,
  rosterKey,
  standardDebtKey,
  TOTALS_KEY,
} from './state-keys.ts'
import { encodeTotals, totalIndex, totals } from './totals.ts'
import type { Outpoint, PlacedOutput } from './transaction.ts'
import type { RecordEntry, Roster } from './view.ts'

/** An output and its name. */
export type OutputAt = { readonly outpoint: Outpoint; readonly output: PlacedOutput }

/** What a change does to a state: entries of consensus.md 16 that come and go, with indexes and totals kept in step. */
export type Effects = {
  readonly state: Overlay
  readonly sums: bigint[]
  readonly created: Uint8Array[]
  readonly removed: Uint8Array[]
  readonly createdOutputs: OutputAt[]
  readonly spentOutputs: OutputAt[]
  readonly condemned: Uint8Array[]
}

/** Opens a change; `closeEffects` writes the totals. */
export function openEffects(state: Overlay): Effects {
  const lists = { created: [], removed: [], createdOutputs: [], spentOutputs: [], condemned: [] }
  return { state, sums: totals(state).slice(), ...lists }
}

export function closeEffects({ state, sums }: Effects): void {
  state.put(TOTALS_KEY, encodeTotals(sums))
}

/**
 * What spends something can not come twice: it is spent. Of anything else the first output tells whether it has been
 * written before, since outputs of a transaction come together.
 */
export function assertUnwritten({ state }: Effects, txid: Uint8Array): void {
  assert(state.get(outputKey({ txid, index: 0 })) === undefined, 'no output is written twice')
}

export function createOutput({ state, sums, created, createdOutputs }: Effects, named: OutputAt): void {
  const { outpoint, output } = named
  const entry = outputEntryBytes(outpoint, output)
  state.putNew(outputKey(outpoint), placedInEntry(entry))
  const debtKey = debtIndexKey(named)
  if (debtKey !== undefined) state.put(debtKey, u32(output.height))
  const at = totalIndex(output.layer, output.element)
  sums[at] = must(sums[at], 'nine totals') + output.amount
  created.push(entry)
  createdOutputs.push(named)
}

/** `key`: of the state; `placed`: what it holds there. */
export function removeOutput(
  { state, sums, removed, spentOutputs }: Effects,
  named: OutputAt,
  { key, placed }: { readonly key: string; readonly placed: Uint8Array },
): void {
  const { outpoint, output } = named
  state.deleteRead(key, placed)
  const debtKey = debtIndexKey(named)
  if (debtKey !== undefined) state.delete(debtKey)
  const at = totalIndex(output.layer, output.element)
  sums[at] = must(sums[at], 'nine totals') - output.amount
  removed.push(outputEntryOf(outpoint, placed))
  spentOutputs.push(named)
}

export function placeRecord(
  { state, created, removed }: Effects,
  table: string,
  key: Uint8Array,
  entry: RecordEntry,
): void {
  const before = state.get(recordKey(table, key))
  if (before !== undefined) {
    const old = decodeRecordEntry(before)
    removed.push(recordEntryBytes(table, key, old))
    for (const index of recordIndexKeys(table, key, old.value)) state.delete(index)
  }
  state.put(recordKey(table, key), encodeRecordEntry(entry))
  for (const index of recordIndexKeys(table, key, entry.value)) state.put(index, entry.value)
  created.push(recordEntryBytes(table, key, entry))
}

export function placeRoster({ state, created, removed }: Effects, group: string, roster: Roster): void {
  const before = state.get(rosterKey(group))
  if (before !== undefined) removed.push(rosterEntryBytes(group, decodeRoster(before)))
  state.put(rosterKey(group), encodeRoster(roster))
  created.push(rosterEntryBytes(group, roster))
}

export function condemn({ state, created, condemned }: Effects, txid: Uint8Array): void {
  if (state.get(condemnedKey(txid)) !== undefined) return
  state.put(condemnedKey(txid), new Uint8Array([1]))
  created.push(condemnedEntryBytes(txid))
  condemned.push(txid)
}

/** Remembers a transaction that spent nothing, so that it can not come again (docs/adr/0004). */
export function rememberDrawn({ state, created }: Effects, txid: Uint8Array): void {
  assert(state.get(drawnKey(txid)) === undefined, 'no transaction comes twice')
  state.put(drawnKey(txid), new Uint8Array([1]))
  created.push(drawnEntryBytes(txid))
}

/** The group whose roster output this is. */
export function rosterAt(
  state: StateReader,
  outpoint: Outpoint,
): { readonly group: string; readonly roster: Roster } | undefined {
  for (const [key, value] of state.range('g:')) {
    const roster = decodeRoster(value)
    if (outputKey(roster.outpoint) === outputKey(outpoint)) return { group: key.slice(2), roster }
  }
  return undefined
}

/** Where the index by debtors lists a debt. */
export function debtIndexKey({ outpoint, output }: OutputAt): string | undefined {
  const owed = owedBy(output)
  return owed && standardDebtKey(owed.debtor, owed.expiryHeight, outpoint)
}

/** The indexes over tables `account` and `agent`; both hold the record's value. */
export function recordIndexKeys(table: string, key: Uint8Array, value: Uint8Array): readonly string[] {
  const account = table === 'account' ? parseAccount(value) : undefined
  if (account !== undefined) return [debtKeyKey(account.debtKeyHash, key)]
  const agent = table === 'agent' ? parseAgent(value) : undefined
  return agent === undefined ? [] : [agentKey(hash160(key), key)]
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

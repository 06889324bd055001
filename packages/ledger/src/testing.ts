import { type MemoryState, memoryState, Overlay } from './state.ts'
import {
  closeEffects,
  condemn,
  createOutput,
  type OutputAt,
  openEffects,
  placeRecord,
  placeRoster,
} from './state-effects.ts'
import type { Outpoint } from './transaction.ts'

/** A newest record. `table`: its name. */
export type RecordOf = {
  readonly table: string
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly holder: Outpoint
}

/** A foundation group's roster. */
export type RosterOf = {
  readonly group: string
  readonly outpoint: Outpoint
  readonly keys: readonly Uint8Array[]
}

/** What a state to be built holds. */
export type StateParts = {
  readonly outputs?: readonly OutputAt[]
  readonly records?: readonly RecordOf[]
  readonly rosters?: readonly RosterOf[]
  readonly condemned?: readonly Uint8Array[]
}

/** A state in memory with these entries, their indexes and totals: for tests, vectors and simulations. */
export function stateOf({
  outputs = [],
  records = [],
  rosters = [],
  condemned = [],
}: StateParts): MemoryState {
  const state = memoryState()
  const overlay = new Overlay(state)
  const effects = openEffects(overlay)
  for (const named of outputs) createOutput(effects, named)
  for (const { table, key, value, holder } of records) placeRecord(effects, table, key, { value, holder })
  for (const { group, outpoint, keys } of rosters) placeRoster(effects, group, { outpoint, keys })
  for (const txid of condemned) condemn(effects, txid)
  closeEffects(effects)
  state.apply(overlay.changes())
  return state
}

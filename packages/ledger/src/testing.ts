import { nobleChecks } from '@vc/crypto'
import { must, type Result } from '@vc/kernel'
import { type Applied, applyGenesisTransaction, applyTransaction } from './apply-transaction.ts'
import { type Configuration, defaultConfiguration } from './configuration.ts'
import { judgeTransaction } from './judge-transaction.ts'
import type { Judgement, Place, Producer } from './place.ts'
import type { Refusal } from './refusals.ts'
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
import type { Outpoint, Transaction } from './transaction.ts'
import { txidOf } from './txid.ts'
import type { View } from './view.ts'
import { viewOf } from './view-of.ts'

export { type TestCollective, testCollective, type VoteManner } from './testing-collective.ts'

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

/** A ledger in memory that judges and applies one transaction a block. */
export type TestLedger = {
  readonly state: MemoryState
  readonly network: Uint8Array
  readonly configuration: Configuration
  height: number
  /** Judges at `height`, applies what is valid, and moves on by one. */
  submit(tx: Transaction, producer?: Producer): Result<Judgement, Refusal>
  /** Takes a genesis transaction. */
  found(tx: Transaction): Applied
  place(producer?: Producer): Place
  view(): View
  /** The unspent output of a transaction with its name. */
  output(tx: Transaction, index: number): OutputAt
}

/** An empty ledger under a configuration, with or without act sheets; `checks` are the plain JavaScript ones. */
export function testLedger(
  configuration: Configuration = defaultConfiguration,
  sheetHashOf?: Place['sheetHashOf'],
): TestLedger {
  const state = memoryState()
  const network = new Uint8Array(32).fill(9)
  const ledger: TestLedger = {
    state,
    network,
    configuration,
    height: 1,
    place: (producer) => ({
      network,
      height: ledger.height,
      configuration,
      checks: nobleChecks,
      ...(sheetHashOf && { sheetHashOf }),
      ...(producer && { producer }),
    }),
    view: () => viewOf(state, { height: ledger.height }),
    found: (tx) => applied(state, (overlay) => applyGenesisTransaction(overlay, tx)),
    submit(tx, producer) {
      const judged = judgeTransaction(tx, ledger.view(), ledger.place(producer))
      if (!judged.ok) return judged
      applied(state, (overlay) => applyTransaction(overlay, tx, ledger.height))
      ledger.height += 1
      return judged
    },
    output(tx, index) {
      const outpoint = { txid: txidOf(tx), index }
      return { outpoint, output: must(ledger.view().findOutput(outpoint), 'the output is unspent') }
    },
  }
  return ledger
}

function applied(state: MemoryState, change: (overlay: Overlay) => Applied): Applied {
  const overlay = new Overlay(state)
  const result = change(overlay)
  state.apply(overlay.changes())
  return result
}

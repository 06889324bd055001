import { hash256, utf8 } from '@vc/crypto'
import { Writer } from '../codec/writer.ts'
import type { Configuration } from '../configuration.ts'
import { ADMISSION, rosterOutput, sourceOutputs } from '../kinds/group.ts'
import type { GroupChange } from '../kinds/group-change.ts'
import { GROUP_REPLACE, rosterAfter } from '../kinds/group-change.ts'
import { recordScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import {
  CIRCULATION,
  GROUP,
  type Kind,
  type Layer,
  MANAGEMENT,
  type Output,
  RECORD,
  TRANSFER,
  type Transaction,
} from '../transaction.ts'
import { changeOutput, makeTransaction, outputsOf, sumAmounts, valueOutput } from './make-transaction.ts'

/** A (table, key) pair and the value to write; an empty value deletes. */
export type RecordWrite = { readonly table: string; readonly key: Uint8Array; readonly value: Uint8Array }

/**
 * The commitment to a record (ledger.md 7): output 0 holds `amount` of circulating value under the record script with
 * `guard` (key hash or k of n: those who must sign the record). `amount` becomes the fee of the record itself.
 */
export function commitRecord(
  of: RecordWrite & {
    readonly values: readonly OutputAt[]
    readonly guard: Uint8Array
    readonly amount: bigint
    readonly fee: bigint
    readonly changeTo: Uint8Array
  },
): Transaction {
  const script = recordScript(of.table, of.key, of.value, of.guard)
  const change = sumAmounts(outputsOf(of.values)) - of.amount - of.fee
  const outputs = [valueOutput(script, of.amount), ...changeOutput(of.changeTo, change)]
  return makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: of.values, outputs })
}

/**
 * The record itself: inputs are the commitment, the pair's present holder when it has one, then values whose whole sum
 * is fee. Output 0, under `holderScript`, is the new holder. Witness 0 holds table, key, value; the guard's items are
 * put before them by `putSignature`.
 */
export function writeRecord(
  of: RecordWrite & {
    readonly commitment: OutputAt
    readonly holder?: OutputAt
    readonly feeValues?: readonly OutputAt[]
    readonly holderScript: Uint8Array
  },
): Transaction {
  const holder = of.holder === undefined ? [] : [of.holder]
  const inputs = [of.commitment, ...holder, ...(of.feeValues ?? [])]
  const outputs = [valueOutput(of.holderScript, 0n)]
  const transaction = makeTransaction({ layer: MANAGEMENT, kind: RECORD, inputs, outputs })
  const shown = [utf8(of.table), of.key, of.value]
  return { ...transaction, witnesses: transaction.witnesses.map((items, i) => (i === 0 ? shown : items)) }
}

/**
 * A change of a foundation group (ledger.md 9): spends the roster output, for `admission` also what is unspent of the
 * old source (in order), and writes the new roster and source. The whole of `feeValues` is fee. Members sign with
 * `putSignature` at input 0.
 */
export function groupChange(
  of: Omit<GroupChange, 'signatures' | 'newKey'> & {
    readonly newKey?: Uint8Array
    readonly group: string
    readonly roster: OutputAt
    readonly keys: readonly Uint8Array[]
    readonly source: readonly OutputAt[]
    readonly feeValues: readonly OutputAt[]
    readonly configuration: Configuration
  },
): Transaction {
  const newKey = of.operation === GROUP_REPLACE ? (of.newKey ?? new Uint8Array(0)) : new Uint8Array(0)
  const keys = rosterAfter(of.keys, { operation: of.operation, key: of.key, newKey, signatures: [] })
  const admission = of.group === ADMISSION
  const inputs = [of.roster, ...(admission ? of.source : []), ...of.feeValues]
  const outputs = groupOutputs(of.group, keys, of.configuration)
  const transaction = makeTransaction({ layer: MANAGEMENT, kind: GROUP, inputs, outputs })
  const unsigned = of.keys.map(() => new Uint8Array(0))
  const items = [Uint8Array.of(of.operation), of.key, newKey, ...unsigned]
  return { ...transaction, witnesses: transaction.witnesses.map((none, i) => (i === 0 ? items : none)) }
}

/** The roster output, and the 16 outputs of the credit source after it when the group is `admission`. */
export function groupOutputs(
  group: string,
  keys: readonly Uint8Array[],
  configuration: Configuration,
): readonly Output[] {
  return [rosterOutput(keys), ...(group === ADMISSION ? sourceOutputs(keys, configuration) : [])]
}

/** Founds a group in the genesis block (see `applyGenesisTransaction`). */
export function genesisRoster(
  group: string,
  keys: readonly Uint8Array[],
  configuration: Configuration,
): Transaction {
  return genesisWrite(GROUP, [utf8(group)], groupOutputs(group, keys, configuration))
}

/** A record of the genesis block, a member's for instance; output 0 is its holder. */
export function genesisRecord(of: RecordWrite & { readonly holderScript: Uint8Array }): Transaction {
  return genesisWrite(RECORD, [utf8(of.table), of.key, of.value], [valueOutput(of.holderScript, 0n)])
}

/** What the genesis block allots in a layer: circulating value, or stakes (kind stake, debt layer). */
export function genesisAllotment(layer: Layer, kind: Kind, outputs: readonly Output[]): Transaction {
  return makeTransaction({ layer, kind, inputs: [], outputs })
}

/** Its one input names nothing but the hash of the witness, so that the txid holds what is written. */
function genesisWrite(kind: Kind, items: readonly Uint8Array[], outputs: readonly Output[]): Transaction {
  const writer = new Writer(128)
  for (const item of items) writer.varbytes(item)
  const input = { txid: hash256(writer.finish()), index: 0xffff_ffff, sequence: 0xffff_ffff }
  const transaction = makeTransaction({ layer: MANAGEMENT, kind, inputs: [], outputs })
  return { ...transaction, inputs: [input], witnesses: [items] }
}

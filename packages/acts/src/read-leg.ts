import { ok, type Result, refuse } from '@vc/kernel'
import {
  type ActSheet,
  type ActSheetContext,
  acceptanceDigest,
  actSheet,
  computeSighash,
  decodeTransaction,
  type NamedOutput,
  sheetHashOf,
  type Transaction,
} from '@vc/ledger'
import type { CaseLeg, CasePart } from './act-case.ts'

/** One transaction of an act, read: what a signer is shown and what the signature is bound to. */
export type ActLeg = {
  readonly transaction: Transaction
  readonly named: readonly NamedOutput[]
  readonly sheet: ActSheet
  readonly sheetHash: Uint8Array
}
/** `draft-unreadable`: no transaction. `draft-outputs`: not one named output for each input. */
export type LegCode = 'draft-unreadable' | 'draft-outputs'

/**
 * Reads one transaction of an act and writes its sheet (ledger.md 5, keys.md Hardware keys). What an input names is
 * told by whoever drafted; the digest commits to every element, amount and script of it and the sheet to its layer,
 * so a signature over anything else than what lies on the ledger is worth nothing there.
 */
export function readLeg(
  { bytes, named }: CaseLeg,
  context: ActSheetContext,
): Result<ActLeg, { readonly code: LegCode }> {
  const read = decodeTransaction(bytes, bytes.length)
  if (!read.ok) return refuse({ code: 'draft-unreadable' })
  const transaction = read.value
  if (named.length !== transaction.inputs.length) return refuse({ code: 'draft-outputs' })
  const sheet = actSheet(transaction, named, context)
  return ok({ transaction, named, sheet, sheetHash: sheetHashOf(transaction, named, context) })
}

/** What one place of a leg signs with a sighash type (00 unless told), 32 bytes; undefined when the leg has no such place. */
export function digestOf(
  leg: ActLeg | undefined,
  { part, index, type = 0 }: Pick<CasePart, 'part' | 'index'> & { readonly type?: number | undefined },
  network: Uint8Array,
): Uint8Array | undefined {
  if (!leg) return undefined
  const { transaction: tx, named } = leg
  if (part === 'acceptance')
    return index < tx.outputs.length ? acceptanceDigest(tx, named, network, index) : undefined
  return index < tx.inputs.length ? computeSighash({ tx, named, network, index, type }) : undefined
}

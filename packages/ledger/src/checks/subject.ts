import type { Place } from '../place.ts'
import type { Facts, Refusal, RefusalCode } from '../refusals.ts'
import type { PlacedOutput, Transaction } from '../transaction.ts'
import { txidOf } from '../txid.ts'
import type { View } from '../view.ts'

/** A transaction under judgement with the outputs that its inputs name. */
export type Subject = {
  readonly tx: Transaction
  readonly txid: Uint8Array
  readonly view: View
  readonly place: Place
  readonly named: readonly PlacedOutput[]
  /** Hash of the act sheet that a node computes; undefined where none is asked. Made once, when first needed. */
  readonly sheetHash: () => Uint8Array | undefined
}

/** Opens the judgement of a transaction once its inputs are named. */
export function subjectOf(
  tx: Transaction,
  view: View,
  place: Place,
  named: readonly PlacedOutput[],
): Subject {
  let hash: Uint8Array | undefined
  const sheetHash = () => {
    hash ??= place.sheetHashOf?.(tx, named)
    return hash
  }
  return { tx, txid: txidOf(tx), view, place, named, sheetHash }
}

/** A valid signature that an input's script asked for, or a collective's vote. */
export type Signature = {
  readonly input: number
  /** Empty for a vote. */
  readonly key: Uint8Array
  /** HASH160 of the key; of the id of the collective that voted. */
  readonly keyHash: Uint8Array
  readonly type: number
}

/** A subject whose scripts have run. */
export type Signed = Subject & { readonly signatures: readonly Signature[] }

export function refusal(code: RefusalCode, facts: Facts = {}): Refusal {
  return { code, facts }
}

/** An input only reads an output of a higher layer; else it spends it (ledger.md 3). */
export function isRead(tx: Pick<Transaction, 'layer'>, output: Pick<PlacedOutput, 'layer'>): boolean {
  return output.layer < tx.layer
}

import { equalBytes } from '@vc/crypto'
import { isKeyHash } from '../script/standard.ts'
import type { Output, PlacedOutput, Transaction } from '../transaction.ts'
import type { Signature } from './subject.ts'

/** Valid signatures of a transaction over what its inputs named then. */
export type KnownSignatures = {
  readonly named: readonly PlacedOutput[]
  readonly signatures: readonly Signature[]
}

/** Remembers whose signatures hold. Of one network and one kind of checks; it never changes a verdict. */
export type SignedBook = {
  readonly find: (tx: Transaction) => KnownSignatures | undefined
  /** Absent where signatures are only hoped to hold. */
  readonly note?: (tx: Transaction, known: KnownSignatures) => void
}

/** Signatures that were found valid over the very same transaction and named outputs. */
export function recallSignatures(
  book: SignedBook | undefined,
  tx: Transaction,
  named: readonly PlacedOutput[],
): readonly Signature[] | undefined {
  const known = book?.find(tx)
  if (known === undefined || known.named.length !== named.length) return undefined
  const isSame = named.every((output, at) => isAlike(output, known.named[at]))
  return isSame ? known.signatures : undefined
}

/** Every word of it that a script or a digest can depend on. */
function isAlike(one: PlacedOutput, other: PlacedOutput | undefined): boolean {
  return (
    other !== undefined &&
    one.amount === other.amount &&
    one.element === other.element &&
    one.layer === other.layer &&
    equalBytes(one.script, other.script)
  )
}

/**
 * Do its scripts depend on nothing but the transaction and what it names: each input spends a key hash by one Schnorr
 * signature? Others ask for heights, records or the sheet.
 */
export function isPlainlySigned(tx: Transaction, named: readonly Output[]): boolean {
  return named.every(({ script }, at) => {
    const items = tx.witnesses[at]
    return items?.length === 2 && items[1]?.length === 32 && isKeyHash(script)
  })
}

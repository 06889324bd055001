import { checkSignature } from '../script/check-signature.ts'
import type { Subject } from './subject.ts'

/** One signature item outside a script: who should have signed, which sighash types count, and over what. */
export type SignatureItem = {
  readonly key: Uint8Array
  readonly item: Uint8Array
  readonly types: readonly number[]
  readonly digestOf: (type: number) => Uint8Array | undefined
}

/** Is this item the key's signature (ledger.md 5, 11): BIP340 of a 32-byte key, an assertion of a 33-byte one? */
export function verifyItem(subject: Subject, { key, item, types, digestOf }: SignatureItem): boolean {
  const { configuration, checks } = subject.place
  const sheetHash = key.length === 33 ? subject.sheetHash() : undefined
  const answer = checkSignature({ key, item, digestOf, party: configuration, checks, sheetHash })
  return answer.ok && types.includes(answer.type)
}

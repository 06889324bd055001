import { type GrantTerms, grantMark, termsGiven } from '@vc/admission'
import { equalBytes, fromHex } from '@vc/crypto'
import { type Output, parseStandard, type Transaction } from '@vc/ledger'
import type { BegunAct } from './read-draft.ts'

type Told = NonNullable<BegunAct['terms']>

/** The key of an application's mark: the 16 bytes of its id. */
export const markKey = (applicationId: string): Uint8Array => fromHex(applicationId.replaceAll('-', ''))

/** Whether one of these outputs is the mark, whoever's key keeps it (docs/adr/0045). */
export const hasMark = (
  outputs: readonly Pick<Output, 'script'>[],
  markOf: (keeper: Uint8Array) => Uint8Array,
): boolean =>
  outputs.some(({ script }) => {
    const parsed = parseStandard(script)
    const guard = parsed?.name === 'record' ? parsed.guard : undefined
    return guard?.name === 'key-hash' && equalBytes(script, markOf(guard.hash))
  })

/**
 * The terms that a grant commits to: what the server tells of its application, with interest and lots as the transaction's own bytes
 * have them. Undefined when the transaction does not have the mark of exactly these.
 */
export function openTerms(transaction: Transaction, told: Told): GrantTerms | undefined {
  const { applicationId, purpose, guarantee, guarantees, paysOthers, heights } = told
  const given = termsGiven(transaction, paysOthers, heights)
  const terms = given && { purpose, guarantee, guarantees, ...given }
  const key = markKey(applicationId)
  return terms && hasMark(transaction.outputs, (keeper) => grantMark(key, terms, keeper)) ? terms : undefined
}

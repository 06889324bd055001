import { type GrantTerms, grantMark, termsGiven } from '@vc/admission'
import { equalBytes, fromHex } from '@vc/crypto'
import { decodeTransaction, type Output, parseStandard, type Transaction, txidOf } from '@vc/ledger'
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

const MOST_BYTES = 100_000

/**
 * The terms behind an act: those that its own mark commits to, or where a debt's restructuring is kept those that the mark of the grant
 * commits to, whose debts and nothing else it spends. Undefined where the bytes do not have that mark.
 */
export function termsBehind(transaction: Transaction, told: Told): GrantTerms | undefined {
  if (told.grant === null) return openTerms(transaction, told)
  const decoded = decodeTransaction(fromHex(told.grant), MOST_BYTES)
  if (!decoded.ok) return undefined
  const [, ...lots] = transaction.inputs
  const grant = txidOf(decoded.value)
  const isOfGrant = lots.length > 0 && lots.every(({ txid }) => equalBytes(txid, grant))
  return isOfGrant ? openTerms(decoded.value, told) : undefined
}

/**
 * The terms that a grant commits to: what the server tells of its application, with interest and lots as the transaction's own bytes
 * have them. Undefined when the transaction does not have the mark of exactly these.
 */
function openTerms(transaction: Transaction, told: Told): GrantTerms | undefined {
  const { applicationId, purpose, guarantee, guarantees, paysOthers, heights } = told
  const given = termsGiven(transaction, paysOthers, heights)
  const terms = given && { purpose, guarantee, guarantees, ...given }
  const key = markKey(applicationId)
  return terms && hasMark(transaction.outputs, (keeper) => grantMark(key, terms, keeper)) ? terms : undefined
}

import { PLEDGE_TABLE } from '@vc/admission'
import { fromHex, toHex, utf8 } from '@vc/crypto'
import { decodeTransaction, keyHashScript, recordScript, txidOf } from '@vc/ledger'
import { hasMark, markKey } from '../signing/terms.ts'
import type { Case } from './case.ts'

type Pledge = NonNullable<Case['pledge']>
const MOST_BYTES = 100_000

/**
 * Whether a transaction's bytes have the mark of this very text (docs/adr/0045): the script is made here, out of text, application
 * and whoever's key keeps it, and the bytes are those of the transaction that gave the debt.
 */
export function hasTerms(
  bytes: string,
  txid: string,
  { text, applicationId }: Pick<Pledge, 'text' | 'applicationId'>,
): boolean {
  const decoded = decodeTransaction(fromHex(bytes), MOST_BYTES)
  if (!decoded.ok || toHex(txidOf(decoded.value)) !== txid) return false
  const key = markKey(applicationId)
  return hasMark(decoded.value.outputs, (keeper) =>
    recordScript(PLEDGE_TABLE, key, utf8(text), keyHashScript(keeper)),
  )
}

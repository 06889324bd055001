import { equalBytes, fromHex, toHex, utf8 } from '@vc/crypto'
import { decodeTransaction, keyHashScript, recordScript, txidOf } from '@vc/ledger'
import type { Case } from './case.ts'

type Pledge = NonNullable<Case['pledge']>
const MOST_BYTES = 100_000
const TABLE = 'pledge'

/**
 * Whether a transaction's bytes have the mark of this very text (docs/adr/0045): the script is made here, out of text, application
 * and debtor, and the bytes are those of the transaction that gave the debt.
 */
export function hasTerms(
  bytes: string,
  txid: string,
  { text, applicationId, debtor }: Pick<Pledge, 'text' | 'applicationId' | 'debtor'>,
): boolean {
  const decoded = decodeTransaction(fromHex(bytes), MOST_BYTES)
  if (!decoded.ok || toHex(txidOf(decoded.value)) !== txid) return false
  const key = fromHex(applicationId.replaceAll('-', ''))
  const mark = recordScript(TABLE, key, utf8(text), keyHashScript(fromHex(debtor)))
  return decoded.value.outputs.some(({ script }) => equalBytes(script, mark))
}

import { equalBytes, fromHex, toHex, utf8 } from '@vc/crypto'
import { decodeTransaction, keyHashScript, parseStandard, recordScript, txidOf } from '@vc/ledger'
import type { Case } from './case.ts'

type Pledge = NonNullable<Case['pledge']>
const MOST_BYTES = 100_000
const TABLE = 'pledge'

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
  const key = fromHex(applicationId.replaceAll('-', ''))
  return decoded.value.outputs.some(({ script }) => {
    const parsed = parseStandard(script)
    if (parsed?.name !== 'record' || parsed.guard.name !== 'key-hash') return false
    return equalBytes(script, recordScript(TABLE, key, utf8(text), keyHashScript(parsed.guard.hash)))
  })
}

import { parseAddress } from '@vc/crypto'
import { collectiveScript, keyHashScript, scriptHashScript } from '@vc/ledger'
import type { DbOrTransaction } from '../../context.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'

/**
 * Whom a text names as receiver: an address of an account, a key, a script or a collective, or 40 hex digits of an account's
 * key hash. Gives the script to pay to; undefined for anything else.
 */
export async function payeeScript(db: DbOrTransaction, text: string): Promise<Uint8Array | undefined> {
  const address = parseAddress(text.trim())?.address
  if (address?.kind === 'collective') return collectiveScript(address.id)
  if (address?.kind === 'script-hash') return scriptHashScript(address.hash)
  if (address?.kind === 'hardware-key-hash') return keyHashScript(address.hash)
  const hash = await keyHashNamed(db, text)
  return hash && keyHashScript(hash)
}

import { fromHex, parseAddress } from '@vc/crypto'
import { collectiveScript, keyHashScript, scriptHashScript } from '@vc/ledger'

/**
 * Whom a text names as receiver: an address of a key, a script or a collective, or 40 hex digits of an account's key
 * hash. Gives the script to pay to; undefined for anything else (an account with a path needs its extended key).
 */
export function payeeScript(text: string): Uint8Array | undefined {
  const written = text.trim()
  if (/^[0-9a-f]{40}$/.test(written)) return keyHashScript(fromHex(written))
  const address = parseAddress(written)?.address
  if (!address || address.kind === 'account') return undefined
  if (address.kind === 'collective') return collectiveScript(address.id)
  return address.kind === 'script-hash' ? scriptHashScript(address.hash) : keyHashScript(address.hash)
}

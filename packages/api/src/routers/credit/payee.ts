import { fromHex, hash160, parseAddress, toHex } from '@vc/crypto'
import { collectiveScript, keyHashScript } from '@vc/ledger'
import type { DbOrTransaction } from '../../context.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'

/** The hex digits of a collective's ledger id; a key's hash has 40. */
const COLLECTIVE_DIGITS = 64
const isCollective = (payeeId: string): boolean => payeeId.length === COLLECTIVE_DIGITS

/** Whom a text names as payee of a credit: a key's hash, or a collective's ledger id, in hex. Undefined for anything else. */
export async function payeeIdNamed(db: DbOrTransaction, text: string): Promise<string | undefined> {
  const address = parseAddress(text.trim())?.address
  if (address?.kind === 'collective') return toHex(address.id)
  const keyHash = await keyHashNamed(db, text)
  return keyHash && toHex(keyHash)
}

type Paid = {
  readonly payee: string | null
  readonly collectiveId: string | null
  readonly accountId: string
}

/** The script that gets the value of a credit when it is not the debtor's own key: a payee's, or the collective's that owes. */
export function payeeScriptOf({ payee, collectiveId, accountId }: Paid): Uint8Array | undefined {
  const id = payee ?? (collectiveId === null ? undefined : accountId)
  if (id === undefined) return undefined
  return isCollective(id) ? collectiveScript(fromHex(id)) : keyHashScript(fromHex(id))
}

/** The account by which the ledger's outputs know a payee, HASH160 in hex. */
export const accountOfPayee = (payeeId: string): string =>
  isCollective(payeeId) ? toHex(hash160(fromHex(payeeId))) : payeeId

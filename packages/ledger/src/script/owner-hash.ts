import { hash160, toHex } from '@vc/crypto'
import { parseStandard, type StandardScript } from './parse-standard.ts'

/**
 * Whose a standard output is, as hex that tables and audits name it by: the key hash, the debtor, a collective by HASH160 of
 * its id, the guard of a record, the owner of a stake. Null where no one key or collective says.
 */
export function ownerHashOf(standard: StandardScript | undefined): string | null {
  if (standard?.name === 'collective' || standard?.name === 'collective-debt')
    return toHex(hash160(standard.id))
  if (standard?.name === 'key-hash' || standard?.name === 'standard-debt') return toHex(standard.hash)
  if (standard?.name === 'record' && standard.guard.name === 'key-hash') return toHex(standard.guard.hash)
  return standard?.name === 'stake' ? ownerHashOf(parseStandard(standard.owner)) : null
}

/** The height from which a standard debt, an account's or a collective's, is overdue; null for every other script. */
export const expiryOf = (standard: StandardScript | undefined): number | null =>
  standard?.name === 'standard-debt' || standard?.name === 'collective-debt' ? standard.expiryHeight : null

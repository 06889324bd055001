import { hash160, toHex } from '@vc/crypto'
import { DEBT, type Output } from '../transaction.ts'
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

/** Who owes, as the hash of its key, or HASH160 of its id where a collective owes; and from when on that is overdue. */
export type Owed = { readonly debtor: Uint8Array; readonly expiryHeight: number }

/** The debt in one of the two standard forms, an account's or a collective's; undefined for every other output. */
export function owedBy(output: Pick<Output, 'element' | 'script'> | undefined): Owed | undefined {
  const script = output?.element === DEBT ? parseStandard(output.script) : undefined
  if (script?.name === 'standard-debt') return { debtor: script.hash, expiryHeight: script.expiryHeight }
  if (script?.name !== 'collective-debt') return undefined
  return { debtor: hash160(script.id), expiryHeight: script.expiryHeight }
}

/** The height from which a standard debt, an account's or a collective's, is overdue; null for every other script. */
export const expiryOf = (standard: StandardScript | undefined): number | null =>
  standard?.name === 'standard-debt' || standard?.name === 'collective-debt' ? standard.expiryHeight : null

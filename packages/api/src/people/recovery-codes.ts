import { recoveryCodes } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import type { ApiDeps, DbOrTransaction } from '../context.ts'
import { sha256 } from '../crypto-words.ts'

const CODES = 10
/** Crockford's alphabet: nothing in it looks like something else. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Replaces a person's unused codes by ten new ones of 100 bits; they are shown once, only their hashes are kept. */
export async function issueRecoveryCodes(
  tx: DbOrTransaction,
  deps: Pick<ApiDeps, 'clock' | 'random'>,
  personId: string,
): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () => newCode(deps.random))
  const createdAt = new Date(deps.clock.nowMs())
  await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.personId, personId), isNull(recoveryCodes.usedAt)))
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ personId, hash: hashOfCode(code), createdAt })))
  return codes
}

/** The hash of a code as a person types it: case, dashes and spaces do not matter. */
export function hashOfCode(code: string): Uint8Array {
  return sha256(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
}

function newCode(random: ApiDeps['random']): string {
  const letters = Array.from(random(20), (byte) => LETTERS[byte % LETTERS.length]).join('')
  return (letters.match(/.{5}/g) ?? []).join('-')
}

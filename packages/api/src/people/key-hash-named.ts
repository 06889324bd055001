import { accountKeyAt, fromHex, MAIN_STEPS, parseAddress } from '@vc/crypto'
import { across } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { and, eq, isNotNull } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'

/**
 * The key hash, 20 bytes, that a text names: an address of a key, 40 hex digits, or an address of an account with a path,
 * whose extended key is known here (keys.md, Named accounts; without a path its main key). Undefined for anything else, and
 * for a path at which no wallet looks for value.
 */
export async function keyHashNamed(db: DbOrTransaction, text: string): Promise<Uint8Array | undefined> {
  const written = text.trim()
  if (/^[0-9a-f]{40}$/.test(written)) return fromHex(written)
  const address = parseAddress(written)?.address
  if (address?.kind === 'key-hash') return address.hash
  return address?.kind === 'account' ? keyOfAccount(db, address.id, address.path) : undefined
}

async function keyOfAccount(db: DbOrTransaction, id: Uint8Array, path: readonly number[]) {
  const [account] = await across(db, async (all) =>
    all
      .select({ xpub: sealedSeeds.xpub })
      .from(sealedSeeds)
      .where(and(eq(sealedSeeds.accountId, id), isNotNull(sealedSeeds.xpub)))
      .limit(1),
  )
  const found = accountKeyAt(account?.xpub ?? '', path.length === 0 ? MAIN_STEPS : path)
  return found === undefined ? undefined : fromHex(found)
}

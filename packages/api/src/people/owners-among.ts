import { fromHex, hash160, toHex } from '@vc/crypto'
import { type KeyOwner, ownersOf, schema } from '@vc/db'
import { DEBT, parseCollectiveDebt } from '@vc/ledger'
import { inArray } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'

const { collectives } = schema
type Lot = { readonly element: number; readonly script: string }

/** Whom the portal knows behind key hashes, and among these outputs, scripts in hex, which collectives owe by their members' vote. */
export async function ownersAmong(
  db: DbOrTransaction,
  keyHashes: Iterable<string>,
  outputs: readonly Lot[],
): Promise<KeyOwner[]> {
  return [...(await ownersOf(db, [...new Set(keyHashes)])), ...(await votingOwners(db, outputs))]
}

async function votingOwners(db: DbOrTransaction, outputs: readonly Lot[]): Promise<KeyOwner[]> {
  const scripts = new Set(outputs.flatMap(({ element, script }) => (element === DEBT ? [script] : [])))
  const ids = [...scripts].flatMap((script) => parseCollectiveDebt(fromHex(script))?.id ?? [])
  if (ids.length === 0) return []
  const found = await db
    .select({ name: collectives.name, ledgerId: collectives.ledgerId })
    .from(collectives)
    .where(inArray(collectives.ledgerId, [...new Set(ids.map(toHex))]))
  return found.map(({ name, ledgerId }) => {
    return { keyHash: toHex(hash160(fromHex(ledgerId))), name, nameZh: name, isSoftware: false }
  })
}

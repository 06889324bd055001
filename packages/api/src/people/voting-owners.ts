import { fromHex, hash160, toHex } from '@vc/crypto'
import { type KeyOwner, schema } from '@vc/db'
import { DEBT, parseCollectiveDebt } from '@vc/ledger'
import { inArray } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'

const { collectives } = schema
type Lot = { readonly element: number; readonly script: string }

/** The collectives that owe by their members' vote among outputs, scripts in hex, by their names. */
export async function votingOwners(db: DbOrTransaction, outputs: readonly Lot[]): Promise<KeyOwner[]> {
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

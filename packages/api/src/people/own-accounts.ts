import { toHex } from '@vc/crypto'
import { findCursor, outputAtOf, overdueDebtors, unspentByKeyHash } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { type Layer, type OutputAt, selectValue, VALUE } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../context.ts'
import { refusalToError, unwrap } from '../refusal-to-error.ts'

/** HASH160 of the keys of this person's accounts in the active organisation, hex: what their sealed seeds open. */
export async function ownAccounts(db: DbOrTransaction, user: SessionUser): Promise<readonly string[]> {
  const rows = await db
    .selectDistinct({ hash: sealedSeeds.debtKeyHash })
    .from(sealedSeeds)
    .where(and(eq(sealedSeeds.personId, user.personId), eq(sealedSeeds.organisationId, user.organisationId)))
  return rows.map(({ hash }) => toHex(hash))
}

/** Coins of one account that hold an amount. */
export type OwnCoins = { readonly owner: string; readonly values: readonly OutputAt[] }

/**
 * Free coins in a layer of the first of these accounts that has enough. Who owes overdue debt chooses none: a repayment takes
 * its coins elsewhere (credit, restructuring). Refuses `value-short`, `no-account`, `debtor-late`.
 */
export async function coinsOf(
  db: DbOrTransaction,
  owners: readonly string[],
  layer: Layer,
  need: bigint,
): Promise<OwnCoins> {
  let refused: ReturnType<typeof selectValue> | undefined
  for (const owner of owners) {
    const coins = await unspentByKeyHash(db, owner, { element: VALUE, layer, free: true })
    const values = selectValue(coins.filter(isPlain).map(outputAtOf), need)
    if (values.ok) {
      await mustBeOnTime(db, [owner])
      return { owner, values: values.value }
    }
    refused = values
  }
  if (refused) unwrap(refused)
  throw refusalToError({ code: 'no-account' })
}

/** Who owes overdue debt may pay nobody but for it, so no block takes what they sign (consensus.md 15). Refuses `debtor-late`. */
export async function mustBeOnTime(db: DbOrTransaction, keyHashes: readonly string[]): Promise<void> {
  const { height } = must(await findCursor(db), 'the portal follows a chain')
  if ((await overdueDebtors(db, keyHashes, height + 1)).size > 0)
    throw refusalToError({ code: 'debtor-late' })
}

/** Stakes and holders of records are no purse. */
const isPlain = ({ standard }: { readonly standard: string | null }) => standard === 'key-hash'

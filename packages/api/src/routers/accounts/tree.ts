import {
  accountTree,
  equalBytes,
  formatAddress,
  fromHex,
  parseExtendedKey,
  type TreeKey,
  taggedHash,
  toHex,
} from '@vc/crypto'
import { across, heldByKeys, newestRecords, schema } from '@vc/db'
import { organisations, sealedSeeds } from '@vc/db/identity'
import { parseAccount } from '@vc/ledger'
import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { addressPrefixOf } from '../../people/address-prefix.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { watchedBy } from './watched-by.ts'

const { admissions } = schema
const { accountId, debtKeyHash, xpub } = sealedSeeds
/** What of a seed's row is no secret, sealed or not. */
const publicPart = { accountId, debtKeyHash, xpub }

/**
 * An account and its tree of keys without any secret (keys.md, Named accounts): for every key that its seed is looked through
 * for the address, and what stands under it, smallest units; whether the record on the ledger commits to this very tree.
 * Refuses `not-found` for an account that the person may not watch.
 */
export const treeRoute = allowed('account.read', reads)
  .input(z.strictObject({ accountId: hexInput(20) }))
  .query(async ({ ctx, input: { accountId } }) => {
    const [found] = await across(ctx.db, async (all) =>
      all
        .select({ seed: publicPart, name: organisations.name, nameZh: organisations.nameZh })
        .from(sealedSeeds)
        .innerJoin(organisations, eq(organisations.id, sealedSeeds.organisationId))
        .where(and(eq(sealedSeeds.accountId, fromHex(accountId)), watchedBy(ctx.user)))
        .orderBy(desc(sealedSeeds.createdAt))
        .limit(1),
    )
    if (!found) throw refusalToError({ code: 'not-found' })
    const { seed, name, nameZh } = found
    const prefix = addressPrefixOf(ctx)
    const keys = accountTree(seed.xpub ?? '')
    const held = await heldByKeys(
      ctx.db,
      keys.map(({ keyHash }) => keyHash),
    )
    const addressOf = ({ steps }: TreeKey) =>
      formatAddress({ kind: 'account', id: seed.accountId, path: steps }, prefix)
    return {
      ...{ accountId, name, nameZh, debtKeyHash: toHex(seed.debtKeyHash), xpub: seed.xpub },
      record: await recordOf(ctx.db, accountId, seed.xpub),
      keys: keys.map((key) => ({
        path: ['m', ...key.steps].join('/'),
        keyHash: key.keyHash,
        address: addressOf(key),
        held: held.filter(({ keyHash }) => keyHash === key.keyHash).map(({ keyHash: _, ...sum }) => sum),
      })),
    }
  })

/** The account's record in force, and whether it commits to the extended key; null while the ledger has none. */
async function recordOf(db: DbOrTransaction, accountId: string, xpub: string | null) {
  const [record] = await newestRecords(db, 'account', accountId)
  const account = record && parseAccount(record.value)
  if (!account) return null
  const { txid, height } = record
  return {
    ...{ txid, height, status: account.status, agent: toHex(account.agent) },
    commits: await commits(db, accountId, { xpub, commitment: account.commitment }),
  }
}

type Claim = { readonly xpub: string | null; readonly commitment: Uint8Array }

async function commits(
  db: DbOrTransaction,
  accountId: string,
  { xpub, commitment }: Claim,
): Promise<boolean> {
  const subject = eq(admissions.subject, `account:${accountId}`)
  const [admission] = await db.select({ salt: admissions.salt }).from(admissions).where(subject)
  const extended = xpub === null ? undefined : parseExtendedKey(xpub)
  if (!admission?.salt || !extended) return false
  const { chainCode, publicKey } = extended
  return equalBytes(taggedHash('vdn/account', admission.salt, chainCode, publicKey), commitment)
}

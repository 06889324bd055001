import { hash160, toHex } from '@vc/crypto'
import { CIRCULATION, VALUE } from '@vc/ledger'
import { and, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outputs } from '../schema/chain.ts'
import { memberships, passkeys } from '../schema/identity.ts'
import { type settlementBatches, settlementLines } from '../schema/settlement.ts'
import { findCursor } from './cursor.ts'
import { isSoftwareKey } from './is-software.ts'
import { type UnspentOutput, unspentByKeyHash } from './unspent.ts'

export type SettlementBatch = typeof settlementBatches.$inferSelect
/** An act key of a settlement centre; value under its key hash is the centre's pool. Hex. */
export type PoolKey = {
  readonly personId: string
  readonly actKey: string
  readonly keyHash: string
  readonly revoked: boolean
  /** No hardware keeps it. */
  readonly isSoftware: boolean
}

/** The act keys of all who are, or were, settlement centre for an organisation. */
export async function poolKeysOf(db: DbOrTransaction, organisationId: string): Promise<PoolKey[]> {
  const isCentre = and(
    eq(memberships.organisationId, organisationId),
    eq(memberships.role, 'settlement-centre'),
  )
  const rows = await db
    .select({
      personId: passkeys.personId,
      actKey: passkeys.actKey,
      revokedAt: passkeys.revokedAt,
      isSoftware: isSoftwareKey,
    })
    .from(passkeys)
    .innerJoin(memberships, eq(memberships.personId, passkeys.personId))
    .where(and(isCentre, eq(passkeys.kind, 'act'), isNotNull(passkeys.actKey)))
    .orderBy(passkeys.id)
  return rows.flatMap(({ personId, actKey, revokedAt, isSoftware }) =>
    actKey === null
      ? []
      : [
          {
            personId,
            actKey: toHex(actKey),
            keyHash: toHex(hash160(actKey)),
            revoked: revokedAt !== null,
            isSoftware,
          },
        ],
  )
}

/** What of the pool lies under one key hash and nothing else has chosen yet. */
export async function poolCoins(db: DbOrTransaction, keyHash: string): Promise<UnspentOutput[]> {
  const rows = await unspentByKeyHash(db, keyHash, { element: VALUE, layer: CIRCULATION, free: true })
  return rows.filter(({ standard }) => standard === 'key-hash')
}

/** Everything that ever lay in the pool up to a final height. */
export function poolOnLedger(db: DbOrTransaction, keyHashes: readonly string[], height: number) {
  if (keyHashes.length === 0) return Promise.resolve([])
  return db
    .select()
    .from(outputs)
    .where(
      and(
        inArray(outputs.keyHash, [...keyHashes]),
        eq(outputs.standard, 'key-hash'),
        eq(outputs.element, VALUE),
        eq(outputs.layer, CIRCULATION),
        lte(outputs.createdHeight, height),
      ),
    )
    .orderBy(outputs.createdHeight, outputs.txid, outputs.index)
}

/** The books beside the ledger; amounts in smallest units. They agree when `ledger` and `booked` are equal. */
export type Books = {
  readonly accounts: readonly { readonly account: string; readonly amount: bigint }[]
  /** What the books say lies in the pool. */
  readonly booked: bigint
  /** What lies there on the ledger, at the final height. */
  readonly ledger: bigint
  readonly height: number
}

/** Balances of the centre and of every participant, and what the ledger says of their sum. */
export async function readBooks(db: DbOrTransaction, organisationId: string): Promise<Books> {
  const rows = await db
    .select({ account: settlementLines.account, amount: sql<string>`sum(${settlementLines.amount})` })
    .from(settlementLines)
    .where(eq(settlementLines.organisationId, organisationId))
    .groupBy(settlementLines.account)
    .orderBy(settlementLines.account)
  const all = rows.map(({ account, amount }) => ({ account, amount: BigInt(amount) }))
  const height = (await findCursor(db))?.finalHeight ?? 0
  const keys = await poolKeysOf(db, organisationId)
  const accounts = all.filter(({ account }) => account !== 'ledger')
  const booked = accounts.reduce((sum, { amount }) => sum + amount, 0n)
  return { accounts, booked, ledger: await ledgerSum(db, keys, height), height }
}

async function ledgerSum(db: DbOrTransaction, keys: readonly PoolKey[], height: number): Promise<bigint> {
  if (keys.length === 0) return 0n
  const hashes = keys.map(({ keyHash }) => keyHash)
  const unspent = or(isNull(outputs.spentHeight), gt(outputs.spentHeight, height))
  const [row] = await db
    .select({ amount: sql<string>`coalesce(sum(${outputs.amount}), 0)` })
    .from(outputs)
    .where(
      and(
        inArray(outputs.keyHash, hashes),
        eq(outputs.standard, 'key-hash'),
        eq(outputs.element, VALUE),
        eq(outputs.layer, CIRCULATION),
        lte(outputs.createdHeight, height),
        unspent,
      ),
    )
  return BigInt(row?.amount ?? '0')
}

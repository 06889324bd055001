import { hash160, toHex } from '@vc/crypto'
import { ownerHashOf, parseStandard, VALUE } from '@vc/ledger'
import { and, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { DbOrTransaction } from '../open.ts'
import { inputs, outputs } from '../schema/chain.ts'
import { memberships, passkeys, sealedSeeds } from '../schema/identity.ts'
import { across } from '../walls/scope.ts'

/** Hashes of the keys by which an organisation pays: of its accounts, and of its people's act keys. */
export function keyHashesOf(db: DbOrTransaction, organisationId: string): Promise<ReadonlySet<string>> {
  // Whoever signs is told of a payment to somebody new by what the drafter's keys have paid, whosever draft it is.
  return across(db, (all) => hashesOf(all, organisationId))
}

async function hashesOf(db: DbOrTransaction, organisationId: string): Promise<ReadonlySet<string>> {
  const seeds = await db
    .selectDistinct({ hash: sealedSeeds.debtKeyHash })
    .from(sealedSeeds)
    .where(eq(sealedSeeds.organisationId, organisationId))
  const keys = await db
    .selectDistinct({ actKey: passkeys.actKey })
    .from(passkeys)
    .innerJoin(memberships, eq(memberships.personId, passkeys.personId))
    .where(and(eq(memberships.organisationId, organisationId), isNotNull(passkeys.actKey)))
  const ofKeys = keys.flatMap(({ actKey }) => (actKey ? [toHex(hash160(actKey))] : []))
  return new Set([...seeds.map(({ hash }) => toHex(hash)), ...ofKeys])
}

export type Payers = { readonly keyHashes: readonly string[]; readonly scripts: readonly Uint8Array[] }

/** Whether a transaction of the best chain that names an output of these payers has ever brought value under this script. */
export async function hasPaid(db: DbOrTransaction, payers: Payers, payee: Uint8Array): Promise<boolean> {
  const source = alias(outputs, 'source')
  const ofKey = inArray(source.keyHash, [...payers.keyHashes])
  const ofScript = inArray(source.script, [...payers.scripts])
  const rows = await db
    .select({ one: sql`1` })
    .from(outputs)
    .innerJoin(inputs, eq(inputs.txid, outputs.txid))
    .innerJoin(source, and(eq(source.txid, inputs.outputTxid), eq(source.index, inputs.outputIndex)))
    .where(and(eq(outputs.element, VALUE), isUnder(payee), or(ofKey, ofScript)))
    .limit(1)
  return rows.length > 0
}

/** The key hash is what the table is ordered by; the script decides. */
function isUnder(script: Uint8Array): SQL | undefined {
  const keyHash = ownerHashOf(parseStandard(script))
  const byKey = keyHash === null ? isNull(outputs.keyHash) : eq(outputs.keyHash, keyHash)
  return and(byKey, eq(outputs.script, script))
}

/** Where outputs stand: under a key hash, or under a script that names no one key. */
export type Holders = { readonly keyHashes: readonly string[]; readonly scripts: readonly Uint8Array[] }

/** What marks and writes records belongs to a key, and nobody counts it as money. */
const isPurse = or(isNull(outputs.standard), ne(outputs.standard, 'record'))

/** What stands unspent under these key hashes and scripts, by element and layer. */
export async function heldBy(db: DbOrTransaction, { keyHashes, scripts }: Holders) {
  const { keyHash, script, element, layer, amount } = outputs
  const unspent = and(isNull(outputs.spentHeight), isPurse)
  const sum = sql<string>`sum(${amount})`
  const byKey = await db
    .select({ keyHash, element, layer, sum })
    .from(outputs)
    .where(and(unspent, inArray(keyHash, [...keyHashes])))
    .groupBy(keyHash, element, layer)
  const byScript = await db
    .select({ script, element, layer, sum })
    .from(outputs)
    .where(and(unspent, isNull(keyHash), inArray(script, [...scripts])))
    .groupBy(script, element, layer)
  const rows = [
    ...byKey.map((row) => ({ ...row, holder: row.keyHash ?? '' })),
    ...byScript.map((row) => ({ ...row, holder: toHex(row.script) })),
  ]
  return rows.map(({ holder, element, layer, sum }) => ({ holder, element, layer, amount: BigInt(sum) }))
}

/** Every act key that people have (33 bytes, hex) by its HASH160. */
export async function actKeysOf(db: DbOrTransaction): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectDistinct({ actKey: passkeys.actKey })
    .from(passkeys)
    .where(isNotNull(passkeys.actKey))
  return new Map(rows.flatMap(({ actKey }) => (actKey ? [[toHex(hash160(actKey)), toHex(actKey)]] : [])))
}

import { fromHex, hash160, toHex } from '@vc/crypto'
import { DEBT } from '@vc/ledger'
import { and, asc, count, desc, eq, isNotNull, isNull, min, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { inputs, outputs } from '../schema/chain.ts'
import { collectives } from '../schema/collectives.ts'
import { memberships, organisations, passkeys, people } from '../schema/identity.ts'
import { debtorEntities } from '../schema/standing.ts'
import { across } from '../walls/scope.ts'
import { isDrawnOn } from './drawn-on.ts'

export const debtorOrders = ['amount', 'due', 'lots', 'key'] as const
export type DebtorPage = {
  readonly order: (typeof debtorOrders)[number]
  readonly down: boolean
  readonly limit: number
  readonly offset: number
}

/**
 * Keys with unpaid debt whose entity nobody has in a register (requirements V-010): no wallet's, no act key's, no collective's,
 * and named by no authority. Debts whose script names no key stand in one row without a key.
 */
export async function unregisteredDebtors(db: DbOrTransaction, text: string, page: DebtorPage) {
  const sum = sql<string>`sum(${outputs.amount})`
  const { keyHash, expiryHeight, createdHeight } = outputs
  const by = { amount: sum, due: min(expiryHeight), lots: count(), key: keyHash }[page.order]
  const rows = await across(db, async (all) =>
    all
      .select({ keyHash, sum, lots: count(), due: min(expiryHeight), since: min(createdHeight) })
      .from(outputs)
      .where(await unregistered(all, text))
      .groupBy(keyHash)
      .orderBy((page.down ? desc : asc)(by), asc(keyHash))
      .limit(page.limit)
      .offset(page.offset),
  )
  return rows.map(({ sum: amount, ...row }) => ({ ...row, amount: BigInt(amount) }))
}

/** How many such keys there are, and what they owe together, smallest units. */
export async function countUnregisteredDebtors(db: DbOrTransaction, text: string) {
  const [row] = await across(db, async (all) =>
    all
      .select({
        total: sql<string>`count(distinct coalesce(${outputs.keyHash}, ''))`,
        sum: sql<string>`coalesce(sum(${outputs.amount}), 0)`,
      })
      .from(outputs)
      .where(await unregistered(all, text)),
  )
  return { total: Number(row?.total ?? 0), sum: BigInt(row?.sum ?? 0) }
}

async function unregistered(db: DbOrTransaction, text: string): Promise<SQL | undefined> {
  const known = await computedKeys(db)
  const isNamed = sql`(exists (select 1 from sealed_seeds s where encode(s.debt_key_hash, 'hex') = ${outputs.keyHash})
    or exists (select 1 from debtor_entities e where e.key_hash = ${outputs.keyHash})
    or ${outputs.keyHash} in (select jsonb_array_elements_text(${JSON.stringify(known)}::jsonb)))`
  return and(
    ...[eq(outputs.element, DEBT), isNull(outputs.spentHeight)],
    sql`(${outputs.keyHash} is null or not ${isNamed})`,
    text === '' ? undefined : sql`${outputs.keyHash} like ${`%${text}%`}`,
  )
}

/** Hashes that the database can not compute: of act keys and of collectives. */
async function computedKeys(db: DbOrTransaction): Promise<readonly string[]> {
  const acting = await db.select({ actKey: passkeys.actKey }).from(passkeys).where(isNotNull(passkeys.actKey))
  const shared = await db.select({ ledgerId: collectives.ledgerId }).from(collectives)
  return [
    ...acting.flatMap(({ actKey }) => (actKey ? [toHex(hash160(actKey))] : [])),
    ...shared.map(({ ledgerId }) => toHex(hash160(fromHex(ledgerId)))),
  ]
}

/** Whether a key ever owed, and whether its entity is in a register. */
export async function debtorRegistration(db: DbOrTransaction, keyHash: string) {
  const [owes] = await db
    .select({ txid: outputs.txid })
    .from(outputs)
    .where(and(eq(outputs.keyHash, keyHash), eq(outputs.element, DEBT)))
    .limit(1)
  const [seed] = await across(db, async (all) =>
    all.execute<{ id: string }>(
      sql`select id from sealed_seeds where debt_key_hash = decode(${keyHash}, 'hex') limit 1`,
    ),
  )
  const isComputed = (await across(db, computedKeys)).includes(keyHash)
  return { hasOwed: owes !== undefined, isOfPortal: seed !== undefined || isComputed }
}

/** Agents (HASH160 of their keys, hex) whose management credit wrote debts of these keys, paid or not, by debtor. */
export async function creditorsOf(
  db: DbOrTransaction,
  keyHashes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keyHashes.length === 0) return new Map()
  const rows = await db.execute<{ debtor: string; agent: string }>(sql`
    select distinct d.key_hash as debtor, c.key_hash as agent from ${outputs} d
    join ${inputs} i on i.txid = d.txid
    join ${outputs} c on c.txid = i.output_txid and c.index = i.output_index
    where d.element = ${DEBT} and d.key_hash in ${[...keyHashes]}
    and ${isDrawnOn} and c.key_hash is not null`)
  const byDebtor = Map.groupBy(rows, ({ debtor }) => debtor)
  return new Map([...byDebtor].map(([debtor, found]) => [debtor, found.map(({ agent }) => agent)]))
}

/** An authority as who deals with it chooses it. */
export type Authority = { readonly id: string; readonly name: string; readonly nameZh: string }

/** The organisations whose people keep the act keys of these agents, as authorities, by name. */
export async function authoritiesOf(
  db: DbOrTransaction,
  agentHashes: readonly string[],
): Promise<readonly Authority[]> {
  const { id, name, nameZh } = organisations
  const rows = await across(db, async (all) =>
    all
      .selectDistinct({ id, name, nameZh, actKey: passkeys.actKey })
      .from(passkeys)
      .innerJoin(memberships, eq(memberships.personId, passkeys.personId))
      .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
      .where(and(isNotNull(passkeys.actKey), eq(memberships.role, 'authority')))
      .orderBy(name),
  )
  const found = rows.filter(({ actKey }) => actKey && agentHashes.includes(toHex(hash160(actKey))))
  return [...new Map(found.map(({ actKey: _, ...one }) => [one.id, one])).values()]
}

/** Agents (HASH160, hex) whose act keys people of this authority keep, revoked ones too: what they gave, they gave. */
export async function agentsOf(db: DbOrTransaction, organisationId: string): Promise<readonly string[]> {
  const rows = await db
    .selectDistinct({ actKey: passkeys.actKey })
    .from(passkeys)
    .innerJoin(memberships, eq(memberships.personId, passkeys.personId))
    .where(
      and(
        isNotNull(passkeys.actKey),
        eq(memberships.organisationId, organisationId),
        eq(memberships.role, 'authority'),
      ),
    )
  return rows.flatMap(({ actKey }) => (actKey ? [toHex(hash160(actKey))] : []))
}

/** The entities that authorities named, the newest word on each key, the newest first. */
export async function namedEntities(db: DbOrTransaction) {
  const { id, keyHash, kind, name, registration, grounds, createdAt } = debtorEntities
  const rows = await db
    .selectDistinctOn([keyHash], {
      ...{ keyHash, kind, name, registration, grounds, createdAt, by: people.name },
      authority: { id: organisations.id, name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(debtorEntities)
    .innerJoin(people, eq(people.id, debtorEntities.personId))
    .innerJoin(organisations, eq(organisations.id, debtorEntities.organisationId))
    .orderBy(keyHash, desc(createdAt), desc(id))
  return rows.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}

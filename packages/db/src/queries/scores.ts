import { DEBT } from '@vc/ledger'
import { and, asc, desc, eq, gte, lte, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { organisations, people } from '../schema/identity.ts'
import { creditNotices, scoreAnswers, scoreAppeals, scoreConsents } from '../schema/standing.ts'
import { across } from '../walls/scope.ts'
import { turningBad } from './credit.ts'
import { badDebtAgeOf, findCursor } from './cursor.ts'
import { authoritiesOf, creditorsOf } from './debtors.ts'

/** What authorities stated of a key's outputs when they reopened its appeals, the oldest first, with who said it. */
export async function statementsOf(db: DbOrTransaction, debtKeyHash: string) {
  const rows = await across(db, async (all) =>
    all
      .select({
        ...{ statements: scoreAnswers.statements, height: scoreAnswers.height },
        ...{ name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(scoreAnswers)
      .innerJoin(scoreAppeals, eq(scoreAppeals.id, scoreAnswers.appealId))
      .innerJoin(organisations, eq(organisations.id, scoreAnswers.organisationId))
      .where(eq(scoreAppeals.debtKeyHash, debtKeyHash))
      .orderBy(asc(scoreAnswers.height), asc(scoreAnswers.createdAt)),
  )
  return rows.flatMap(({ statements, height, name, nameZh }) =>
    statements.map((one) => ({ ...one, height, authority: { name, nameZh } })),
  )
}

/** Unpaid debt of the whole network after the block of a height, smallest units. */
export async function networkUnpaidAt(db: DbOrTransaction): Promise<(height: number) => bigint> {
  const rows = await db.execute<{ height: number; moved: string }>(sql`
    select height, sum(moved)::text as moved from (
      select created_height as height, amount as moved from outputs where element = ${DEBT}
      union all select spent_height, -amount from outputs where element = ${DEBT} and spent_height is not null
    ) moves group by height order by height`)
  const heights = rows.map(({ height }) => Number(height))
  let sum = 0n
  const sums = rows.map(({ moved }) => {
    sum += BigInt(moved)
    return sum
  })
  return (height) => sums[countUpTo(heights, height) - 1] ?? 0n
}

/** How many numbers of an ordered list are no greater. */
function countUpTo(list: readonly number[], most: number): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle] ?? 0) <= most) from = middle + 1
    else to = middle
  }
  return from
}

/** Which appeals: of an organisation, to an authority, of a key, or one. */
export type AppealFilter = {
  readonly organisationId?: string
  readonly authorityId?: string
  readonly id?: string
}

/** Appeals with their answers and the names of both sides, those that wait in front, then the newest. */
export function appealsOf(db: DbOrTransaction, filter: AppealFilter) {
  const { id, organisationId, authorityId } = filter
  return db
    .select({
      appeal: scoreAppeals,
      answer: scoreAnswers,
      party: { name: organisations.name, nameZh: organisations.nameZh },
      by: people.name,
      authority: {
        name: sql<string>`(select name from organisations a where a.id = ${scoreAppeals.authorityId})`,
        nameZh: sql<string>`(select name_zh from organisations a where a.id = ${scoreAppeals.authorityId})`,
      },
    })
    .from(scoreAppeals)
    .leftJoin(scoreAnswers, eq(scoreAnswers.appealId, scoreAppeals.id))
    .innerJoin(organisations, eq(organisations.id, scoreAppeals.organisationId))
    .innerJoin(people, eq(people.id, scoreAppeals.personId))
    .where(
      and(
        id ? eq(scoreAppeals.id, id) : undefined,
        organisationId ? eq(scoreAppeals.organisationId, organisationId) : undefined,
        authorityId ? eq(scoreAppeals.authorityId, authorityId) : undefined,
      ),
    )
    .orderBy(sql`${scoreAnswers.appealId} is not null`, desc(scoreAppeals.createdAt), desc(scoreAppeals.id))
    .limit(MOST)
}
const MOST = 1_000

/** Who may see scores in all their terms: by an organisation, or for an authority, those in force at a height if one is told. */
export function consentsOf(
  db: DbOrTransaction,
  which: { readonly organisationId: string } | { readonly authorityId: string; readonly height: number },
) {
  const { authorityId, organisationId, fromHeight, untilHeight, createdAt } = scoreConsents
  const of: SQL | undefined =
    'organisationId' in which
      ? eq(organisationId, which.organisationId)
      : and(eq(authorityId, which.authorityId), lte(fromHeight, which.height), gte(untilHeight, which.height))
  const other = 'organisationId' in which ? authorityId : organisationId
  return db
    .select({ consent: scoreConsents, other: { name: organisations.name, nameZh: organisations.nameZh } })
    .from(scoreConsents)
    .innerJoin(organisations, eq(organisations.id, other))
    .where(of)
    .orderBy(desc(createdAt), desc(scoreConsents.id))
    .limit(MOST)
}

/**
 * Whether an authority has to do with a key: it may see its score by a consent in force, reviews an application of it that is
 * not over, or one of its agents gave it credit.
 */
export async function isConcerned(
  db: DbOrTransaction,
  of: {
    readonly authorityId: string
    readonly agents: readonly string[]
    readonly debtKeyHash: string
    readonly height: number
  },
): Promise<boolean> {
  const { authorityId, agents, debtKeyHash, height } = of
  const [row] = await db.execute<{ holds: boolean }>(sql`select exists (
      select 1 from score_consents c where c.authority_id = ${authorityId} and c.debt_key_hash = ${debtKeyHash}
        and c.from_height <= ${height} and c.until_height >= ${height})
    or exists (select 1 from credit_applications a where a.debt_key_hash = ${debtKeyHash}
        and a.step in ('applied', 'approving')) as holds`)
  if (row?.holds) return true
  const gave = (await creditorsOf(db, [debtKeyHash])).get(debtKeyHash) ?? []
  return gave.some((agent) => agents.includes(agent))
}

type Notice = Pick<typeof creditNotices.$inferInsert, 'organisationId' | 'kind' | 'about' | 'height'>
/** Tells an organisation something once: what it was told already it is not told again. */
export async function tellOrganisation(tx: DbOrTransaction, notice: Notice, createdAt: Date): Promise<void> {
  await tx
    .insert(creditNotices)
    .values({ ...notice, createdAt })
    .onConflictDoNothing()
}

/**
 * Tells the authority of the agent that gave it, once, of each lot that turned bad in blocks above `after` up to `upTo`: it may ask
 * the reserve to write it off (ledger.md 8).
 */
export async function tellBadDebts(
  tx: DbOrTransaction,
  after: number,
  upTo: number,
  at: Date,
): Promise<void> {
  if (upTo <= after) return
  const badDebtAge = badDebtAgeOf(await findCursor(tx))
  for (const { txid, index, agent } of await turningBad(tx, { after, upTo, badDebtAge })) {
    const authorities = agent === null ? [] : await authoritiesOf(tx, [agent])
    for (const { id: organisationId } of authorities)
      await tellOrganisation(
        tx,
        { organisationId, kind: 'debt-bad', about: `${txid}:${index}`, height: upTo },
        at,
      )
  }
}

/** What an organisation was told, what it has not seen in front, then the newest. */
export function noticesOf(db: DbOrTransaction, organisationId: string) {
  const { id, kind, about, height, createdAt, seenAt } = creditNotices
  return db
    .select({ id, kind, about, height, createdAt, seenAt })
    .from(creditNotices)
    .where(eq(creditNotices.organisationId, organisationId))
    .orderBy(sql`${seenAt} is not null`, desc(createdAt), desc(id))
    .limit(200)
}

import { and, asc, desc, eq, ilike, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { collectiveProposals, collectives } from '../schema/collectives.ts'
import { creditApplications, creditImports } from '../schema/credit.ts'
import { organisations, people } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'

/**
 * In the order of an application's life. `voting`: members of the collective that shall owe vote on the draft; `voted`: they have.
 * `approving`: nobody has signed the draft; `approved`: the authority has; `accepted`: the debtor has.
 */
export const creditStages = [
  'applied',
  'voting',
  'voted',
  'approving',
  'approved',
  'accepted',
  'submitted',
  'in-block',
  'final',
  'refused',
  'expired',
  'declined',
  'withdrawn',
] as const
export type CreditStage = (typeof creditStages)[number]
export const creditOrders = ['asked', 'amount', 'who', 'purpose', 'reference', 'stage'] as const
export type CreditOrder = (typeof creditOrders)[number]

/** How far an application is, told from what people decided, who signed its act, and what the chain says. */
const stageAt = (at: Date) => sql<CreditStage>`case
  when ${creditApplications.step} in ('declined', 'withdrawn') then ${creditApplications.step}
  when ${acts.id} is null and ${collectiveProposals.step} = 'joined' then 'voted'
  when ${acts.id} is null and ${collectiveProposals.step} in ('open', 'withdrawn') then 'voting'
  when ${acts.id} is null then 'applied'
  when ${submissions.state} = 'queued' then 'submitted'
  when ${submissions.id} is not null then ${submissions.state}
  when ${acts.status} = 'withdrawn' then 'applied'
  when ${acts.status} <> 'open' or ${acts.expiresAt} <= ${at.toISOString()}::timestamptz then 'expired'
  when ${acts.signatures} @> '[{"part":"input"}]' or exists (
    select 1 from credit_judgements j where j.act_id = ${acts.id}) then 'approved'
  when ${acts.signatures} @> '[{"part":"acceptance"}]' or exists (select 1 from acts k
    where k.id = ${creditApplications.keptActId} and jsonb_array_length(k.signatures) > 0) then 'accepted'
  else 'approving' end`

/** Which applications; texts are found anywhere in the field, whatever their case. */
export type CreditFilter = {
  readonly organisationId?: string | undefined
  readonly id?: string | undefined
  readonly importId?: string | undefined
  readonly stage?: CreditStage | undefined
  readonly who?: string | undefined
  readonly purpose?: string | undefined
  readonly reference?: string | undefined
}
export type CreditPage = {
  readonly order: CreditOrder
  readonly down: boolean
  readonly limit: number
  readonly offset: number
}
const newest: CreditPage = { order: 'asked', down: true, limit: 500, offset: 0 }
const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Applications with names, stage at this moment, act, submission and file, a page of them, the newest first unless told. */
export async function creditApplicationsOf(
  db: DbOrTransaction,
  at: Date,
  filter: CreditFilter = {},
  page: CreditPage = newest,
) {
  const inOrder = page.down ? desc : asc
  const rows = db
    .select({
      application: creditApplications,
      organisation: { name: organisations.name, nameZh: organisations.nameZh },
      person: { name: people.name },
      act: acts,
      submission: submissions,
      stage: stageAt(at),
      fileName: creditImports.fileName,
      collective: { id: collectives.id, name: collectives.name, ledgerId: collectives.ledgerId },
    })
    .from(creditApplications)
    .innerJoin(organisations, eq(organisations.id, creditApplications.organisationId))
    .innerJoin(people, eq(people.id, creditApplications.personId))
    .leftJoin(acts, eq(acts.id, creditApplications.actId))
    .leftJoin(collectiveProposals, eq(collectiveProposals.id, creditApplications.proposalId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .leftJoin(creditImports, eq(creditImports.id, creditApplications.importId))
    .leftJoin(collectives, eq(collectives.id, creditApplications.collectiveId))
    .where(wanted(at, filter))
  // A file's lines were all asked for at once: they stand in the order of the file.
  return rows
    .orderBy(inOrder(orderOf(page.order, at)), asc(creditApplications.line), asc(creditApplications.id))
    .limit(page.limit)
    .offset(page.offset)
}
export type CreditApplicationRow = Awaited<ReturnType<typeof creditApplicationsOf>>[number]

/** How many applications the filter finds, and what they ask for together, in smallest units. */
export async function countCreditApplications(
  db: DbOrTransaction,
  at: Date,
  filter: CreditFilter,
): Promise<{ total: number; sum: bigint }> {
  const [row] = await db
    .select({
      total: sql<string>`count(*)`,
      sum: sql<string>`coalesce(sum(${creditApplications.amount}), 0)`,
    })
    .from(creditApplications)
    .innerJoin(organisations, eq(organisations.id, creditApplications.organisationId))
    .leftJoin(acts, eq(acts.id, creditApplications.actId))
    .leftJoin(collectiveProposals, eq(collectiveProposals.id, creditApplications.proposalId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(wanted(at, filter))
  return { total: Number(row?.total ?? 0), sum: BigInt(row?.sum ?? 0) }
}

function wanted(at: Date, filter: CreditFilter): SQL | undefined {
  const { organisationId, id, importId, stage, who, purpose, reference } = filter
  const names = sql`${organisations.name} || ' ' || ${organisations.nameZh}`
  return and(
    organisationId ? eq(creditApplications.organisationId, organisationId) : undefined,
    id ? eq(creditApplications.id, id) : undefined,
    importId ? eq(creditApplications.importId, importId) : undefined,
    stage ? sql`${stageAt(at)} = ${stage}` : undefined,
    who ? sql`${names} ilike ${like(who)}` : undefined,
    purpose ? ilike(creditApplications.purpose, like(purpose)) : undefined,
    reference ? ilike(creditApplications.reference, like(reference)) : undefined,
  )
}

function orderOf(order: CreditOrder, at: Date): SQL {
  if (order === 'stage') return sql`${stageAt(at)}`
  if (order === 'who') return sql`${organisations.name}`
  const columns = {
    asked: creditApplications.createdAt,
    amount: creditApplications.amount,
    purpose: creditApplications.purpose,
    reference: creditApplications.reference,
  }
  return sql`${columns[order]}`
}

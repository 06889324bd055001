import { findSample, schema } from '@vc/db'
import { desc, eq, or, sql } from 'drizzle-orm'
import type { MemberContext } from '../../context.ts'
import { may } from '../../permissions.ts'
import { isOver, standingOf, type UnionStage } from '../unions/standing.ts'
import type { Job } from './job.ts'

const { rightBatches, meterImports, creditImports, settlementBatches, acts, collectives, unions } = schema
/** Newest rows of each kind that are looked at. */
const MOST = 30
type Standing = Pick<Job, 'state' | 'step' | 'done' | 'total'>
type Batch = typeof rightBatches.$inferSelect
type Settlement = typeof settlementBatches.$inferSelect
type Import = typeof meterImports.$inferSelect

const isSigned = sql<boolean>`coalesce(${acts.submissionId} is not null, false)`

/** Collections of works that the organisation brought, appraised or certifies: import to final record. */
export async function worksJobs({ db, user }: MemberContext): Promise<readonly Job[]> {
  const { organisationId: own } = user
  const rows = await db
    .select({ batch: rightBatches, isSigned })
    .from(rightBatches)
    .leftJoin(acts, eq(acts.id, rightBatches.actId))
    .where(
      or(eq(rightBatches.issuerId, own), eq(rightBatches.appraiserId, own), eq(rightBatches.centreId, own)),
    )
    .orderBy(desc(rightBatches.updatedAt))
    .limit(MOST)
  return rows.map(({ batch, isSigned: signed }) => {
    const { id, fileName: name, updatedAt: at } = batch
    return { id, kind: 'works', name, at, href: `/rights/${id}`, ...standingOfWorks(batch, signed) }
  })
}

export function standingOfWorks(
  { step, actId, finality }: Pick<Batch, 'step' | 'actId' | 'finality'>,
  signed: boolean,
): Standing {
  const at = (state: Job['state'], name: string, done: number) => ({ state, step: name, done, total: 5 })
  if (step === 'declined') return at('refused', step, 0)
  if (step === 'imported') return at('waiting', step, 1)
  if (step === 'appraised') return at('waiting', step, 2)
  if (step === 'prepared' && actId === null) return at('running', 'preparing', 2)
  if (step === 'prepared' && !signed) return at('waiting', 'to-sign', 3)
  if (step !== 'certified') return at('running', 'on-its-way', 3)
  return finality === 'final' ? at('done', 'final', 5) : at('running', 'in-block', 4)
}

/** Files of metering data that the centre brought: import to final record of their certificates. */
export async function metersJobs({ db, user }: MemberContext): Promise<readonly Job[]> {
  const rows = await db
    .select()
    .from(meterImports)
    .where(eq(meterImports.centreId, user.organisationId))
    .orderBy(desc(meterImports.createdAt))
    .limit(MOST)
  return rows.map((row) => {
    const { id, fileName: name } = row
    const at = row.issuedAt ?? row.createdAt
    return { id, kind: 'meters', name, at, href: '/energy', ...standingOfMeters(row) }
  })
}

export function standingOfMeters({
  state,
  issued,
  finality,
}: Pick<Import, 'state' | 'issued' | 'finality'>): Standing {
  const at = (how: Job['state'], step: string, done: number) => ({ state: how, step, done, total: 4 })
  if (state === 'queued') return at('running', 'issuing', 1)
  if (issued === 0n) return at('done', 'nothing-whole', 4)
  if (finality === null) return at('running', 'on-its-way', 2)
  return finality === 'final' ? at('done', 'final', 4) : at('running', 'in-block', 3)
}

/** Files of applications for credit that the organisation brought, counted in applications. */
export async function applicationsJobs({ db, user }: MemberContext): Promise<readonly Job[]> {
  const rows = await db
    .select()
    .from(creditImports)
    .where(eq(creditImports.organisationId, user.organisationId))
    .orderBy(desc(creditImports.createdAt))
    .limit(MOST)
  return rows.map(({ id, fileName: name, done, count: total, updatedAt: at }) => {
    const isOver = done === total
    const standing = { state: isOver ? 'done' : 'running', step: isOver ? 'taken' : 'taking' } as const
    return { id, kind: 'applications', name, at, href: `/credit?import=${id}`, done, total, ...standing }
  })
}

/** Batches of obligations of the centre: netting to final settlement. */
export async function settlementJobs({ db, user }: MemberContext): Promise<readonly Job[]> {
  const rows = await db
    .select({ batch: settlementBatches, isSigned })
    .from(settlementBatches)
    .leftJoin(acts, eq(acts.id, settlementBatches.actId))
    .where(eq(settlementBatches.organisationId, user.organisationId))
    .orderBy(desc(settlementBatches.updatedAt))
    .limit(MOST)
  return rows.map(({ batch, isSigned: signed }) => {
    const { id, fileName: name, updatedAt: at } = batch
    return { id, kind: 'settlement', name, at, href: `/settlement/${id}`, ...standingOfBatch(batch, signed) }
  })
}

export function standingOfBatch(
  { step, approverKey, reason }: Pick<Settlement, 'step' | 'approverKey' | 'reason'>,
  signed: boolean,
): Standing {
  const at = (state: Job['state'], name: string, done: number) => ({ state, step: name, done, total: 6 })
  if (step === 'declined') return at('refused', step, 0)
  if (step === 'checked') return at('running', 'netting', 1)
  if (step === 'netted' && (approverKey === null || reason !== null)) return at('waiting', 'netted', 2)
  if (step === 'netted') return at('running', 'preparing', 2)
  if (step === 'prepared' && !signed) return at('waiting', 'to-sign', 3)
  if (step === 'settled') return at('running', 'in-block', 5)
  return step === 'final' ? at('done', 'final', 6) : at('running', 'on-its-way', 4)
}

/** Farm unions that the organisation founds: from the file to final records. */
export async function unionJobs({ db, user, clock }: MemberContext): Promise<readonly Job[]> {
  const rows = await db
    .select({ union: unions, collective: collectives })
    .from(unions)
    .innerJoin(collectives, eq(collectives.id, unions.collectiveId))
    .where(eq(unions.organisationId, user.organisationId))
    .orderBy(desc(unions.updatedAt))
    .limit(MOST)
  return Promise.all(
    rows.map(async ({ union, collective }) => {
      const { id, name, updatedAt: at } = collective
      const { stage } = await standingOf(db, clock.nowMs(), union, collective)
      return { id, kind: 'union', name, at, href: `/communities/${id}`, ...standingOfUnion(stage) }
    }),
  )
}

const unionSteps: readonly UnionStage[] = ['preparing', 'council', 'sent', 'in-block', 'final']

export function standingOfUnion(stage: UnionStage): Standing {
  const state =
    stage === 'final' ? 'done' : isOver(stage) ? 'refused' : stage === 'council' ? 'waiting' : 'running'
  return { state, step: stage, done: Math.max(0, unionSteps.indexOf(stage)) + 1, total: unionSteps.length }
}

/** The sample consortium, for who may make it. */
export async function sampleJobs({ db, user }: MemberContext): Promise<readonly Job[]> {
  const run = may(user, 'network.sample') ? await findSample(db) : undefined
  if (!run) return []
  const sum = (pick: 'done' | 'total') => run.progress.reduce((all, part) => all + part[pick], 0)
  const isOver = run.state === 'done' || run.state === 'removed'
  const stuck = run.reason !== null && !isOver
  return [
    {
      ...{ id: `sample-${run.run}`, kind: 'sample', name: '', step: run.state, href: '/overview#sample' },
      ...{
        state: isOver ? 'done' : stuck ? 'waiting' : 'running',
        done: sum('done'),
        total: sum('total') || 1,
      },
      at: run.updatedAt,
    },
  ]
}

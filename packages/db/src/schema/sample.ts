import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment } from './columns.ts'
import { personRef } from './identity.ts'

/** What the sample is made of, and what is told of each part of it. */
export const sampleParts = [
  ...(['members', 'credit', 'rights', 'energy', 'settlement'] as const),
  ...(['collectives', 'orders', 'works', 'contracts'] as const),
] as const
export type SamplePart = (typeof sampleParts)[number]
/** How far a part is: steps done of all, and the code of what the next one waits for. */
export type SampleProgress = {
  readonly part: SamplePart
  readonly done: number
  readonly total: number
  readonly waits: string | null
}
/** Desks whose records on the ledger stay. */
export const sampleDesks = ['collectives', 'orders', 'works', 'contracts'] as const
export type SampleDesk = (typeof sampleDesks)[number]
/** What a removed sample leaves: rows that only grow or that open what the ledger holds. */
export type SampleStanding = {
  readonly organisations: number
  readonly people: number
  readonly rights: number
  readonly certificates: string
  readonly batches: number
  /** Of runs since these desks are in the sample. */
  readonly desks?: Readonly<Record<SampleDesk, number>>
  /** Unpaid debt on the ledger, smallest units. */
  readonly debt: string
}

/** The sample consortium of a development network, one row for each time it was made. At most the newest is not removed. */
export const sampleRuns = pgTable('sample_runs', {
  run: integer('run').primaryKey(),
  state: text('state', { enum: ['running', 'done', 'removing', 'removed'] }).notNull(),
  /** Names of the steps that are done: they are not done again. */
  finished: text('finished').array().notNull().default([]),
  progress: jsonb('progress').$type<readonly SampleProgress[]>().notNull().default([]),
  /** Code of what stands in the way until it is tried again. */
  reason: text('reason'),
  standing: jsonb('standing').$type<SampleStanding>(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  endedAt: moment('ended_at'),
})

/** What a person has put away and does not want to see again, by its name. */
export const dismissals = pgTable(
  'dismissals',
  {
    personId: personRef('person_id').notNull(),
    name: text('name').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.name] })],
)

import type { CreditModel } from '@vc/admission'
import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { amount, moment, rowId } from './columns.ts'
import { creditApplications } from './credit.ts'
import { organisationRef, personRef } from './identity.ts'
import { acts } from './queue.ts'

/** The terms of a credit model as JSON has them: amounts are decimal strings. */
export type StoredModelTerms = {
  readonly [Term in keyof CreditModel]: CreditModel[Term] extends bigint ? string : CreditModel[Term]
}

/**
 * Credit models: the terms under which an authority hands credit on, so that orders within them are approved by nobody more
 * (docs/adr/0049). Whether one is in force is read from its act and its coins, never stored; that it was ended is.
 */
export const creditModels = pgTable(
  'credit_models',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: personRef('person_id').notNull(),
    /** Asked twice with one key is asked once. */
    commandKey: uuid('command_key').notNull(),
    /** The agent whose credit it is, in hex. */
    agentKey: text('agent_key').notNull(),
    terms: jsonb('terms').$type<StoredModelTerms>().notNull(),
    total: amount('total').notNull(),
    untilHeight: integer('until_height').notNull(),
    /** Where its credit lies, in hex; null until the worker has drafted. */
    script: text('script'),
    actId: uuid('act_id').references(() => acts.id),
    /** Code of what stands in the way of the draft. */
    refusal: text('refusal'),
    endedAt: moment('ended_at'),
    /** Who ended it; null when its height came. */
    endedBy: personRef('ended_by'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    unique('credit_models_once').on(t.organisationId, t.commandKey),
    index('credit_models_until').on(t.endedAt, t.untilHeight),
  ],
)

/** What a model said of an application, once. With an act it approved; else the reasons why a person decides. */
export const creditJudgements = pgTable(
  'credit_judgements',
  {
    applicationId: uuid('application_id')
      .notNull()
      .references(() => creditApplications.id),
    modelId: uuid('model_id')
      .notNull()
      .references(() => creditModels.id),
    height: integer('height').notNull(),
    reasons: text('reasons').array().notNull(),
    actId: uuid('act_id').references(() => acts.id),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.applicationId, t.modelId] }), index('credit_judgements_act').on(t.actId)],
)

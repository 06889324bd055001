import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { amount, bytes, moment, rowId } from './columns.ts'
import { organisationRef } from './identity.ts'
import { acts } from './queue.ts'

const workRef = () =>
  uuid('work_id')
    .notNull()
    .references(() => works.id)
const actRef = () =>
  uuid('act_id')
    .notNull()
    .references(() => acts.id)

/** Works that their creators registered. How anything of them stands follows from acts and blocks, and is never stored. */
export const works = pgTable(
  'works',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    title: text('title').notNull(),
    field: text('field').notNull(),
    /** The creator's account, HASH160 in hex: it signs drafts and sales, and is paid. */
    keyHash: text('key_hash').notNull(),
    /** Points for whoever reviews it, once each. */
    reviewPoints: integer('review_points').notNull().default(0),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('works_organisation').on(t.organisationId, t.createdAt)],
)

/** Drafts of works: the file's SHA256, which its record (`txid`) puts on the ledger. The file is never here. */
export const workDrafts = pgTable(
  'work_drafts',
  {
    id: rowId(),
    workId: workRef(),
    fingerprint: text('fingerprint').notNull(),
    note: text('note').notNull(),
    actId: actRef(),
    txid: text('txid').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('work_drafts_work').on(t.workId, t.createdAt), index('work_drafts_print').on(t.fingerprint)],
)

/** Payments to creators with a few words. The words are the portal's own. */
export const workTips = pgTable(
  'work_tips',
  {
    id: rowId(),
    workId: workRef(),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    amount: amount('amount').notNull(),
    note: text('note').notNull(),
    actId: actRef(),
    txid: text('txid').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('work_tips_work').on(t.workId, t.createdAt)],
)

/** What a licence allows; see LicenceTerms of @vc/nfr. */
export type StoredLicenceTerms = {
  readonly uses: readonly string[]
  readonly territory: string
  readonly days: number
  /** Of 10,000; none where a licence may not be sold on. */
  readonly resale?: number
}

/** Sales of licences (docs/adr/0021). Each licence is a coin of `txid`, which its act's signatures let anybody buy. */
export const licenceSales = pgTable(
  'licence_sales',
  {
    id: rowId(),
    workId: workRef(),
    createdBy: uuid('created_by').notNull(),
    terms: jsonb('terms').$type<StoredLicenceTerms>().notNull(),
    price: amount('price').notNull(),
    reward: amount('reward').notNull(),
    count: integer('count').notNull(),
    actId: actRef(),
    txid: text('txid').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('licence_sales_work').on(t.workId, t.createdAt)],
)

/** Licences that were bought or are being bought. `txid` pays and commits, `recordTxid` is the licence's record. */
export const licences = pgTable(
  'licences',
  {
    id: rowId(),
    saleId: uuid('sale_id')
      .notNull()
      .references(() => licenceSales.id),
    /** Which coin of the sale. */
    unit: integer('unit').notNull(),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    /** The licensee's account, HASH160 in hex. */
    keyHash: text('key_hash').notNull(),
    /** Who brought the buyer and gets the reward; null when nobody did. */
    sharer: text('sharer'),
    code: text('code').notNull(),
    actId: actRef(),
    txid: text('txid').notNull(),
    recordTxid: text('record_txid').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('licences_sale').on(t.saleId, t.unit),
    index('licences_code').on(t.code),
    index('licences_organisation').on(t.organisationId, t.createdAt),
  ],
)

/**
 * Tasks that a creator gives out for a work (docs/adr/0034). Outputs 0 to `places` - 1 of `txid` hold one reward each, put
 * aside under the creator's own key until the deadline.
 */
export const workTasks = pgTable(
  'work_tasks',
  {
    id: rowId(),
    workId: workRef(),
    createdBy: uuid('created_by').notNull(),
    title: text('title').notNull(),
    brief: text('brief').notNull(),
    reward: amount('reward').notNull(),
    places: integer('places').notNull(),
    /** From this height on what is left of the rewards can be taken back. */
    deadline: integer('deadline').notNull(),
    /** Opens the rewards before the deadline, together with the creator's signature only. */
    secret: bytes('secret').notNull(),
    actId: actRef(),
    txid: text('txid').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('work_tasks_work').on(t.workId, t.createdAt)],
)

/** What is handed in for a task: the file's SHA256, which its record (`txid`) dates. The file is never here. */
export const workContributions = pgTable(
  'work_contributions',
  {
    id: rowId(),
    taskId: uuid('task_id')
      .notNull()
      .references(() => workTasks.id),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    /** The contributor's account, HASH160 in hex: it signs the record and is paid. */
    keyHash: text('key_hash').notNull(),
    /** How the contributor wants to be named with the work. */
    name: text('name').notNull(),
    fingerprint: text('fingerprint').notNull(),
    note: text('note').notNull(),
    actId: actRef(),
    txid: text('txid').notNull(),
    /** Which reward pays it, the act that takes it, and the transaction that pays. */
    place: integer('place'),
    takenActId: uuid('taken_act_id').references(() => acts.id),
    paidTxid: text('paid_txid'),
    /** Names the contributor with the work for good. */
    creditTxid: text('credit_txid'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('work_contributions_task').on(t.taskId, t.createdAt),
    index('work_contributions_organisation').on(t.organisationId, t.createdAt),
  ],
)

/** What members say of works, once each. Rows are only ever added. */
export const workReviews = pgTable(
  'work_reviews',
  {
    id: rowId(),
    workId: workRef(),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    stars: integer('stars').notNull(),
    words: text('words').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('work_reviews_once').on(t.workId, t.createdBy)],
)

/**
 * Points for what people did, booked once for each event (requirements X-05): nobody can hand them on, and no procedure
 * moves them. Rows are only ever added.
 */
export const workPoints = pgTable(
  'work_points',
  {
    id: rowId(),
    /** Names the event; the same event is booked once. */
    event: text('event').notNull().unique(),
    workId: workRef(),
    organisationId: organisationRef('organisation_id').notNull(),
    personId: uuid('person_id').notNull(),
    points: integer('points').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('work_points_person').on(t.personId)],
)

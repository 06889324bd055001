import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { amount, bytes, moment, rowId } from './columns.ts'
import { organisationRef } from './identity.ts'

/** A line of a file that was not taken, with its reason. */
export type StoredBadRow = {
  readonly line: number
  readonly code: string
  readonly column?: string
  readonly facts?: Readonly<Record<string, string | number>>
}
export type CertificationStep = 'imported' | 'appraised' | 'prepared' | 'approved' | 'certified' | 'declined'
/** How sure a record on the ledger is: in a block that may still be left, or final. */
export type Finality = 'in-block' | 'final'

/** Works that an issuer brought in one file and that are certified together, by one record on the ledger. */
export const rightBatches = pgTable(
  'right_batches',
  {
    id: rowId(),
    issuerId: organisationRef('issuer_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA256 of the file's bytes in hex: the same file is taken once. */
    digest: text('digest').notNull(),
    format: text('format').notNull(),
    encoding: text('encoding').notNull(),
    count: integer('count').notNull(),
    /** Lines that the issuer chose to set aside. */
    setAside: jsonb('set_aside').$type<StoredBadRow[]>().notNull(),
    step: text('step').$type<CertificationStep>().notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: uuid('created_by').notNull(),
    appraiserId: organisationRef('appraiser_id'),
    report: text('report'),
    /** Smallest units; null when the appraiser names no value. */
    value: amount('value'),
    appraisedAt: moment('appraised_at'),
    centreId: organisationRef('centre_id'),
    /** The person and the key of the centre that certify. */
    certifierId: uuid('certifier_id'),
    certifierKey: bytes('certifier_key'),
    /** The draft that waits for the certifier; null until the worker has made it. */
    actId: uuid('act_id'),
    /** What the record says: root 32 | count u32. */
    recordValue: bytes('record_value'),
    txid: text('txid'),
    height: integer('height'),
    finality: text('finality').$type<Finality>(),
    /** Why it was declined, or what the network refused. */
    reason: text('reason'),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('right_batches_file').on(t.issuerId, t.digest).where(sql`${t.step} <> 'declined'`),
    index('right_batches_step').on(t.step, t.createdAt),
  ],
)

export const rights = pgTable(
  'rights',
  {
    id: rowId(),
    batchId: uuid('batch_id')
      .notNull()
      .references(() => rightBatches.id),
    /** Place of its leaf in the certification. */
    position: integer('position').notNull(),
    /** Line of the file on which it began. */
    line: integer('line').notNull(),
    code: text('code').notNull(),
    issuerId: uuid('issuer_id').notNull(),
    accession: text('accession').notNull(),
    title: text('title').notNull(),
    creators: text('creators').array().notNull(),
    dated: text('dated').notNull(),
    medium: text('medium').notNull(),
    source: text('source', { enum: ['public-domain', 'own-work', 'holder-named'] }).notNull(),
    legalOwner: text('legal_owner').notNull(),
    uses: text('uses').array().notNull(),
    evidence: text('evidence').notNull(),
    contentHash: text('content_hash').notNull(),
    /** "image:" or "text:" and 64 hex digits, by which a changed copy is known; empty without one. */
    likeness: text('likeness').notNull().default(''),
    fingerprint: text('fingerprint').notNull(),
    /** Its batch was declined: the same work may be registered again. */
    declined: boolean('declined').notNull().default(false),
  },
  (t) => [
    uniqueIndex('rights_place').on(t.batchId, t.position),
    uniqueIndex('rights_code').on(t.code).where(sql`not ${t.declined}`),
    uniqueIndex('rights_accession').on(t.issuerId, t.accession).where(sql`not ${t.declined}`),
    uniqueIndex('rights_fingerprint').on(t.issuerId, t.fingerprint).where(sql`not ${t.declined}`),
    index('rights_print').on(t.fingerprint),
  ],
)

/** Whole numbers wider than 64 bits: energy in 10^-18 MWh. */
export const wide = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'numeric(48,0)',
  toDriver: (value) => value.toString(),
  fromDriver: (value) => BigInt(value),
})

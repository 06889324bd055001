import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { amount, bytes, moment, rowId } from './columns.ts'
import { organisationRef } from './identity.ts'
import { type Finality, type StoredBadRow, wide } from './rights.ts'

/** A file of metering data and the issue of certificates that follows from it. */
export const meterImports = pgTable(
  'meter_imports',
  {
    id: rowId(),
    centreId: organisationRef('centre_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA256 of the file's bytes in hex: the same file is taken once. */
    digest: text('digest').notNull(),
    readings: integer('readings').notNull(),
    setAside: jsonb('set_aside').$type<StoredBadRow[]>().notNull(),
    state: text('state', { enum: ['queued', 'issued'] }).notNull(),
    /** How many certificates came of it; null until issued. */
    issued: amount('issued'),
    /** The ledger's `rec` record: the root over its ranges. Null when it gave no whole MWh. */
    recordValue: bytes('record_value'),
    txid: text('txid'),
    height: integer('height'),
    finality: text('finality').$type<Finality>(),
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    createdBy: uuid('created_by').notNull(),
    issuedAt: moment('issued_at'),
  },
  (t) => [unique('meter_imports_file').on(t.centreId, t.digest)],
)

/** What a station delivered in a period, once for ever. Rows are only ever added. */
export const meterReadings = pgTable(
  'meter_readings',
  {
    station: text('station').notNull(),
    period: text('period').notNull(),
    energy: wide('energy').notNull(),
    importId: uuid('import_id')
      .notNull()
      .references(() => meterImports.id),
  },
  (t) => [primaryKey({ columns: [t.station, t.period] }), index('meter_readings_import').on(t.importId)],
)

/** What a station has behind it: energy that is not yet a whole MWh, its next serial, and whose centre certifies it. */
export const stations = pgTable('stations', {
  station: text('station').primaryKey(),
  centreId: organisationRef('centre_id').notNull(),
  carry: wide('carry').notNull(),
  nextSerial: amount('next_serial').notNull(),
})

/**
 * Consecutive certificates as they were issued, first held by the centre that issued them. Rows are only ever added;
 * who holds them now is told by the transfers on the ledger (`certificateHoldings`).
 */
export const certificateRanges = pgTable(
  'certificate_ranges',
  {
    /** The name, in hex, by which the ledger knows the range as a holding. */
    holding: text('holding').primaryKey(),
    number: bigserial('number', { mode: 'bigint' }).notNull(),
    importId: uuid('import_id')
      .notNull()
      .references(() => meterImports.id),
    /** Place of the range's leaf under the record's root. */
    position: integer('position').notNull(),
    station: text('station').notNull(),
    first: amount('first').notNull(),
    last: amount('last').notNull(),
    fromPeriod: text('from_period').notNull(),
    toPeriod: text('to_period').notNull(),
    holderId: organisationRef('holder_id').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('certificate_ranges_issued').on(t.station, t.first),
    index('certificate_ranges_serial').on(t.station, t.first, t.last),
    index('certificate_ranges_import').on(t.importId, t.position),
    index('certificate_ranges_holder').on(t.holderId, t.number),
  ],
)

/**
 * What transfers on the ledger made of holdings, two rows for one that was split. Written by the worker's projection
 * only, from the bytes of blocks; ids are hex as the records have them.
 */
export const certificateParts = pgTable(
  'certificate_parts',
  {
    height: integer('height').notNull(),
    index: integer('index').notNull(),
    part: text('part', { enum: ['given', 'kept'] }).notNull(),
    txid: text('txid').notNull(),
    /** The import that issued them; a holding's name means something within its issue only. */
    issue: text('issue').notNull(),
    parent: text('parent').notNull(),
    holding: text('holding').notNull(),
    station: text('station').notNull(),
    first: amount('first').notNull(),
    last: amount('last').notNull(),
    holder: text('holder').notNull(),
    /** The act key, 33 bytes in hex, that signed the transfer. */
    signer: text('signer').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.height, t.index, t.part] }),
    uniqueIndex('certificate_parts_holding').on(t.issue, t.holding),
    index('certificate_parts_parent').on(t.issue, t.parent),
    index('certificate_parts_serial').on(t.station, t.first),
    index('certificate_parts_holder').on(t.holder),
  ],
)

/** Every holding there ever was, issued or made by a transfer; the one that nothing has moved on is in force. */
export const certificateHoldings = pgView('certificate_holdings', {
  holding: text('holding').notNull(),
  number: bigint('number', { mode: 'bigint' }).notNull(),
  importId: uuid('import_id').notNull(),
  position: integer('position').notNull(),
  station: text('station').notNull(),
  first: amount('first').notNull(),
  last: amount('last').notNull(),
  fromPeriod: text('from_period').notNull(),
  toPeriod: text('to_period').notNull(),
  holderId: uuid('holder_id').notNull(),
  part: text('part', { enum: ['issued', 'given', 'kept'] }).notNull(),
  height: integer('height'),
  index: integer('index'),
  txid: text('txid'),
  signer: text('signer'),
  inForce: boolean('in_force').notNull(),
}).as(sql`
  select r.holding, r.number, r.import_id, r.position, r.station, r.first, r.last, r.from_period, r.to_period,
    r.holder_id, 'issued' as part, null::integer as height, null::integer as index, null::text as txid,
    null::text as signer, not exists (
      select 1 from certificate_parts c
      where c.issue = replace(r.import_id::text, '-', '') and c.parent = r.holding) as in_force
  from certificate_ranges r
  union all
  select p.holding, r.number, r.import_id, r.position, p.station, p.first, p.last, r.from_period, r.to_period,
    p.holder::uuid, p.part, p.height, p.index, p.txid, p.signer,
    not exists (select 1 from certificate_parts c where c.issue = p.issue and c.parent = p.holding) as in_force
  from certificate_parts p
  join certificate_ranges r on r.import_id = p.issue::uuid and r.station = p.station
    and r.first <= p.first and p.last <= r.last`)

export type TransferStep = 'prepared' | 'moved' | 'refused' | 'withdrawn'

/** A transfer that a person has drafted: it moves nothing until its record stands in a block. */
export const certificateTransfers = pgTable(
  'certificate_transfers',
  {
    id: rowId(),
    holding: text('holding').notNull(),
    importId: uuid('import_id')
      .notNull()
      .references(() => meterImports.id),
    station: text('station').notNull(),
    first: amount('first').notNull(),
    last: amount('last').notNull(),
    /** The last serial that goes. */
    given: amount('given').notNull(),
    fromId: organisationRef('from_id').notNull(),
    toId: organisationRef('to_id').notNull(),
    signerId: uuid('signer_id').notNull(),
    signerKey: bytes('signer_key').notNull(),
    step: text('step').$type<TransferStep>().notNull(),
    /** The draft that waits for the signer; null until the worker has made it. */
    actId: uuid('act_id'),
    txid: text('txid'),
    height: integer('height'),
    finality: text('finality').$type<Finality>(),
    /** What the network refused. */
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('certificate_transfers_live').on(t.holding).where(sql`${t.step} in ('prepared', 'moved')`),
    index('certificate_transfers_from').on(t.fromId, t.createdAt),
    index('certificate_transfers_to').on(t.toId, t.createdAt),
  ],
)

import { sql } from 'drizzle-orm'
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
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
 * Consecutive certificates of one holder. Rows are only ever added: a transfer splits a row into what is given and
 * what is kept, which name it as their parent; a row without children is in force.
 */
export const certificateRanges = pgTable(
  'certificate_ranges',
  {
    id: rowId(),
    number: bigserial('number', { mode: 'bigint' }).notNull(),
    importId: uuid('import_id')
      .notNull()
      .references(() => meterImports.id),
    /** Place of the issued range's leaf under the record's root; the same for all that came of it. */
    position: integer('position').notNull(),
    station: text('station').notNull(),
    first: amount('first').notNull(),
    last: amount('last').notNull(),
    fromPeriod: text('from_period').notNull(),
    toPeriod: text('to_period').notNull(),
    holderId: organisationRef('holder_id').notNull(),
    parentId: uuid('parent_id'),
    part: text('part', { enum: ['issued', 'given', 'kept'] }).notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: uuid('created_by'),
  },
  (t) => [
    unique('certificate_ranges_split').on(t.parentId, t.part),
    uniqueIndex('certificate_ranges_issued').on(t.station, t.first).where(sql`${t.part} = 'issued'`),
    index('certificate_ranges_serial').on(t.station, t.first, t.last),
    index('certificate_ranges_holder').on(t.holderId, t.number),
  ],
)

import { bigint, customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Bytes as they are; a Uint8Array on our side. Identifiers (txid, hash, key hash) are kept as hex text instead. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
})

/** An amount in smallest units, a bigint on our side. */
export const amount = (name: string) => bigint(name, { mode: 'bigint' })

/** A moment by the wall clock; never used in a projection. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** The id of a row, drawn by the database. */
export const rowId = () => uuid('id').primaryKey().defaultRandom()

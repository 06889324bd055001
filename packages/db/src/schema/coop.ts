import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { amount, bytes, moment, rowId } from './columns.ts'
import { organisationRef } from './identity.ts'
import { acts } from './queue.ts'
import type { Finality } from './rights.ts'
import { works } from './works.ts'

/** A contract of an order; amount as a decimal string. Orders of before suppliers signed have neither goods nor day. */
export type StoredContract = {
  readonly name: string
  readonly account: string
  readonly amount: string
  readonly reference: string
  readonly goods?: string
  /** The day by which the supplier delivers, YYYY-MM-DD. */
  readonly due?: string
}
/** `agreeing`: a supplier has not said yes. */
export type OrderStep = 'agreeing' | 'prepared' | 'published' | 'refused' | 'withdrawn'
/** Who pays the suppliers: all pledges in one transaction, or the credit that the co-op gets on the order (docs/adr/0034). */
export type OrderPayer = 'pledges' | 'credit'

/**
 * Orders that supporters fund together (docs/adr/0017), or that buyers pay on delivery (docs/adr/0034). The terms stand on the
 * ledger as a record that the co-op's officer and its suppliers signed; how far an order is follows from pledges, submissions
 * and blocks, and is never stored.
 */
export const coopOrders = pgTable(
  'coop_orders',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    /** The work that it funds, when it is one of a creator's. */
    workId: uuid('work_id').references(() => works.id),
    title: text('title').notNull(),
    buyer: text('buyer').notNull(),
    contracts: jsonb('contracts').$type<StoredContract[]>().notNull(),
    paidBy: text('paid_by').$type<OrderPayer>().notNull().default('pledges'),
    /** All contracts and the fee of paying them; of an order that credit pays, what its buyers pay on delivery. */
    need: amount('need').notNull(),
    /** From this height on pledges go back. */
    deadline: integer('deadline').notNull(),
    /** Opens pledges before the deadline, together with their owners' signatures only. */
    secret: bytes('secret').notNull(),
    signerId: uuid('signer_id').notNull(),
    signerKey: bytes('signer_key').notNull(),
    step: text('step').$type<OrderStep>().notNull(),
    /** Nothing of it is left to be done. */
    isClosed: boolean('is_closed').notNull().default(false),
    /** The draft that waits for the officer; null until the worker has made it. */
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
    index('coop_orders_organisation').on(t.organisationId, t.createdAt),
    index('coop_orders_open').on(t.step, t.isClosed),
    index('coop_orders_work').on(t.workId),
  ],
)

/** Suppliers of other organisations whose keys an order's record needs beside the co-op's. */
export const coopSuppliers = pgTable(
  'coop_suppliers',
  {
    orderId: uuid('order_id')
      .notNull()
      .references(() => coopOrders.id),
    organisationId: organisationRef('organisation_id').notNull(),
    /** Who said yes for it, with which act key. */
    signerId: uuid('signer_id'),
    signerKey: bytes('signer_key'),
    joinedAt: moment('joined_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.organisationId] }),
    index('coop_suppliers_organisation').on(t.organisationId),
  ],
)

/** A supporter's part of an order, or what a buyer has put aside for it. Both shares that its owner signed stand in the act; what became of it, in the blocks. */
export const coopPledges = pgTable(
  'coop_pledges',
  {
    id: rowId(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => coopOrders.id),
    organisationId: organisationRef('organisation_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    /** The supporter's account, HASH160 in hex. */
    keyHash: text('key_hash').notNull(),
    amount: amount('amount').notNull(),
    /** Of the transaction whose output 0 is the pledge. */
    txid: text('txid').notNull(),
    actId: uuid('act_id')
      .notNull()
      .references(() => acts.id),
    /** Opens this purchase alone, together with its owner's signature; pledges are opened by their order's. */
    secret: bytes('secret'),
    /** The act in which the co-op says that it has delivered and the buyer that this is so, and its transaction. */
    deliveryActId: uuid('delivery_act_id').references(() => acts.id),
    deliveryTxid: text('delivery_txid'),
    /** The lot that was delivered, in GS1 Digital Link form: its way is recorded. */
    lot: text('lot'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('coop_pledges_order').on(t.orderId, t.createdAt), index('coop_pledges_txid').on(t.txid)],
)

export type EpcisStep = 'prepared' | 'recorded' | 'refused' | 'withdrawn'

/** A document of EPCIS 2.0 events that was taken whole; its record holds the root over its events and its own SHA256. */
export const epcisDocuments = pgTable(
  'epcis_documents',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA256 of the file's bytes in hex: the same file is taken once. */
    digest: text('digest').notNull(),
    /** When the document says it was written. */
    createdAtSource: text('created_at_source').notNull(),
    events: integer('events').notNull(),
    signerId: uuid('signer_id').notNull(),
    signerKey: bytes('signer_key').notNull(),
    step: text('step').$type<EpcisStep>().notNull(),
    actId: uuid('act_id'),
    txid: text('txid'),
    height: integer('height'),
    finality: text('finality').$type<Finality>(),
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [uniqueIndex('epcis_documents_file').on(t.organisationId, t.digest)],
)

/** The events of a document in their order, as canonical JSON: the leaves of its record. Rows are only ever added. */
export const epcisEvents = pgTable(
  'epcis_events',
  {
    documentId: uuid('document_id')
      .notNull()
      .references(() => epcisDocuments.id),
    position: integer('position').notNull(),
    /** RFC 8785. */
    event: text('event').notNull(),
  },
  (t) => [primaryKey({ columns: [t.documentId, t.position] })],
)

/** What an event is to a thing that it names: brought into being, used up, seen, a part of something, or what holds parts. */
export type EpcisPart = 'output' | 'input' | 'seen' | 'child' | 'parent'

/** Which things the events name, in GS1 Digital Link form without its domain ("01/09506000134352/10/AB-123"). Only ever added. */
export const epcisThings = pgTable(
  'epcis_things',
  {
    documentId: uuid('document_id')
      .notNull()
      .references(() => epcisDocuments.id),
    position: integer('position').notNull(),
    thing: text('thing').notNull(),
    part: text('part').$type<EpcisPart>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.documentId, t.position, t.thing, t.part] }),
    index('epcis_things_thing').on(t.thing),
  ],
)

/** `asked`: the admission has not said yet; `let-in`: the organisation is there, for its first person to be invited. */
export type SupplierStep = 'asked' | 'let-in' | 'declined'

/** Suppliers from outside the network whom a co-op asks the admission to let in (docs/adr/0056). */
export const supplierRequests = pgTable(
  'supplier_requests',
  {
    id: rowId(),
    organisationId: organisationRef('organisation_id').notNull(),
    name: text('name').notNull(),
    nameZh: text('name_zh').notNull(),
    /** Why it is asked for, in the co-op's words. */
    grounds: text('grounds').notNull(),
    step: text('step').$type<SupplierStep>().notNull(),
    /** The supplier's own organisation. */
    foundedId: organisationRef('founded_id'),
    /** Why not. */
    reason: text('reason'),
    createdBy: uuid('created_by').notNull(),
    decidedBy: uuid('decided_by'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    index('supplier_requests_of').on(t.organisationId, t.createdAt),
    index('supplier_requests_step').on(t.step, t.createdAt),
  ],
)

import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
import { amount, bytes } from './columns.ts'

/** The best chain's blocks. Hashes and txids are hex as nodes print them. Written by the worker's projection only. */
export const blocks = pgTable(
  'blocks',
  {
    height: integer('height').primaryKey(),
    hash: text('hash').notNull().unique(),
    prevHash: text('prev_hash').notNull(),
    /** Seconds since 1970, start of the slot. */
    time: integer('time').notNull(),
    producerKey: text('producer_key').notNull(),
    stateHash: text('state_hash').notNull(),
    configurationId: text('configuration_id').notNull(),
    size: integer('size').notNull(),
    transactions: integer('transactions').notNull(),
    fees: amount('fees').notNull(),
    /** Unspent value of the circulation layer after this block. */
    circulatingValue: amount('circulating_value').notNull(),
    /** Unspent value of the debt layer after this block. */
    lockedValue: amount('locked_value').notNull(),
    /** Unspent debt of both lower layers after this block. */
    debt: amount('debt').notNull(),
    /** Unspent credit of both lower layers after this block: the unused credit reserve. */
    creditReserve: amount('credit_reserve').notNull(),
  },
  (t) => [index('blocks_time').on(t.time)],
)

export const transactions = pgTable(
  'transactions',
  {
    height: integer('height').notNull(),
    index: integer('index').notNull(),
    txid: text('txid').notNull(),
    wtxid: text('wtxid').notNull(),
    kind: smallint('kind').notNull(),
    layer: smallint('layer').notNull(),
    /** Hex of the bundle id; all zero outside a bundle. */
    bundle: text('bundle').notNull(),
    /** Zero for rewards and for transactions of genesis. */
    fee: amount('fee').notNull(),
    premium: amount('premium').notNull(),
    lockTime: amount('lock_time').notNull(),
    /** The whole transaction as it stands in its block. */
    bytes: bytes('bytes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.height, t.index] }),
    index('transactions_txid').on(t.txid),
    index('transactions_kind').on(t.kind, t.height),
  ],
)

/** What each transaction names: spent (same or lower layer) or only read (higher layer). */
export const inputs = pgTable(
  'inputs',
  {
    txid: text('txid').notNull(),
    index: integer('index').notNull(),
    height: integer('height').notNull(),
    outputTxid: text('output_txid').notNull(),
    outputIndex: integer('output_index').notNull(),
    reads: boolean('reads').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.height, t.txid, t.index] }),
    index('inputs_output').on(t.outputTxid, t.outputIndex),
    index('inputs_txid').on(t.txid),
  ],
)

export const outputs = pgTable(
  'outputs',
  {
    txid: text('txid').notNull(),
    index: integer('index').notNull(),
    layer: smallint('layer').notNull(),
    kind: smallint('kind').notNull(),
    /** 0 value, 1 credit, 2 debt. */
    element: smallint('element').notNull(),
    amount: amount('amount').notNull(),
    script: bytes('script').notNull(),
    /** Name of the standard script ("key-hash", "standard-debt", ...) or null. */
    standard: text('standard'),
    /** HASH160 in hex of the key that a key hash, a standard debt or a record's key hash names, or of a collective's id. */
    keyHash: text('key_hash'),
    /** From this height a standard debt is overdue. */
    expiryHeight: integer('expiry_height'),
    createdHeight: integer('created_height').notNull(),
    spentBy: text('spent_by'),
    spentHeight: integer('spent_height'),
  },
  (t) => [
    primaryKey({ columns: [t.txid, t.index] }),
    index('outputs_unspent_key').on(t.keyHash, t.element, t.layer).where(sql`${t.spentHeight} is null`),
    index('outputs_key').on(t.keyHash),
    index('outputs_keyless').on(t.standard).where(sql`${t.spentHeight} is null and ${t.keyHash} is null`),
    index('outputs_debts').on(t.expiryHeight).where(sql`${t.element} = 2 and ${t.spentHeight} is null`),
    // Lots that were paid, or moved, after their time.
    index('outputs_late')
      .on(t.keyHash)
      .where(sql`${t.element} = 2 and ${t.spentHeight} >= ${t.expiryHeight}`),
    index('outputs_stakes').on(t.createdHeight).where(sql`${t.standard} = 'stake'`),
    index('outputs_created').on(t.createdHeight),
    index('outputs_spent').on(t.spentHeight),
    index('outputs_spent_by').on(t.spentBy),
  ],
)

/** Every record ever written; `newest` marks the pair's value. Empty value: the record was deleted. */
export const records = pgTable(
  'records',
  {
    height: integer('height').notNull(),
    index: integer('index').notNull(),
    txid: text('txid').notNull(),
    table: text('table').notNull(),
    /** Hex. */
    key: text('key').notNull(),
    value: bytes('value').notNull(),
    newest: boolean('newest').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.height, t.index] }),
    index('records_pair').on(t.table, t.key, t.height),
    index('records_newest').on(t.table, t.key).where(sql`${t.newest}`),
    index('records_txid').on(t.txid),
  ],
)

/** One row, id 1: how far the projection is, and what the node last said of itself. */
export const projectionCursor = pgTable('projection_cursor', {
  id: integer('id').primaryKey(),
  network: text('network').notNull(),
  height: integer('height').notNull(),
  hash: text('hash').notNull(),
  headHeight: integer('head_height').notNull(),
  justifiedHeight: integer('justified_height').notNull(),
  finalHeight: integer('final_height').notNull(),
  /** Parameters of the configuration in force, as the node gives them. */
  parameters: jsonb('parameters').$type<Record<string, unknown>>().notNull(),
})

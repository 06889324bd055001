import { sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  CERTIFICATES,
  DEBT,
  encodeTransaction,
  expiryOf,
  holderHashOf,
  type Layer,
  parseStandard,
  RECORD,
  type Transaction,
  tableName,
  txidOf,
  wtxidOf,
} from '@vc/ledger'
import type { Block } from '../codec/block.ts'
import { certificateBook } from './certificate-book.ts'
import type { ReplayStep } from './replay.ts'

/** The tables that show the ledger: what a portal projects from blocks, told here from the bytes themselves. */
export const ledgerTables = [
  'blocks',
  'transactions',
  'inputs',
  'outputs',
  'records',
  'certificateParts',
] as const
export type LedgerTable = (typeof ledgerTables)[number]
/** A flat row as JSON has it: amounts are decimal strings, bytes are hex. */
export type LedgerRow = Readonly<Record<string, string | number | boolean | null>>
export type LedgerRows = Readonly<Record<LedgerTable, readonly LedgerRow[]>>

export type LedgerBook = {
  /** Adds what a block wrote. Blocks come in order. */
  readonly add: (step: ReplayStep) => void
  /** The rows of a table by their key (`rowKey`). */
  readonly rows: (table: LedgerTable) => ReadonlyMap<string, LedgerRow>
}

const keyFields: Readonly<Record<LedgerTable, readonly string[]>> = {
  blocks: ['height'],
  transactions: ['height', 'index'],
  inputs: ['height', 'txid', 'index'],
  outputs: ['txid', 'index'],
  records: ['height', 'index'],
  certificateParts: ['height', 'index', 'part'],
}

/** What a row is called in its table: the values of its key, joined by colons. */
export function rowKey(table: LedgerTable, row: LedgerRow): string {
  return keyFields[table].map((field) => String(row[field] ?? '')).join(':')
}

/** An empty book of rows. */
export function ledgerBook(): LedgerBook {
  const books = new Map(ledgerTables.map((table) => [table, new Map<string, LedgerRow>()]))
  const book = (table: LedgerTable) => must(books.get(table), 'a table')
  const put = (table: LedgerTable, row: LedgerRow) => book(table).set(rowKey(table, row), row)
  const newest = new Map<string, LedgerRow>()
  const certificates = certificateBook(book)

  const putInputs = (tx: Transaction, txid: string, height: number) =>
    tx.inputs.forEach((input, index) => {
      const [outputTxid, outputIndex] = [toHex(input.txid), input.index]
      const named = must(
        book('outputs').get(`${outputTxid}:${outputIndex}`),
        'a judged block names what is there',
      )
      const reads = (named.layer as Layer) < tx.layer
      put('inputs', { txid, index, height, outputTxid, outputIndex, reads })
      if (!reads) put('outputs', { ...named, spentBy: txid, spentHeight: height })
    })

  const putRecord = (tx: Transaction, txid: string, height: number, index: number) => {
    const row = recordRow(tx, txid, height, index)
    if (row === undefined) return
    const pair = `${row.table} ${row.key}`
    const before = newest.get(pair)
    if (before !== undefined) put('records', { ...before, newest: false })
    newest.set(pair, row)
    put('records', row)
    if (row.table === CERTIFICATES) certificates.add(tx, row, put)
  }

  const add = (step: ReplayStep) => {
    const { height, block, fees } = step
    put('blocks', blockRow(step))
    block.transactions.forEach((tx, index) => {
      const txid = toHex(txidOf(tx))
      put('transactions', transactionRow(tx, txid, { height, index, fee: fees[index] ?? 0n }))
      for (const row of outputRows(tx, txid, height)) put('outputs', row)
      // What founding transactions name is nowhere: it only tells them apart (consensus.md 2).
      if (height > 0) putInputs(tx, txid, height)
      putRecord(tx, txid, height, index)
    })
  }
  return { add, rows: book }
}

function blockRow({ height, hash, block, size, fees }: ReplayStep): LedgerRow {
  const { header, transactions }: Block = block
  const total = (layer: number, element: number) => must(header.totals[3 * layer + element], 'nine totals')
  return {
    height,
    hash: toHex(hash),
    prevHash: toHex(header.prevHash),
    time: header.time,
    producerKey: toHex(header.producerKey),
    stateHash: toHex(header.stateHash),
    configurationId: toHex(header.configId),
    size,
    transactions: transactions.length,
    fees: String(fees.reduce((sum, fee) => sum + fee, 0n)),
    circulatingValue: String(total(2, 0)),
    lockedValue: String(total(1, 0)),
    debt: String(total(1, 2) + total(2, 2)),
    creditReserve: String(total(1, 1) + total(2, 1)),
  }
}

type Spot = { readonly height: number; readonly index: number; readonly fee: bigint }

function transactionRow(tx: Transaction, txid: string, { height, index, fee }: Spot): LedgerRow {
  const ids = { txid, wtxid: toHex(wtxidOf(tx)), bundle: toHex(tx.bundle) }
  const amounts = { fee: String(fee), premium: String(tx.premium), lockTime: String(tx.lockTime) }
  const digest = toHex(sha256(encodeTransaction(tx)))
  return { height, index, ...ids, kind: tx.kind, layer: tx.layer, ...amounts, digest }
}

function outputRows(
  { outputs, layer, kind }: Transaction,
  txid: string,
  height: number,
): readonly LedgerRow[] {
  return outputs.map((output, index) => {
    const { element, amount, script } = output
    const standard = parseStandard(script)
    const expiry = element === DEBT ? expiryOf(standard) : null
    const place = { txid, index, layer, kind, element, amount: String(amount), script: toHex(script) }
    const owner = { standard: standard?.name ?? null, keyHash: holderHashOf(output), expiryHeight: expiry }
    return { ...place, ...owner, createdHeight: height, spentBy: null, spentHeight: null }
  })
}

function recordRow(tx: Transaction, txid: string, height: number, index: number): LedgerRow | undefined {
  if (tx.kind !== RECORD) return undefined
  const [table, key, value] = tx.witnesses[0]?.slice(-3) ?? []
  if (!table || !key || !value) return undefined
  return { height, index, txid, table: shownName(table), key: toHex(key), value: toHex(value), newest: true }
}

/** A table whose name is no text is shown by its bytes. */
function shownName(bytes: Uint8Array): string {
  const name = tableName(bytes)
  const plain = !name.includes('\0') && !name.includes('\ufffd') && !name.startsWith('0x')
  return plain ? name : `0x${toHex(bytes)}`
}

import { toHex } from '@vc/crypto'
import type { schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  DEBT,
  encodeTransaction,
  expiryOf,
  holderHashOf,
  type Layer,
  type Output,
  parseStandard,
  RECORD,
  REWARD,
  type Transaction,
  txidOf,
  VALUE,
  wtxidOf,
} from '@vc/ledger'
import type { ReadBlock } from './read-block.ts'

type RowOf<T extends keyof typeof schema> = (typeof schema)[T] extends { $inferInsert: infer R } ? R : never
type OutputRow = RowOf<'outputs'>
/** An output that an input names, as far as the rows need it. */
export type NamedRow = Pick<OutputRow, 'txid' | 'index' | 'layer' | 'element' | 'amount'>

/** All rows that one block adds. */
export type BlockRows = {
  readonly block: RowOf<'blocks'>
  readonly transactions: readonly RowOf<'transactions'>[]
  readonly inputs: readonly RowOf<'inputs'>[]
  readonly outputs: readonly OutputRow[]
  readonly records: readonly RowOf<'records'>[]
}

export const nameOf = ({ txid, index }: { txid: string; index: number }) => `${txid}:${index}`

/** Gives the rows of a block from its bytes and the earlier outputs that it names. Decides nothing else. */
export function blockRows(block: ReadBlock, earlier: ReadonlyMap<string, NamedRow>): BlockRows {
  const named = new Map(earlier)
  const transactions: RowOf<'transactions'>[] = []
  const inputs: RowOf<'inputs'>[] = []
  const outputs: OutputRow[] = []
  block.transactions.forEach((transaction, index) => {
    const txid = toHex(txidOf(transaction))
    const written = transaction.outputs.map((output, at) => outputRow(output, at, txid, transaction, block))
    for (const row of written) named.set(nameOf(row), row)
    // What founding transactions name is nowhere: it only tells them apart (consensus.md 2).
    const used = block.height === 0 ? [] : inputRows(transaction, txid, block.height, named)
    const spent = used.filter((row) => !row.reads).map((row) => must(named.get(nameOfInput(row)), 'named'))
    const fee = isExempt(transaction, block) ? 0n : feeOf(transaction, spent)
    transactions.push(transactionRow(transaction, txid, index, fee, block.height))
    inputs.push(...used)
    outputs.push(...written)
  })
  const fees = transactions.reduce((sum, { fee }) => sum + fee, 0n)
  return { block: blockRow(block, fees), transactions, inputs, outputs, records: recordRows(block) }
}

const nameOfInput = (row: RowOf<'inputs'>) => nameOf({ txid: row.outputTxid, index: row.outputIndex })

/** The value principle does not hold for rewards and for genesis, so they have no fee. */
const isExempt = ({ kind }: Transaction, { height }: ReadBlock) => kind === REWARD || height === 0

function feeOf({ outputs, premium }: Transaction, spent: readonly NamedRow[]): bigint {
  return worth(spent) - worth(outputs) - premium
}

/** Value less debt. */
function worth(list: readonly { element: number; amount: bigint }[]): bigint {
  const sign = (element: number) => (element === VALUE ? 1n : element === DEBT ? -1n : 0n)
  return list.reduce((sum, { element, amount }) => sum + sign(element) * amount, 0n)
}

function inputRows(
  transaction: Transaction,
  txid: string,
  height: number,
  named: ReadonlyMap<string, NamedRow>,
): RowOf<'inputs'>[] {
  return transaction.inputs.map((input, index) => {
    const output = { txid: toHex(input.txid), index: input.index }
    const found = must(
      named.get(nameOf(output)),
      `block ${height} names output ${nameOf(output)}, which is there`,
    )
    // Of a higher layer it is only read; a smaller number is higher (ledger.md 3).
    const reads = found.layer < transaction.layer
    return { txid, index, height, outputTxid: output.txid, outputIndex: output.index, reads }
  })
}

function outputRow(
  output: Output,
  index: number,
  txid: string,
  { layer, kind }: { layer: Layer; kind: number },
  { height }: ReadBlock,
): OutputRow {
  const standard = parseStandard(output.script)
  return {
    txid,
    index,
    layer,
    kind,
    element: output.element,
    amount: output.amount,
    script: output.script,
    standard: standard?.name ?? null,
    keyHash: holderHashOf(output),
    expiryHeight: output.element === DEBT ? expiryOf(standard) : null,
    createdHeight: height,
  }
}

function transactionRow(
  transaction: Transaction,
  txid: string,
  index: number,
  fee: bigint,
  height: number,
): RowOf<'transactions'> {
  const { kind, layer, premium } = transaction
  return {
    height,
    index,
    txid,
    wtxid: toHex(wtxidOf(transaction)),
    kind,
    layer,
    bundle: toHex(transaction.bundle),
    fee,
    premium,
    lockTime: BigInt(transaction.lockTime),
    bytes: encodeTransaction(transaction),
  }
}

function recordRows({ transactions, height }: ReadBlock): RowOf<'records'>[] {
  const rows = transactions.flatMap((transaction, index) => {
    // A record transaction shows table, key and value as the last items of its first witness (ledger.md 7).
    const [table, key, value] = transaction.kind === RECORD ? (transaction.witnesses[0]?.slice(-3) ?? []) : []
    if (!table || !key || !value) return []
    const txid = toHex(txidOf(transaction))
    return [{ height, index, txid, table: tableName(table), key: toHex(key), value, newest: true }]
  })
  const last = new Map(rows.map((row) => [`${row.table} ${row.key}`, row.index]))
  return rows.map((row) => ({ ...row, newest: last.get(`${row.table} ${row.key}`) === row.index }))
}

/** A table's name as text; one that PostgreSQL can not hold as text as "0x" and hex. */
function tableName(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes)
  const plain = !text.includes('\0') && !text.includes('\ufffd') && !text.startsWith('0x')
  return plain ? text : `0x${toHex(bytes)}`
}

function blockRow(block: ReadBlock, fees: bigint): RowOf<'blocks'> {
  const { height, hash, prevHash, time, producerKey, stateHash, configurationId, size, totals } = block
  const total = (layer: number, element: number) => must(totals[layer * 3 + element], 'nine totals')
  return {
    height,
    hash,
    prevHash,
    time,
    producerKey,
    stateHash,
    configurationId,
    size,
    transactions: block.transactions.length,
    fees,
    circulatingValue: total(2, 0),
    lockedValue: total(1, 0),
    debt: total(1, 2) + total(2, 2),
    creditReserve: total(1, 1) + total(2, 1),
  }
}

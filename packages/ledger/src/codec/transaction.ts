import { equalBytes } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { DecodeCode, Refusal } from '../refusals.ts'
import type { Acceptance, Element, Input, Kind, Layer, Output, Transaction } from '../transaction.ts'
import { MAX_AMOUNT, NO_BUNDLE } from '../transaction.ts'
import { bodyReadOf, bytesReadOf, ReadTransaction } from './read-transaction.ts'
import { Reader } from './reader.ts'
import { Writer } from './writer.ts'

const maxCount = 4096
const maxItems = 1000
const maxScript = 10_000

type TransactionReader = Reader<DecodeCode>

const bundleAt = 6

/**
 * Reads one transaction and nothing else (ledger.md 2, 11). `limit` is `maxTransactionBytes`. Refusals: the codes of
 * the decoder with {at}, or {bytes, limit} for `size`. Byte strings share the memory of `bytes`.
 */
export function decodeTransaction(
  bytes: Uint8Array,
  limit: number,
): Result<Transaction, Refusal<DecodeCode>> {
  if (bytes.length > limit) return refuse({ code: 'size', facts: { bytes: bytes.length, limit } })
  const reader: TransactionReader = new Reader(bytes)
  const transaction = readTransaction(reader)
  reader.end()
  if (reader.failure === undefined) return ok(transaction)
  return refuse({ code: reader.failure.code, facts: { at: reader.failure.at } })
}

/** The one byte string of a transaction; for one that was read, the bytes that it was read from, not a copy. */
export function encodeTransaction(transaction: Transaction): Uint8Array {
  return bytesReadOf(transaction) ?? writeTransaction(transaction)
}

/** Writes the bytes of a transaction, wherever it came from. */
export function writeTransaction(transaction: Transaction): Uint8Array {
  const writer = new Writer(512)
  writeBody(writer, transaction, transaction.bundle)
  for (const items of transaction.witnesses) writeList(writer, items, writeItem)
  writeList(writer, transaction.acceptances, writeAcceptance)
  return writer.finish()
}

/** Everything before the witnesses with `bundle` as zeros: what the txid is the hash of. */
export function encodeForTxid(transaction: Transaction): Uint8Array {
  const body = bodyReadOf(transaction)
  if (body !== undefined) return withoutBundle(transaction, body)
  const writer = new Writer(512)
  writeBody(writer, transaction, NO_BUNDLE)
  return writer.finish()
}

function withoutBundle({ bundle }: Transaction, body: Uint8Array): Uint8Array {
  if (equalBytes(bundle, NO_BUNDLE)) return body
  const without = body.slice()
  without.set(NO_BUNDLE, bundleAt)
  return without
}

/** An outpoint, 36 bytes. */
export function writeOutpoint(writer: Writer, outpoint: { txid: Uint8Array; index: number }): void {
  writer.bytes(outpoint.txid).u32(outpoint.index)
}

/** element u8 | amount u64 | script varbytes: an output, or a named output. */
export function writeOutput(writer: Writer, output: Output): void {
  writer.u8(output.element).u64(output.amount).varbytes(output.script)
}

/** Reads one transaction inside a longer format, such as a block. */
export function readTransaction(reader: TransactionReader): Transaction {
  const start = reader.at
  const version = reader.u32()
  const layer = readCode<Layer>(reader, 3, 'layer')
  const kind = readCode<Kind>(reader, 7, 'kind')
  const bundle = reader.bytesOr(NO_BUNDLE)
  const inputs = readList(reader, maxCount, readInput)
  const outputs = readList(reader, maxCount, readOutput)
  const premium = readAmount(reader)
  const lockTime = reader.u32()
  const bodyEnd = reader.at - start
  const witnesses: (readonly Uint8Array[])[] = []
  while (witnesses.length < inputs.length) witnesses.push(readList(reader, maxItems, readItem))
  const acceptances = readList(reader, maxCount, readAcceptance)
  const fields = { version, layer, kind, bundle, inputs, outputs, premium, lockTime, witnesses, acceptances }
  return new ReadTransaction(fields, reader.since(start), bodyEnd)
}

const readItem = (reader: TransactionReader): Uint8Array => reader.varbytes()

function readList<T>(
  reader: TransactionReader,
  limit: number,
  readOne: (reader: TransactionReader) => T,
): readonly T[] {
  const count = reader.compactSize(limit, 'count')
  const list: T[] = []
  while (list.length < count && reader.failure === undefined) list.push(readOne(reader))
  return list
}

function readInput(reader: TransactionReader): Input {
  const txid = reader.bytes(32)
  const index = reader.u32()
  return { txid, index, sequence: reader.u32() }
}

function readOutput(reader: TransactionReader): Output {
  const element = readCode<Element>(reader, 3, 'element')
  const amount = readAmount(reader)
  return { element, amount, script: reader.varbytes(maxScript, 'script-size') }
}

function readAcceptance(reader: TransactionReader): Acceptance {
  const output = reader.u32()
  const key = reader.varbytes()
  return { output, key, signature: reader.varbytes() }
}

function readCode<Code extends number>(
  reader: TransactionReader,
  codes: number,
  refusal: 'layer' | 'kind' | 'element',
): Code {
  const at = reader.at
  const code = reader.u8()
  if (code >= codes) reader.fail(refusal, at)
  return code as Code
}

function readAmount(reader: TransactionReader): bigint {
  const at = reader.at
  const amount = reader.u64()
  if (amount > MAX_AMOUNT) reader.fail('amount', at)
  return amount
}

function writeBody(writer: Writer, transaction: Transaction, bundle: Uint8Array): void {
  writer.u32(transaction.version).u8(transaction.layer).u8(transaction.kind).bytes(bundle)
  writeList(writer, transaction.inputs, writeInput)
  writeList(writer, transaction.outputs, writeOutput)
  writer.u64(transaction.premium).u32(transaction.lockTime)
}

function writeAcceptance(writer: Writer, acceptance: Acceptance): void {
  writer.u32(acceptance.output).varbytes(acceptance.key).varbytes(acceptance.signature)
}

function writeInput(writer: Writer, input: Input): void {
  writeOutpoint(writer, input)
  writer.u32(input.sequence)
}

function writeItem(writer: Writer, item: Uint8Array): void {
  writer.varbytes(item)
}

function writeList<T>(writer: Writer, list: readonly T[], write: (writer: Writer, item: T) => void): void {
  writer.compactSize(list.length)
  for (const item of list) write(writer, item)
}

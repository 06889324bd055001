import { sha256, taggedHash } from '@vc/crypto'
import { must } from '@vc/kernel'
import { writeOutpoint, writeOutput } from './codec/transaction.ts'
import { Writer } from './codec/writer.ts'
import type { Input, Output, Transaction } from './transaction.ts'

export const SIGHASH_DEFAULT = 0x00
export const SIGHASH_ALL = 0x01
export const SIGHASH_NONE = 0x02
export const SIGHASH_SINGLE = 0x03
export const SIGHASH_ANYONECANPAY = 0x80

const types: ReadonlySet<number> = new Set([0x00, 0x01, 0x02, 0x03, 0x81, 0x82, 0x83])
const producerIndex = 0xffff_ffff
const message = new Writer(4096)

/** What every digest of one transaction shares; each part is hashed once, when first asked for. */
export type SighashContext = {
  readonly transaction: Transaction
  readonly named: readonly Output[]
  readonly network: Uint8Array
  readonly parts: { inputs?: Uint8Array; outputs?: Uint8Array }
}

/** Opens the shared part of the digests of a transaction. `named`: what its inputs name, in order; `network`: 32 bytes. */
export function sighashContext(
  transaction: Transaction,
  named: readonly Output[],
  network: Uint8Array,
): SighashContext {
  return { transaction, named, network, parts: {} }
}

/** Whether a byte is one of the seven sighash types (ledger.md 11). */
export function isSighashType(type: number): boolean {
  return types.has(type)
}

/**
 * The digest, 32 bytes, that input `index` signs with `type` (ledger.md 11); undefined for an unknown type, and for
 * SINGLE without an output of that index. A `context` of the same transaction saves hashing its lists again.
 */
export function computeSighash(of: {
  readonly tx: Transaction
  readonly named: readonly Output[]
  readonly network: Uint8Array
  readonly index: number
  readonly type: number
  readonly context?: SighashContext
}): Uint8Array | undefined {
  return sighashOf(of.context ?? sighashContext(of.tx, of.named, of.network), of.index, of.type)
}

/** The same over a context that is kept. */
export function sighashOf(context: SighashContext, index: number, type: number): Uint8Array | undefined {
  if (!isSighashType(type)) return undefined
  const message = sighashMessage(context, index, type)
  return message === undefined ? undefined : taggedHash('vdn/sighash', message)
}

/** What a debtor signs to take on the debt of an output (ledger.md 6, 11); 32 bytes. */
export function acceptanceDigest(
  tx: Transaction,
  named: readonly Output[],
  network: Uint8Array,
  outputIndex: number,
): Uint8Array {
  const context = sighashContext(tx, named, network)
  return taggedHash('vdn/acceptance', wholeMessage(context, outputIndex))
}

/** What a producer's stake key signs over a penalty whose frozen inputs begin at `firstFrozen` (ledger.md 8, 11). */
export function penaltyDigest(
  tx: Transaction,
  named: readonly Output[],
  network: Uint8Array,
  firstFrozen: number,
): Uint8Array {
  const evidence = new Writer(4096)
  for (const items of tx.witnesses.slice(firstFrozen)) {
    evidence.varbytes(items[0] ?? new Uint8Array(0)).bytes(items[1] ?? new Uint8Array(0))
  }
  const context = sighashContext(tx, named, network)
  return taggedHash('vdn/penalty', wholeMessage(context, producerIndex), sha256(evidence.finish()))
}

const wholeMessage = (context: SighashContext, index: number) =>
  must(sighashMessage(context, index, SIGHASH_DEFAULT), 'type 00 needs no output')

/** In memory that the next message takes. */
function sighashMessage(context: SighashContext, index: number, type: number): Uint8Array | undefined {
  const { outputs } = context.transaction
  const covers = type & 3
  const single = covers === SIGHASH_SINGLE ? outputs[index] : undefined
  if (covers === SIGHASH_SINGLE && single === undefined) return undefined
  const writer = message.restart().u8(type)
  writeHead(writer, context)
  const alone = (type & SIGHASH_ANYONECANPAY) !== 0
  if (!alone) writer.bytes(inputsOf(context))
  if (covers <= SIGHASH_ALL) writer.bytes(outputsOf(context))
  if (alone) writeInput(writer, context, index)
  else writer.u32(index)
  if (single !== undefined) writer.sha256(listed([single], writeOutput))
  return writer.written()
}

function writeHead(writer: Writer, { network, transaction }: SighashContext): void {
  const { version, layer, kind, bundle, premium, lockTime } = transaction
  writer.bytes(network).u32(version).u8(layer).u8(kind).bytes(bundle).u64(premium).u32(lockTime)
}

/** Hashes of what the inputs name, of the outputs there, and of the sequences, one behind the other. */
function inputsOf({ parts, transaction, named }: SighashContext): Uint8Array {
  const { inputs } = transaction
  parts.inputs ??= new Writer(96)
    .sha256(listed(inputs, writeOutpoint))
    .sha256(listed(named, writeOutput))
    .sha256(listed(inputs, writeSequence))
    .finish()
  return parts.inputs
}

function outputsOf({ parts, transaction }: SighashContext): Uint8Array {
  parts.outputs ??= sha256(listed(transaction.outputs, writeOutput))
  return parts.outputs
}

const writeSequence = (writer: Writer, { sequence }: Input) => {
  writer.u32(sequence)
}

function writeInput(writer: Writer, context: SighashContext, index: number): void {
  const input = must(context.transaction.inputs[index], 'the signing input exists')
  writeOutpoint(writer, input)
  writeOutput(writer, must(context.named[index], 'the signing input names an output'))
  writer.u32(input.sequence)
}

/** One memory for all lists: each is hashed before the next is written. */
const scratch = new Writer(4096)

function listed<T>(list: readonly T[], write: (writer: Writer, item: T) => void): Uint8Array {
  scratch.restart()
  for (const item of list) write(scratch, item)
  return scratch.written()
}

import { fromHex, nobleChecks, toHex } from '@vc/crypto'
import { decodeTransaction } from './codec/transaction.ts'
import { defaultConfiguration } from './configuration.ts'
import { runScript } from './script/run-script.ts'
import { acceptanceDigest, computeSighash, penaltyDigest } from './sighash.ts'
import type { Element, Output, Transaction } from './transaction.ts'
import { txidOf, wtxidOf } from './txid.ts'

/** How vectors write a named output. */
export type VectorOutput = { readonly element: number; readonly amount: string; readonly script: string }

type DecodeInput = { readonly transaction: string; readonly limit?: number }
type SighashInput = DecodeInput & {
  readonly named: readonly VectorOutput[]
  readonly network: string
  readonly index?: number
  readonly type?: number
  readonly acceptance?: number
  readonly penalty?: number
}
type ScriptInput = DecodeInput & {
  readonly named: readonly VectorOutput[]
  readonly network: string
  readonly index: number
  readonly sheet?: string
  readonly config?: { readonly rpIds?: readonly string[]; readonly origins?: readonly string[] }
  readonly collectives?: Readonly<Record<string, string>>
}

/**
 * Answers one case of `ledger-decode`, `-bytes`, `-script` as JSON values; undefined for a kind that is not theirs.
 * `input` has the shape that vectors/README.md gives its kind.
 */
export function runLedgerVector(kind: string, input: unknown): unknown | undefined {
  if (kind === 'ledger.decode') return decodeCase(input as DecodeInput)
  if (kind === 'ledger.txid') return idsOf(vectorTransaction((input as DecodeInput).transaction))
  if (kind === 'ledger.sighash') return sighashCase(input as SighashInput)
  if (kind === 'ledger.script') return scriptCase(input as ScriptInput)
  return undefined
}

/** An output as vectors write it. */
export function vectorOutput(output: VectorOutput): Output {
  return {
    element: output.element as Element,
    amount: BigInt(output.amount),
    script: fromHex(output.script),
  }
}

function vectorTransaction(hex: string): Transaction {
  const decoded = decodeTransaction(fromHex(hex), defaultConfiguration.maxTransactionBytes)
  if (!decoded.ok) throw new Error(`the vector's transaction does not decode: ${decoded.refusal.code}`)
  return decoded.value
}

const idsOf = (tx: Transaction) => ({ txid: toHex(txidOf(tx)), wtxid: toHex(wtxidOf(tx)) })

function decodeCase(input: DecodeInput): unknown {
  const limit = input.limit ?? defaultConfiguration.maxTransactionBytes
  const decoded = decodeTransaction(fromHex(input.transaction), limit)
  if (!decoded.ok) return { ok: false, ...decoded.refusal }
  const tx = decoded.value
  return { ok: true, ...idsOf(tx), inputs: tx.inputs.length, outputs: tx.outputs.length }
}

function sighashCase(input: SighashInput): string | null {
  const tx = vectorTransaction(input.transaction)
  const named = input.named.map(vectorOutput)
  const network = fromHex(input.network)
  if (input.acceptance !== undefined) return toHex(acceptanceDigest(tx, named, network, input.acceptance))
  if (input.penalty !== undefined) return toHex(penaltyDigest(tx, named, network, input.penalty))
  const digest = computeSighash({ tx, named, network, index: input.index ?? 0, type: input.type ?? 0 })
  return digest === undefined ? null : toHex(digest)
}

function scriptCase(input: ScriptInput): unknown {
  const collectives = new Map(Object.entries(input.collectives ?? {}))
  const result = runScript({
    tx: vectorTransaction(input.transaction),
    index: input.index,
    named: input.named.map(vectorOutput),
    network: fromHex(input.network),
    configuration: { rpIds: input.config?.rpIds ?? [], origins: input.config?.origins ?? [] },
    checks: nobleChecks,
    sheetHash: input.sheet === undefined ? undefined : fromHex(input.sheet),
    collectiveOf: (id) => {
      const descriptor = collectives.get(toHex(id))
      return descriptor === undefined ? undefined : fromHex(descriptor)
    },
  })
  return result.ok ? { ok: true } : result
}

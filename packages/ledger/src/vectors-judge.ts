import { fromHex, nobleChecks, type SignatureChecks, toHex } from '@vc/crypto'
import type { Result } from '@vc/kernel'
import { decodeTransaction } from './codec/transaction.ts'
import { type Configuration, defaultConfiguration } from './configuration.ts'
import { judgeBundle } from './judge-bundle.ts'
import { judgeTransaction } from './judge-transaction.ts'
import type { Judgement, Place, Producer } from './place.ts'
import type { Refusal } from './refusals.ts'
import { tableName } from './state-keys.ts'
import { type RosterOf, stateOf } from './testing.ts'
import type { Element, Layer, Transaction } from './transaction.ts'
import { txidOf } from './txid.ts'
import type { View } from './view.ts'
import { viewOf } from './view-of.ts'

type ContextConfiguration = Omit<Partial<Configuration>, 'creditUnit'> & { readonly creditUnit?: string }

/** `context` of vectors/README.md. */
type Context = {
  readonly network: string
  readonly height: number
  readonly config?: ContextConfiguration
  readonly outputs?: readonly {
    readonly txid: string
    readonly index: number
    readonly layer: number
    readonly element: number
    readonly amount: string
    readonly script: string
    readonly height: number
  }[]
  readonly records?: readonly {
    readonly table: string
    readonly key: string
    readonly value: string
    readonly holder: { readonly txid: string; readonly index: number }
  }[]
  readonly groups?: Readonly<
    Record<string, { readonly txid: string; readonly index: number; readonly keys: readonly string[] }>
  >
  readonly condemned?: readonly string[]
  readonly sheets?: Readonly<Record<string, string>>
  readonly block?: {
    readonly stakeKey?: string
    readonly room?: string
    readonly reward?: { readonly debt: string; readonly circulation: string }
  }
}
type JudgeInput = { readonly transaction: string; readonly context: Context }
type BundleInput = { readonly transactions: readonly string[]; readonly context: Context }

/** What judges besides the specification's own code. */
export type VectorTools = { readonly checks?: SignatureChecks }

/**
 * Answers one case of `ledger-judge-1`, `ledger-judge-2`, `ledger-bundle` as JSON values; undefined for a kind that is
 * not theirs. `input` has the shape that vectors/README.md gives its kind.
 */
export function runJudgeVector(kind: string, input: unknown, tools: VectorTools = {}): unknown | undefined {
  if (kind === 'ledger.judge') return judgeCase(input as JudgeInput, tools)
  if (kind === 'ledger.bundle') return bundleCase(input as BundleInput, tools)
  return undefined
}

function judgeCase({ transaction, context }: JudgeInput, tools: VectorTools): unknown {
  const place = placeOf(context, tools)
  const decoded = decodeTransaction(fromHex(transaction), place.configuration.maxTransactionBytes)
  if (!decoded.ok) return answer(decoded, () => ({}))
  const judged = judgeTransaction(decoded.value, contextView(context), place)
  return answer(judged, judgementJson)
}

function bundleCase({ transactions, context }: BundleInput, tools: VectorTools): unknown {
  const place = placeOf(context, tools)
  const legs: Transaction[] = []
  for (const [number, hex] of transactions.entries()) {
    const decoded = decodeTransaction(fromHex(hex), place.configuration.maxTransactionBytes)
    if (!decoded.ok) {
      return {
        ok: false,
        code: decoded.refusal.code,
        facts: { ...decoded.refusal.facts, transaction: number },
      }
    }
    legs.push(decoded.value)
  }
  const judged = judgeBundle(legs, contextView(context), place)
  return answer(judged, ({ id, fee }) => ({ id: toHex(id), fee: String(fee) }))
}

/** A verdict as a JSON value. */
export function answer<T>(result: Result<T, Refusal>, json: (value: T) => object): unknown {
  return result.ok ? { ok: true, ...json(result.value) } : { ok: false, ...result.refusal }
}

export function judgementJson({ txid, fee, netDebt, netCredit, released }: Judgement): object {
  const amounts = { fee: String(fee), netDebt: String(netDebt), netCredit: String(netCredit) }
  return { txid: toHex(txid), ...amounts, released: String(released) }
}

function placeOf({ network, height, config = {}, sheets, block }: Context, tools: VectorTools): Place {
  const { creditUnit, ...rest } = config
  const unit = creditUnit === undefined ? {} : { creditUnit: BigInt(creditUnit) }
  return {
    network: fromHex(network),
    height,
    configuration: { ...defaultConfiguration, ...rest, ...unit },
    checks: tools.checks ?? nobleChecks,
    ...(sheets && { sheetHashOf: (tx: Transaction) => sheetOf(sheets, tx) }),
    ...(block && { producer: producerOf(block) }),
  }
}

function sheetOf(sheets: Readonly<Record<string, string>>, tx: Transaction): Uint8Array {
  const hash = sheets[toHex(txidOf(tx))]
  return hash === undefined ? new Uint8Array(32) : fromHex(hash)
}

function producerOf({ stakeKey, room, reward }: NonNullable<Context['block']>): Producer {
  return {
    ...(stakeKey !== undefined && { stakeKey: fromHex(stakeKey) }),
    ...(room !== undefined && { room: BigInt(room) }),
    ...(reward && { reward: { debt: BigInt(reward.debt), circulation: BigInt(reward.circulation) } }),
  }
}

/** The state of a case; outputs of the block's own height are not in the parent's. */
function contextView(context: Context): View {
  const { height } = context
  const outputs = (context.outputs ?? []).map(({ txid, index, layer, element, amount, script, height }) => ({
    outpoint: { txid: fromHex(txid), index },
    output: {
      layer: layer as Layer,
      kind: 0 as const,
      element: element as Element,
      amount: BigInt(amount),
      script: fromHex(script),
      height,
    },
  }))
  const records = (context.records ?? []).map(({ table, key, value, holder }) => ({
    table: tableName(fromHex(table)),
    key: fromHex(key),
    value: fromHex(value),
    holder: { txid: fromHex(holder.txid), index: holder.index },
  }))
  const rosters = Object.entries(context.groups ?? {}).map(
    ([group, { txid, index, keys }]): RosterOf => ({
      group,
      outpoint: { txid: fromHex(txid), index },
      keys: keys.map(fromHex),
    }),
  )
  const condemned = (context.condemned ?? []).map(fromHex)
  const older = outputs.filter(({ output }) => output.height < height)
  const parent = stateOf({ outputs: older, records, rosters, condemned })
  return viewOf(stateOf({ outputs, records, rosters, condemned }), { parent, height })
}

import { assert, ok, type Result, refuse } from '@vc/kernel'
import {
  bindBundle,
  CIRCULATION,
  keyHashScript,
  type NamedOutput,
  type OutputAt,
  type Payment,
  pay,
  sumAmounts,
  type Transaction,
  txidOf,
  VALUE,
  writeRecord,
} from '@vc/ledger'
import type { NetPosition } from './net.ts'

/** The table of the ledger in which settled batches stand: key is the batch's id, value the root of its report. */
export const SETTLEMENT_TABLE = 'settlement'
/** What one transaction pays at most, and how many transactions a batch may take beside its record. */
export const PAYMENTS_PER_TRANSACTION = 2500
export const MOST_TRANSFERS = 4
/** Fee of a transfer in smallest units: for each thousand bytes begun. */
const FEE_PER_KILOBYTE = 100n
const BYTES_PER_PAYMENT = 36
const BYTES_OF_INPUT = 500
/** More would not leave room for the payouts in a transaction of 100,000 bytes. */
const MOST_POOL_OUTPUTS = 20

/** A net creditor: paid to its own key hash, or kept under the pool's script in its name. */
export type Payout = {
  readonly party: string
  readonly amount: bigint
  readonly keyHash?: Uint8Array | undefined
}
/** A transaction of the bundle, what its inputs name, and which of them the approver's key signs: all. */
export type SettlementLeg = {
  readonly transaction: Transaction
  readonly named: readonly NamedOutput[]
  /** Outputs that lie in the pool afterwards; "" is the change. */
  readonly held: readonly { readonly index: number; readonly party: string; readonly amount: bigint }[]
}
export type Settlement = { readonly legs: readonly SettlementLeg[]; readonly fee: bigint }
export type SettlementRefusal =
  | { readonly code: 'batch-short-of-funds'; readonly need: bigint; readonly have: bigint }
  | { readonly code: 'batch-too-large'; readonly payouts: number; readonly most: number }
  | { readonly code: 'batch-nothing-owed' }

/** The net creditors of a batch in order of their codes, each with the key hash that is paid when there is one. */
export function payoutsOf(
  positions: readonly NetPosition[],
  keyHashOf: (party: string) => Uint8Array | undefined,
): readonly Payout[] {
  const creditors = positions.filter(({ amount }) => amount > 0n)
  return creditors.map(({ party, amount }) => ({ party, amount, keyHash: keyHashOf(party) }))
}

/** Fee of a transfer of so many payouts from so many outputs, smallest units. */
const transferFee = (payouts: number, inputs: number): bigint =>
  FEE_PER_KILOBYTE * BigInt(Math.ceil((payouts * BYTES_PER_PAYMENT + inputs * BYTES_OF_INPUT) / 1000))

/** Fee of all transfers of a batch: so many payouts, paid from so many pool outputs; smallest units. */
export function settlementFee(payouts: number, inputs: number): bigint {
  let fee = 0n
  for (let at = 0; at < payouts; at += PAYMENTS_PER_TRANSACTION) {
    fee += transferFee(Math.min(PAYMENTS_PER_TRANSACTION, payouts - at), at === 0 ? inputs : 1)
  }
  return fee
}

/**
 * The atomic bundle that settles a batch: the record that binds its report, then one to four transfers out of the
 * pool that pay every net creditor. All inputs are under the approver's key hash. The first transfer takes pool
 * outputs, largest first; each further one spends the change of the one before. What is left stays in the pool.
 */
export function buildSettlement(of: {
  readonly batchId: Uint8Array
  readonly reportRoot: Uint8Array
  readonly commitment: OutputAt
  readonly pool: readonly OutputAt[]
  readonly poolKeyHash: Uint8Array
  readonly payouts: readonly Payout[]
}): Result<Settlement, SettlementRefusal> {
  const { payouts } = of
  const most = PAYMENTS_PER_TRANSACTION * MOST_TRANSFERS
  if (payouts.length === 0) return refuse({ code: 'batch-nothing-owed' })
  if (payouts.length > most) return refuse({ code: 'batch-too-large', payouts: payouts.length, most })
  const chosen = choosePool(of.pool, payouts)
  if (!chosen.ok) return chosen
  const legs = [recordLeg(of), ...transferLegs(chosen.value.values, of)]
  const bound = bindBundle(legs.map(({ transaction }) => transaction))
  return ok({
    legs: legs.map((leg, i) => ({ ...leg, transaction: bound[i] ?? leg.transaction })),
    fee: chosen.value.fee + of.commitment.output.amount,
  })
}

type Chosen = { readonly values: readonly OutputAt[]; readonly fee: bigint }

function choosePool(
  pool: readonly OutputAt[],
  payouts: readonly Payout[],
): Result<Chosen, SettlementRefusal> {
  const owed = sumAmounts(payouts)
  const values: OutputAt[] = []
  let have = 0n
  const largest = [...pool].sort((a, b) => (a.output.amount < b.output.amount ? 1 : -1))
  for (const value of largest.slice(0, MOST_POOL_OUTPUTS)) {
    if (have >= owed + settlementFee(payouts.length, values.length) && values.length > 0) break
    values.push(value)
    have += value.output.amount
  }
  const fee = settlementFee(payouts.length, values.length)
  if (have < owed + fee) return refuse({ code: 'batch-short-of-funds', need: owed + fee, have })
  return ok({ values, fee })
}

function recordLeg(of: Parameters<typeof buildSettlement>[0]): SettlementLeg {
  const { commitment, poolKeyHash, batchId, reportRoot } = of
  const holderScript = keyHashScript(poolKeyHash)
  const write = { table: SETTLEMENT_TABLE, key: batchId, value: reportRoot }
  const transaction = writeRecord({ ...write, commitment, holderScript })
  return { transaction, named: [commitment.output], held: [] }
}

function transferLegs(
  pool: readonly OutputAt[],
  of: { readonly payouts: readonly Payout[]; readonly poolKeyHash: Uint8Array },
): readonly SettlementLeg[] {
  const poolScript = keyHashScript(of.poolKeyHash)
  const legs: SettlementLeg[] = []
  let values = pool
  for (let at = 0; at < of.payouts.length; at += PAYMENTS_PER_TRANSACTION) {
    const part = of.payouts.slice(at, at + PAYMENTS_PER_TRANSACTION)
    const leg = transferLeg(values, part, poolScript)
    legs.push(leg)
    values = changeOf(leg)
  }
  return legs
}

function transferLeg(
  values: readonly OutputAt[],
  part: readonly Payout[],
  poolScript: Uint8Array,
): SettlementLeg {
  const payments = part.map(({ keyHash, amount }): Payment => {
    return { to: keyHash === undefined ? poolScript : keyHashScript(keyHash), amount }
  })
  const fee = transferFee(part.length, values.length)
  const transaction = pay({ values, payments, fee, changeTo: poolScript })
  const kept = part.flatMap(({ party, amount, keyHash }, index) =>
    keyHash === undefined ? [{ index, party, amount }] : [],
  )
  const change = transaction.outputs[part.length]
  const rest = change === undefined ? [] : [{ index: part.length, party: '', amount: change.amount }]
  return { transaction, named: values.map(({ output }) => output), held: [...kept, ...rest] }
}

function changeOf({ transaction, held }: SettlementLeg): readonly OutputAt[] {
  const change = held.find(({ party }) => party === '')
  if (change === undefined) return []
  const output = transaction.outputs[change.index]
  assert(output?.element === VALUE, 'change is value')
  const place = { layer: CIRCULATION, kind: transaction.kind, height: 0 } as const
  return [{ outpoint: { txid: txidOf(transaction), index: change.index }, output: { ...output, ...place } }]
}

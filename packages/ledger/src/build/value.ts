import { assert, ok, type Result, refuse } from '@vc/kernel'
import { stakeScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, DEBT_LAYER, STAKE, TRANSFER, type Transaction } from '../transaction.ts'
import { changeOutput, makeTransaction, outputsOf, sumAmounts, valueOutput } from './make-transaction.ts'

/** A payment: an amount of value, smallest units, to a script. */
export type Payment = { readonly to: Uint8Array; readonly amount: bigint }

/** Too little value at hand; amounts as decimals of the smallest unit. */
export type ValueShort = { readonly code: 'value-short'; readonly facts: { have: string; need: string } }

/** Takes outputs, largest first, until they hold `need`. Refused: `value-short`. */
export function selectValue(
  values: readonly OutputAt[],
  need: bigint,
): Result<readonly OutputAt[], ValueShort> {
  const byAmount = [...values].sort((a, b) => (a.output.amount < b.output.amount ? 1 : -1))
  const chosen: OutputAt[] = []
  let have = 0n
  for (const value of byAmount) {
    if (have >= need) break
    chosen.push(value)
    have += value.output.amount
  }
  if (have >= need) return ok(chosen)
  return refuse({ code: 'value-short', facts: { have: String(have), need: String(need) } })
}

/** Pays value in circulation; what is left after the fee goes to `changeTo`. Inputs: the values, in order. */
export function pay(of: {
  readonly values: readonly OutputAt[]
  readonly payments: readonly Payment[]
  readonly fee: bigint
  readonly changeTo: Uint8Array
}): Transaction {
  const change = sumAmounts(outputsOf(of.values)) - sumAmounts(of.payments) - of.fee
  const paid = of.payments.map(({ to, amount }) => valueOutput(to, amount))
  const outputs = [...paid, ...changeOutput(of.changeTo, change)]
  return makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: of.values, outputs })
}

/** Splits value into exact amounts under its own script, the rest last: for fees of layers that give no change. */
export function splitValue(of: {
  readonly value: OutputAt
  readonly amounts: readonly bigint[]
  readonly fee: bigint
}): Transaction {
  const { script } = of.value.output
  const payments = of.amounts.map((amount) => ({ to: script, amount }))
  return pay({ values: [of.value], payments, fee: of.fee, changeTo: script })
}

type Locking = {
  readonly values: readonly OutputAt[]
  readonly amount: bigint
  readonly fee: bigint
  /** Locks what is left too. Without it the values must hold amount and fee exactly: no change comes back. */
  readonly lockChangeTo?: Uint8Array
}

/** Moves value up to the debt layer, where only the destruction of debt frees it (ledger.md 3). */
export function lockValue(of: Locking & { readonly owner: Uint8Array }): Transaction {
  return locking(of, of.owner, TRANSFER)
}

/** Registers value as stake (consensus.md 4): it is locked; the producer's key signs blocks, the owner may spend it. */
export function registerStake(
  of: Locking & {
    readonly producerKey: Uint8Array
    readonly commitment: Uint8Array
    readonly ownerScript: Uint8Array
  },
): Transaction {
  return locking(of, stakeScript(of.producerKey, of.commitment, of.ownerScript), STAKE)
}

function locking(of: Locking, script: Uint8Array, kind: typeof TRANSFER | typeof STAKE): Transaction {
  const left = sumAmounts(outputsOf(of.values)) - of.amount - of.fee
  assert(
    left === 0n || of.lockChangeTo !== undefined,
    'change of a locking transaction is locked only when asked',
  )
  const change = of.lockChangeTo === undefined ? [] : changeOutput(of.lockChangeTo, left)
  const outputs = [valueOutput(script, of.amount), ...change]
  return makeTransaction({ layer: DEBT_LAYER, kind, inputs: of.values, outputs })
}

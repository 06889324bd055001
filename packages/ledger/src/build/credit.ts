import { assert } from '@vc/kernel'
import {
  collectiveDebtScript,
  collectiveScript,
  keyHashScript,
  standardDebtScript,
} from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import {
  CIRCULATION,
  CREDIT,
  CREDIT_KIND,
  DEBT_LAYER,
  type Input,
  MANAGEMENT,
  type Output,
  TRANSFER,
  type Transaction,
} from '../transaction.ts'
import { votedInputs } from './collective.ts'
import { openByVote } from './collective-debt.ts'
import {
  changeOutput,
  debtOutput,
  makeTransaction,
  outputsOf,
  SEQUENCE,
  sumAmounts,
  valueOutput,
} from './make-transaction.ts'
import type { Payment } from './value.ts'

/** A part of a debt that falls due as one: lots are cleared whole. */
export type Lot = { readonly amount: bigint; readonly expiryHeight: number }

/**
 * A loan from management credit (ledger.md 4): value amount − fee − premium − interest to the debtor, the debt in lots in
 * standard form after it, then the interest, last the mark. Output 0 is the value; the debtor then accepts every lot, and the
 * credit's keys sign input 0. With `others` several are paid in the debtor's place: output 0 pays what they leave. Where a
 * collective is `voted` to owe, the lots are its own, and input 1 is a coin of it that comes back whole as the last output: its
 * members' vote over that input is what an acceptance is elsewhere (docs/adr/0039).
 */
export function giveCredit(
  of: Loan & {
    readonly managementCredit: OutputAt
    readonly premium?: bigint
    readonly voted?: { readonly id: Uint8Array; readonly coin: OutputAt } | undefined
  },
): Transaction {
  const { managementCredit, premium = 0n, voted } = of
  assert(managementCredit.output.amount >= of.amount, 'the credit read covers the loan')
  const back = voted ? [valueOutput(collectiveScript(voted.id), voted.coin.output.amount)] : []
  return makeTransaction({
    layer: CIRCULATION,
    kind: CREDIT_KIND,
    inputs: [managementCredit, ...(voted ? [voted.coin] : [])],
    outputs: [...loanOutputs(of), ...back],
    premium,
  })
}

/** What a loan is made of, whatever credit it comes out of. */
export type Loan = {
  readonly amount: bigint
  readonly fee: bigint
  readonly debtorKeyHash: Uint8Array
  readonly lots: readonly Lot[]
  /** Script that gets the value; the debtor's key hash when absent. */
  readonly payTo?: Uint8Array
  /** Who else is paid, and how much: outputs after the debts. */
  readonly others?: readonly Payment[]
  /** What the lender keeps at once, as value. */
  readonly interest?: { readonly amount: bigint; readonly payTo: Uint8Array }
  /** A script that commits to what the loan rests on, and the little value under it, taken out of the loan. */
  readonly mark?: { readonly amount: bigint; readonly payTo: Uint8Array }
  /** The lots lie under the debtor's key alone, which no height opens: the lender keeps a restructuring of them (docs/adr/0051). */
  readonly isKept?: boolean
}

/** The value, the debts after it, then who else is paid, the interest, the mark. */
export function loanOutputs(
  of: Loan & { readonly premium?: bigint; readonly voted?: { readonly id: Uint8Array } | undefined },
): readonly Output[] {
  const { amount, fee, debtorKeyHash, lots, premium = 0n, interest, mark, voted } = of
  assert(sumAmounts(lots) === amount, 'the lots make up the loan')
  const others = (of.others ?? []).map(({ to, amount: part }) => valueOutput(to, part))
  const kept = [interest, mark].flatMap((one) => (one ? [valueOutput(one.payTo, one.amount)] : []))
  const paid = amount - fee - premium - sumAmounts(kept) - sumAmounts(others)
  const value = valueOutput(of.payTo ?? keyHashScript(debtorKeyHash), paid)
  const debts = of.isKept
    ? lots.map((lot) => debtOutput(keyHashScript(debtorKeyHash), lot.amount))
    : lotsOf({ lots, debtorKeyHash, votedId: voted?.id })
  return [value, ...debts, ...others, ...kept]
}

/** Lots in standard form: a key's, or those of the collective of this id. */
const lotsOf = (of: {
  readonly lots: readonly Lot[]
  readonly debtorKeyHash: Uint8Array
  readonly votedId: Uint8Array | undefined
}): readonly Output[] =>
  of.lots.map(({ amount, expiryHeight }) =>
    debtOutput(
      of.votedId
        ? collectiveDebtScript(of.votedId, expiryHeight)
        : standardDebtScript(of.debtorKeyHash, expiryHeight),
      amount,
    ),
  )

/** Passes management credit on as credit in circulation, which its holder turns into value and debt later. */
export function passCredit(of: {
  readonly managementCredit: OutputAt
  readonly amount: bigint
  readonly to: Uint8Array
  readonly values: readonly OutputAt[]
  readonly fee: bigint
  readonly changeTo: Uint8Array
}): Transaction {
  const change = sumAmounts(outputsOf(of.values)) - of.fee
  const outputs = [creditOutput(of.to, of.amount), ...changeOutput(of.changeTo, change)]
  const inputs = [of.managementCredit, ...of.values]
  return makeTransaction({ layer: CIRCULATION, kind: CREDIT_KIND, inputs, outputs })
}

/**
 * Gives part of a management credit output to another holder, an agent for instance; the rest goes back to
 * `changeTo`. `feeValues` are circulating values whose whole sum is the fee: management gives no value back.
 */
export function grantManagementCredit(of: {
  readonly source: OutputAt
  readonly amount: bigint
  readonly to: Uint8Array
  readonly changeTo: Uint8Array
  readonly feeValues: readonly OutputAt[]
}): Transaction {
  const left = of.source.output.amount - of.amount
  assert(left >= 0n, 'the source holds the amount')
  const rest = left === 0n ? [] : [creditOutput(of.changeTo, left)]
  const outputs = [creditOutput(of.to, of.amount), ...rest]
  const inputs = [of.source, ...of.feeValues]
  return makeTransaction({ layer: MANAGEMENT, kind: TRANSFER, inputs, outputs })
}

/**
 * Clears whole debts with value; what is left after the fee goes to `changeTo`. Inputs: the values, then the debts.
 * In the `layer` debt nothing comes back to circulation: change is locked there, and only when `lockChange` asks for it.
 */
export function repay(of: {
  readonly debts: readonly OutputAt[]
  readonly values: readonly OutputAt[]
  readonly fee: bigint
  readonly changeTo: Uint8Array
  readonly layer?: typeof CIRCULATION | typeof DEBT_LAYER
  readonly lockChange?: boolean
}): Transaction {
  const { layer = CIRCULATION, lockChange = false } = of
  const change = sumAmounts(outputsOf(of.values)) - sumAmounts(outputsOf(of.debts)) - of.fee
  assert(layer === CIRCULATION || change === 0n || lockChange, 'change is locked only when asked')
  const outputs = changeOutput(of.changeTo, change)
  return makeTransaction({ layer, kind: TRANSFER, inputs: [...of.values, ...of.debts], outputs })
}

/**
 * Gives standard debts new lots in the debt layer, in one transaction that debtor and creditor sign (ledger.md 6, 8): it
 * reads management credit, spends the old lots and writes the new ones, which make up the old ones and the fee. It releases
 * no more credit than the fee. Input 0 is the credit. With another `debtorKeyHash` than the old lots' the debt moves to that
 * key (ledger.md 4, 6): its owner accepts every lot, and in the `layer` circulation nothing is locked. Lots of a collective are
 * opened by its vote, and with its `votedId` it owes the new ones too (docs/adr/0048).
 */
export function renewDebts(of: {
  readonly managementCredit: OutputAt
  readonly debts: readonly OutputAt[]
  readonly debtorKeyHash: Uint8Array
  readonly lots: readonly Lot[]
  readonly fee: bigint
  readonly layer?: typeof CIRCULATION | typeof DEBT_LAYER
  readonly votedId?: Uint8Array | undefined
}): Transaction {
  const { managementCredit, debts, debtorKeyHash, lots, fee, layer = DEBT_LAYER, votedId } = of
  assert(
    sumAmounts(lots) === sumAmounts(outputsOf(debts)) + fee,
    'the new lots make up the old ones and the fee',
  )
  const outputs = lotsOf({ lots, debtorKeyHash, votedId })
  const inputs = [managementCredit, ...debts]
  const transaction = makeTransaction({ layer, kind: CREDIT_KIND, inputs, outputs })
  return openByVote(transaction, votedInputs(outputsOf(inputs)))
}

/**
 * Puts a debt under a script of its own into the standard form (ledger.md 6): the debt-layer transaction R that its
 * keys sign beforehand with ALL and ANYONECANPAY (0x81). `completeRestructuring` adds the credit.
 */
export function restructureDebt(of: {
  readonly debt: OutputAt
  readonly debtorKeyHash: Uint8Array
  readonly expiryHeight: number
}): Transaction {
  const script = standardDebtScript(of.debtorKeyHash, of.expiryHeight)
  const outputs = [debtOutput(script, of.debt.output.amount)]
  return makeTransaction({ layer: DEBT_LAYER, kind: TRANSFER, inputs: [of.debt], outputs })
}

/** Adds circulating credit of the debt's amount to R; its holder signs the new, last input. */
export function completeRestructuring(transaction: Transaction, credit: OutputAt): Transaction {
  const input: Input = { ...credit.outpoint, sequence: SEQUENCE }
  return {
    ...transaction,
    inputs: [...transaction.inputs, input],
    witnesses: [...transaction.witnesses, []],
  }
}

export function creditOutput(script: Uint8Array, amount: bigint): Output {
  return { element: CREDIT, amount, script }
}

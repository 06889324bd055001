import { assert } from '@vc/kernel'
import { hashTimeLockScript, keyHashScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, type Output, TRANSFER, type Transaction } from '../transaction.ts'
import { changeOutput, makeTransaction, outputsOf, sumAmounts, valueOutput } from './make-transaction.ts'
import type { Payment } from './value.ts'

/** What all pledges of one order share: SHA256 of its secret, and the height from which they go back. */
export type PledgeTerms = { readonly secretHash: Uint8Array; readonly deadline: number }
/** A pledge with its owner's signature item for one of the two transactions that may spend it, and the whole key. */
export type SignedPledge = { readonly pledge: OutputAt; readonly key: Uint8Array; readonly item: Uint8Array }

const byHash = Uint8Array.of(1)
const byHeight = new Uint8Array(0)
const noSecret = new Uint8Array(32)

/**
 * Where pledged value lies (ledger.md 5, hash and time lock; docs/adr/0017): under its owner's key in both branches, with the
 * order's secret before the deadline, without it from then on. So nobody else ever moves it, and the owner alone not too early.
 */
export function pledgeScript({ secretHash, deadline }: PledgeTerms, owner: Uint8Array): Uint8Array {
  return hashTimeLockScript({
    ...{ secretHash, receiverHash: owner, refundHash: owner },
    lock: { height: deadline },
  })
}

/**
 * What a pledge agrees to: all payments of the order and nothing else. Its owner signs input 0 with ALL and ANYONECANPAY
 * (0x81), so that it holds only together with pledges that make up the whole.
 */
export function fundingShare(pledge: OutputAt, payments: readonly Payment[]): Transaction {
  const share = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs: [pledge] },
    outputs: payments.map(paid),
  })
  return { ...share, witnesses: [[noSecret, byHash]] }
}

/** The way back of a pledge, to the unit: its owner signs input 0 with SINGLE and ANYONECANPAY (0x83); others pay the fee. */
export function refundShare(pledge: OutputAt, owner: Uint8Array, deadline: number): Transaction {
  const outputs = [back(pledge, owner)]
  const share = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs: [pledge], outputs },
    lockTime: deadline,
  })
  return { ...share, witnesses: [[byHeight]] }
}

/** Pays an order's contracts out of all its pledges, in one transaction; what they hold more is the fee. */
export function fundOrder(
  shares: readonly SignedPledge[],
  payments: readonly Payment[],
  secret: Uint8Array,
): Transaction {
  const inputs = shares.map(({ pledge }) => pledge)
  assert(
    sumAmounts(outputsOf(inputs)) > sumAmounts(payments),
    'the pledges pay for the contracts and the fee',
  )
  const joined = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs },
    outputs: payments.map(paid),
  })
  return { ...joined, witnesses: shares.map(({ item, key }) => [item, key, secret, byHash]) }
}

/**
 * Gives pledges back, each whole, in one transaction. The coins that pay the fee come after them and are still to be
 * signed; what is left of them goes to `changeTo`.
 */
export function refundPledges(of: {
  readonly shares: readonly (SignedPledge & { readonly owner: Uint8Array })[]
  readonly deadline: number
  readonly coins: readonly OutputAt[]
  readonly fee: bigint
  readonly changeTo: Uint8Array
}): Transaction {
  const change = sumAmounts(outputsOf(of.coins)) - of.fee
  const outputs = [
    ...of.shares.map(({ pledge, owner }) => back(pledge, owner)),
    ...changeOutput(of.changeTo, change),
  ]
  const inputs = [...of.shares.map(({ pledge }) => pledge), ...of.coins]
  const joined = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs, outputs },
    lockTime: of.deadline,
  })
  const witnesses = [
    ...of.shares.map(({ item, key }) => [item, key, byHeight]),
    ...of.coins.map((): Uint8Array[] => []),
  ]
  return { ...joined, witnesses }
}

/**
 * A transaction whose input 0 is a pledge, opened by its secret: its owner signs the whole of it (docs/adr/0034). Before the
 * deadline the owner needs whoever keeps the secret, and nobody else can move it.
 */
export const openPledge = (tx: Transaction, secret: Uint8Array): Transaction => ({
  ...tx,
  witnesses: [[secret, byHash], ...tx.witnesses.slice(1)],
})

/** An owner's own way back from the deadline on, of pledges of one deadline; the fee comes out of them. Signed as ALL. */
export function reclaimPledges(of: {
  readonly pledges: readonly OutputAt[]
  readonly owner: Uint8Array
  readonly deadline: number
  readonly fee: bigint
}): Transaction {
  const left = sumAmounts(outputsOf(of.pledges)) - of.fee
  assert(left > 0n, 'the pledges hold more than the fee')
  const joined = makeTransaction({
    ...{ layer: CIRCULATION, kind: TRANSFER, inputs: of.pledges, lockTime: of.deadline },
    outputs: [valueOutput(keyHashScript(of.owner), left)],
  })
  return { ...joined, witnesses: of.pledges.map(() => [byHeight]) }
}

const paid = ({ to, amount }: Payment): Output => valueOutput(to, amount)
const back = ({ output }: OutputAt, owner: Uint8Array): Output =>
  valueOutput(keyHashScript(owner), output.amount)

import { hash160 } from '@vc/crypto'
import {
  CIRCULATION,
  DEBT_LAYER,
  keyHashScript,
  type Layer,
  NO_BUNDLE,
  type Output,
  REWARD,
  type Transaction,
  VALUE,
} from '@vc/ledger'
import type { Parameters } from './configuration/parameters.ts'

type Shares = Pick<Parameters, 'ownShare' | 'referenceShare'>

/** A block's own share of its fees, and what the state keeps of them for one block (consensus.md 10). */
export function splitFees(
  fees: bigint,
  { ownShare }: Shares,
): { readonly own: bigint; readonly carry: bigint } {
  const own = (fees * BigInt(ownShare)) / 10_000n
  return { own, carry: fees - own }
}

/** How the kept part of a block's fees is shared when the next one names `references` other versions. */
export function splitCarry(
  fees: bigint,
  references: number,
  shares: Shares,
): { readonly cut: bigint; readonly each: bigint; readonly rest: bigint } {
  const { carry } = splitFees(fees, shares)
  const versions = BigInt(references + 1)
  const cut = (versions * fees * BigInt(shares.referenceShare)) / 10_000n
  const each = (carry - cut) / versions
  return { cut, each, rest: carry - cut - each * versions }
}

/** The reward transactions that a block must begin with: of fees, then of premiums, each only when it pays something. */
export function rewardTransactions(of: {
  readonly height: number
  readonly producerKey: Uint8Array
  readonly fees: bigint
  readonly premiums: bigint
  readonly parentKey: Uint8Array
  readonly parentFees: bigint
  /** Producers of the versions named, in the order of the references. */
  readonly referenceKeys: readonly Uint8Array[]
  readonly parameters: Shares
}): readonly Transaction[] {
  const { own } = splitFees(of.fees, of.parameters)
  const { cut, each, rest } = splitCarry(of.parentFees, of.referenceKeys.length, of.parameters)
  const fees = [
    payTo(of.producerKey, own + cut),
    payTo(of.parentKey, each + rest),
    ...of.referenceKeys.map((key) => payTo(key, each)),
  ]
  const premium = [payTo(of.producerKey, of.premiums)]
  return [reward(DEBT_LAYER, of.height, fees), reward(CIRCULATION, of.height, premium)].filter(
    ({ outputs }) => outputs.length > 0,
  )
}

function payTo(key: Uint8Array, amount: bigint): Output {
  return { element: VALUE, amount, script: keyHashScript(hash160(key)) }
}

function reward(layer: Layer, height: number, outputs: readonly Output[]): Transaction {
  return {
    version: 1,
    layer,
    kind: REWARD,
    bundle: NO_BUNDLE,
    inputs: [],
    outputs: outputs.filter(({ amount }) => amount > 0n),
    premium: 0n,
    lockTime: height,
    witnesses: [],
    acceptances: [],
  }
}

import { schnorrPublicKey, signSchnorr } from '@vc/crypto'
import { encodeTransaction } from '../codec/transaction.ts'
import type { Configuration } from '../configuration.ts'
import { type ChildProof, writeChildProof } from '../kinds/evidence.ts'
import { penaltyDigest } from '../sighash.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, PENALTY, type Transaction } from '../transaction.ts'
import { changeOutput, makeTransaction, outputsOf, sumAmounts, valueOutput } from './make-transaction.ts'
import type { Signing } from './sign.ts'

/** An output to freeze, and the T′ whose input of that index spends it. */
export type Frozen = {
  readonly value: OutputAt
  readonly evidence: Transaction
  readonly index: number
  readonly child?: ChildProof
}

/**
 * A producer's penalty (ledger.md 8): reads overdue debts of one debtor, freezes what T′ spends; `bountyTo` gets the
 * largest bounty allowed, the reserve script the rest. `height`: of the block. Then `signPenalty`.
 */
export function buildPenalty(of: {
  readonly debts: readonly OutputAt[]
  readonly frozen: readonly Frozen[]
  readonly reserveScript: Uint8Array
  readonly bountyTo: Uint8Array
  readonly configuration: Configuration
  readonly height: number
}): Transaction {
  const values = of.frozen.map(({ value }) => value)
  const sum = sumAmounts(outputsOf(values))
  const bounty = (sum * BigInt(of.configuration.penaltyBounty)) / 10_000n
  const outputs = [valueOutput(of.reserveScript, sum - bounty), ...changeOutput(of.bountyTo, bounty)]
  const inputs = [...of.debts, ...values]
  const lockTime = of.height
  const transaction = makeTransaction({ layer: CIRCULATION, kind: PENALTY, inputs, outputs, lockTime })
  const byExpiry = of.debts.map(() => [new Uint8Array(0)])
  return { ...transaction, witnesses: [...byExpiry, ...of.frozen.map(witnessOf)] }
}

/** Binds the outputs of a penalty with the producer's stake key; `debts`: how many inputs come before the frozen ones. */
export function signPenalty(
  of: Signing & { readonly debts: number; readonly stakeSecret: Uint8Array },
): Transaction {
  const digest = penaltyDigest(of.tx, of.named, of.network, of.debts)
  const key = schnorrPublicKey(of.stakeSecret)
  const signature = signSchnorr(digest, of.stakeSecret)
  return { ...of.tx, acceptances: [{ output: 0xffff_ffff, key, signature }] }
}

function witnessOf({ evidence, index, child }: Frozen): readonly Uint8Array[] {
  const position = new Uint8Array(4)
  new DataView(position.buffer).setUint32(0, index, true)
  return [encodeTransaction(evidence), position, ...(child === undefined ? [] : writeChildProof(child))]
}

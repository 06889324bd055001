import { concatBytes } from '@vc/crypto'
import { parseCollectiveDebt } from '../script/parse-standard.ts'
import { SIGHASH_ANYONECANPAY, SIGHASH_NONE } from '../sighash.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, DEBT, TRANSFER, type Transaction } from '../transaction.ts'
import { votedInputs } from './collective.ts'
import { makeTransaction, outputsOf, writtenOutput } from './make-transaction.ts'
import { inputDigest, type Signing } from './sign.ts'

const byVote = Uint8Array.of(1)
/** Of the vote that lets anybody clear a lot: it binds the lot alone. */
const RELEASE = SIGHASH_NONE | SIGHASH_ANYONECANPAY

/** The lots of a credit that a collective owes, as a block will have them (docs/adr/0039). */
export const collectiveLots = (grant: Transaction): readonly OutputAt[] =>
  grant.outputs.flatMap(({ element, script }, index) =>
    element === DEBT && parseCollectiveDebt(script) ? [writtenOutput(grant, index)] : [],
  )

/** What a vote is over: inputs of its transaction, lots that this writes, or both. */
export type VotedParts = 'inputs' | 'lots' | 'both'

/**
 * What members sign, in this order: every input of the transaction that lies under a vote, and every lot that it writes. The vote
 * over a lot releases it: whoever brings the value clears it, in whatever payment in circulation. It moves nothing of the
 * collective's.
 */
export function voteDigests(of: Signing, over: VotedParts = 'inputs'): readonly Uint8Array[] {
  const inputs = over === 'lots' ? [] : votedInputs(of.named)
  const lots = over === 'inputs' ? [] : collectiveLots(of.tx)
  return [
    ...inputs.map((index) => inputDigest(of, index)),
    ...lots.map((lot) => inputDigest(clearing(lot, of.network), 0, RELEASE)),
  ]
}

function clearing(lot: OutputAt, network: Uint8Array): Signing {
  const tx = makeTransaction({ layer: CIRCULATION, kind: TRANSFER, inputs: [lot], outputs: [] })
  return { tx, named: outputsOf([lot]), network }
}

/** Marks inputs whose lots a vote opens: the witness of the vote goes in front. */
export const openByVote = (tx: Transaction, inputs: readonly number[]): Transaction =>
  withWitnesses(tx, inputs, () => [byVote])

/** Puts the witness of a release into an input that spends its lot. */
export const putRelease = (tx: Transaction, input: number, witness: Uint8Array): Transaction =>
  withWitnesses(tx, [input], () => [concatBytes(witness, Uint8Array.of(RELEASE)), byVote])

const withWitnesses = (tx: Transaction, inputs: readonly number[], items: () => Uint8Array[]) => ({
  ...tx,
  witnesses: tx.witnesses.map((given, i) => (inputs.includes(i) ? items() : given)),
})

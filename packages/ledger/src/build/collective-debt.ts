import { concatBytes } from '@vc/crypto'
import { parseCollectiveDebt } from '../script/parse-standard.ts'
import { SIGHASH_ALL, SIGHASH_ANYONECANPAY, SIGHASH_DEFAULT, SIGHASH_NONE } from '../sighash.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, DEBT, TRANSFER, type Transaction } from '../transaction.ts'
import { votedInputs } from './collective.ts'
import { makeTransaction, outputsOf, writtenOutput } from './make-transaction.ts'
import { inputDigest, type Signing } from './sign.ts'

const byVote = Uint8Array.of(1)
/** Of the vote that lets anybody clear a lot: it binds the lot alone. */
const RELEASE = SIGHASH_NONE | SIGHASH_ANYONECANPAY
/** Of the vote that agrees beforehand to what is written, whatever else the transaction names. */
const ALONE = SIGHASH_ALL | SIGHASH_ANYONECANPAY

/** The lots of a credit that a collective owes, as a block will have them (docs/adr/0039). */
export const collectiveLots = (grant: Transaction): readonly OutputAt[] =>
  grant.outputs.flatMap(({ element, script }, index) =>
    element === DEBT && parseCollectiveDebt(script) ? [writtenOutput(grant, index)] : [],
  )

/** What a vote is over: inputs of its transaction, lots that this writes, or both; or inputs beforehand, each alone with what is written. */
export type VotedParts = 'inputs' | 'lots' | 'both' | 'alone'

/**
 * What members sign, in this order: every input of the transaction that lies under a vote, and every lot that it writes. The vote
 * over a lot releases it: whoever brings the value clears it, in whatever payment in circulation. It moves nothing of the
 * collective's. A vote `alone` holds whatever else the transaction comes to name (ledger.md 6, R; docs/adr/0050).
 */
export function voteDigests(of: Signing, over: VotedParts = 'inputs'): readonly Uint8Array[] {
  const inputs = over === 'lots' ? [] : votedInputs(of.named)
  const lots = over === 'lots' || over === 'both' ? collectiveLots(of.tx) : []
  const type = over === 'alone' ? ALONE : SIGHASH_DEFAULT
  return [
    ...inputs.map((index) => inputDigest(of, index, type)),
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

/** The witness of a vote that was given `alone`, as an input wants it. */
export const voteAlone = (witness: Uint8Array): Uint8Array => concatBytes(witness, Uint8Array.of(ALONE))

const withWitnesses = (tx: Transaction, inputs: readonly number[], items: () => Uint8Array[]) => ({
  ...tx,
  witnesses: tx.witnesses.map((given, i) => (inputs.includes(i) ? items() : given)),
})

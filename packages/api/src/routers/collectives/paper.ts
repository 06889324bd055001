import { decodeBallotDescriptor, decodeDescriptor, fromHex, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { decodeTransaction, type NamedOutput, parseStandard, type Transaction, voteDigests } from '@vc/ledger'
import { votesOver } from '@vc/settlement'
import type { ProposalRow } from './find.ts'

export const MOST_BYTES = 100_000
/** So many signatures has a vote at most: on the coins of a payment, or on a credit and its lots. */
export const MOST_SIGNATURES = 64

/** How much weighs a vote, and how much decides, under the descriptor of a proposal. */
export function termsOf({ descriptor }: Pick<ProposalRow, 'descriptor'>) {
  const read = decodeBallotDescriptor(descriptor) ?? decodeDescriptor(descriptor)
  const { weight, threshold } = must(read, 'a proposal is voted on under a descriptor')
  return { weight: Number(weight), threshold: Number(threshold) }
}

/** The transaction of these bytes in hex. */
export function readTransaction(hex: string): Transaction {
  const read = decodeTransaction(fromHex(hex), MOST_BYTES)
  return must(read.ok ? read.value : undefined, 'a stored transaction is one')
}

/** What the inputs of a proposal name. */
export const namedBy = ({ named }: Pick<ProposalRow, 'named'>): readonly NamedOutput[] =>
  named.map((output) => ({ ...output, amount: BigInt(output.amount), script: fromHex(output.script) }))

/** What each voted input and each lot of the proposal wants signed, computed from the bytes. */
export function digestsOf(proposal: ProposalRow, network: Uint8Array): readonly Uint8Array[] {
  const tx = readTransaction(proposal.transaction)
  const named = namedBy(proposal).map((output) => ({ ...output, kind: 0, height: 0 }))
  return voteDigests({ tx, named, network }, votesOver(proposal.kind))
}

/** The member under whose key the mark of a vote lies, HASH160 in hex, by the bytes that are voted on. */
export function markedBy({ transaction }: ProposalRow): string {
  const [mark] = readTransaction(transaction).outputs
  const parsed = mark && parseStandard(mark.script)
  const guard = parsed?.name === 'record' ? parsed.guard : undefined
  return toHex(must(guard?.name === 'key-hash' ? guard.hash : undefined, 'it is marked by a member'))
}

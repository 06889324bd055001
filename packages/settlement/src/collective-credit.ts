import { fromHex } from '@vc/crypto'
import { canonicalJson, keyHashScript, type Payment, recordScript, type VotedParts } from '@vc/ledger'

/**
 * What members sign in a vote of this kind (docs/adr/0039): the inputs of the transaction, the lots that a credit writes so that
 * deliveries may clear them, or both at once; lots that are restructured, or that another takes over, beforehand
 * (docs/adr/0050).
 */
export const votesOver = (kind: string): VotedParts => overKinds.get(kind) ?? 'inputs'

const overKinds = new Map<string, VotedParts>([
  ['credit', 'both'],
  ['release', 'lots'],
  ['restructuring', 'alone'],
  ['transfer', 'alone'],
])

/** Whether a vote of this kind goes into no transaction at once: its witnesses are kept for who uses them. */
export const isKeptVote = (kind: string): boolean => ['lots', 'alone'].includes(votesOver(kind))

/** That a collective answers for somebody's credit, as its members vote on it; amount in smallest units. */
export type SuretyTerms = {
  /** The id that the collective's outputs are locked to, hex. */
  readonly collective: string
  /** HASH160 in hex of who would owe. */
  readonly debtor: string
  /** The id of the application for credit. */
  readonly application: string
  readonly amount: bigint
  /** From this height on it answers no more. */
  readonly until: number
}

/** The table that a collective's guarantees are committed to in; the key is the application's id, 16 bytes. */
export const SURETY_TABLE = 'surety'
/** What lies under the commitment: an output must hold something. */
export const SURETY_MARK = 1n

/** What the vote's transaction commits to (RFC 8785 JSON): whoever has the terms can find them in its bytes. */
export const suretyValue = ({ amount, until, ...rest }: SuretyTerms): Uint8Array =>
  canonicalJson({ ...rest, amount: amount.toString(), until: until.toString() })

/**
 * The mark by which members answer for a credit: the smallest unit under a record script of the member who asked for the vote, so
 * that no payment takes it for change and nothing burns.
 */
export function suretyMark(terms: SuretyTerms, member: Uint8Array): Payment {
  const key = fromHex(terms.application.replaceAll('-', ''))
  const to = recordScript(SURETY_TABLE, key, suretyValue(terms), keyHashScript(member))
  return { to, amount: SURETY_MARK }
}

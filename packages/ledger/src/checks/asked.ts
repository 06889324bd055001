import { equalBytes } from '@vc/crypto'
import type { Signature, Subject } from './subject.ts'

/** What the people who are asked to sign a draft will have signed: inputs, and outputs whose debt they accept. */
export type Asked = {
  readonly signatures: readonly Signature[]
  readonly accepted: readonly number[]
}

const nobody: Asked = { signatures: [], accepted: [] }

/** Signatures that are taken for given, of a draft alone: where blocks are judged nobody is asked. */
export const askedOf = ({ tx, place }: Pick<Subject, 'tx' | 'place'>): Asked => place.askedOf?.(tx) ?? nobody

/** Is this key asked to sign the first input? */
export const isAsked = (subject: Subject, key: Uint8Array): boolean =>
  askedOf(subject).signatures.some((one) => one.input === 0 && equalBytes(one.key, key))

import { ok, type Result, refuse } from '@vc/kernel'
import { draftOf } from '@vc/nfr'
import { type ProofFault, transactionInBlock } from '../verify/index.ts'
import type { Draft, Work } from './answers.ts'

/** A draft with what this browser found in the bytes of its block. */
export type ProvedDraft = Draft & {
  readonly proof: Result<true, ProofFault>
  /** When the block was made that has it. */
  readonly datedAt: Date | undefined
}
const MS = 1_000

/** Every draft with its proof: the record in its block is of this work and fingerprint, and its creator's own key wrote it. */
export function proveDrafts({ id, account, drafts }: Work): readonly ProvedDraft[] {
  return drafts.map((draft) => {
    const { time } = draft.record?.block ?? {}
    const datedAt = time === undefined ? undefined : new Date(time * MS)
    return { ...draft, proof: proofOf(draft, id, account), datedAt }
  })
}

function proofOf({ record, fingerprint }: Draft, work: string, account: string): ProvedDraft['proof'] {
  const transaction = transactionInBlock(record)
  if (!transaction.ok) return transaction
  const told = draftOf(transaction.value, account)
  const stands = told?.work === work && told.fingerprint === fingerprint
  return stands ? ok(true) : refuse({ code: 'proof-wrong' })
}

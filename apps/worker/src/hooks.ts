import type { DbTransaction, schema } from '@vc/db'
import { admissionHook } from './handlers/admission-hook.ts'
import { chequeHook } from './handlers/cheque-hook.ts'
import { collectiveHook, listHook, proposalHook } from './handlers/collective-hook.ts'
import {
  eventsCommitmentHook,
  eventsHook,
  orderCommitmentHook,
  orderHook,
  pledgeHook,
} from './handlers/coop-hook.ts'
import { creditHook } from './handlers/credit-hook.ts'
import { creditModelEndHook } from './handlers/credit-models.ts'
import { energyHook, issueCommitmentHook } from './handlers/energy-hook.ts'
import { anchorCoinHook, foundationCoinHook, foundationHook } from './handlers/foundation-hook.ts'
import { rightCommitmentHook, rightsHook } from './handlers/rights-hook.ts'
import { settlementCommitmentHook, settlementHook } from './handlers/settlement-hook.ts'
import { contractCommitmentHook, contractHook } from './handlers/studio-hook.ts'
import { transferCommitmentHook, transferHook } from './handlers/transfer-hook.ts'
import { unionCommitmentHook, unionHook } from './handlers/unions.ts'

export type Submission = typeof schema.submissions.$inferSelect
export type SubmissionEvent = 'in-block' | 'final' | 'refused'
/**
 * Moves what waits for a submission, in the transaction that moves the submission itself. May be called again
 * with the same event (after a reorganisation, or after a fault), so it must be harmless twice.
 * Only `final` is for good: nothing outward may hang on `in-block`.
 */
export type SubmissionHook = (
  tx: DbTransaction,
  submission: Submission,
  event: SubmissionEvent,
) => Promise<void>
export type SubmissionHooks = Readonly<Record<string, SubmissionHook>>

/** By `submissions.subject_kind`. A domain adds its line here. */
export const submissionHooks: SubmissionHooks = {
  'certificate-issue': energyHook,
  'certificate-transfer': transferHook,
  'transfer-commitment': transferCommitmentHook,
  'right-batch': rightsHook,
  'right-commitment': rightCommitmentHook,
  'issue-commitment': issueCommitmentHook,
  order: orderHook,
  'order-pledge': pledgeHook,
  'order-commitment': orderCommitmentHook,
  'royalty-contract': contractHook,
  'royalty-commitment': contractCommitmentHook,
  'epcis-document': eventsHook,
  'epcis-commitment': eventsCommitmentHook,
  admission: admissionHook,
  cheque: chequeHook,
  collective: collectiveHook,
  'collective-list': listHook,
  'collective-proposal': proposalHook,
  'anchor-coin': anchorCoinHook,
  foundation: foundationHook,
  'foundation-coin': foundationCoinHook,
  'credit-application': creditHook,
  'credit-model-end': creditModelEndHook,
  union: unionHook,
  'union-commitment': unionCommitmentHook,
  settlement: settlementHook,
  'settlement-commitment': settlementCommitmentHook,
}

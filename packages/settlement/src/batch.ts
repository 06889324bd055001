import { ok, type Result, refuse } from '@vc/kernel'

/** The steps of a batch, in order. A step is reached once and never left backwards, but for a refusal by a person. */
export const batchSteps = [
  'checked',
  'netted',
  'prepared',
  'approved',
  'submitted',
  'settled',
  'final',
] as const
export type BatchStep = (typeof batchSteps)[number] | 'declined'

export type BatchRefusal =
  | { readonly code: 'batch-step'; readonly step: BatchStep; readonly wanted: BatchStep }
  | { readonly code: 'batch-short-of-funds'; readonly need: bigint; readonly have: bigint }
  | { readonly code: 'own-approval' }

/** Decides whether a batch may go on to a step: only to the next one, or be declined before it is submitted. */
export function decideStep(step: BatchStep, wanted: BatchStep): Result<BatchStep, BatchRefusal> {
  const at = batchSteps.indexOf(step as (typeof batchSteps)[number])
  const next = batchSteps[at + 1]
  const mayDecline = wanted === 'declined' && at >= 0 && at < batchSteps.indexOf('approved')
  return next === wanted || mayDecline ? ok(wanted) : refuse({ code: 'batch-step', step, wanted })
}

/** Decides an approval: another person than the one who brought the batch, and money enough for what is paid out. */
export function decideApproval(batch: {
  readonly broughtBy: string
  readonly approver: string
  readonly need: bigint
  readonly have: bigint
}): Result<'approved', BatchRefusal> {
  if (batch.approver === batch.broughtBy) return refuse({ code: 'own-approval' })
  if (batch.have < batch.need)
    return refuse({ code: 'batch-short-of-funds', need: batch.need, have: batch.have })
  return ok('approved')
}

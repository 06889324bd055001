import { type CreditModel, modelText } from '@vc/admission'
import { sha256 } from '@vc/crypto'
import type { CreditModelRow, schema } from '@vc/db'

type StoredModel = typeof schema.creditModels.$inferSelect

/** The terms of a model as its row has them. */
export function modelOf({ terms, total, untilHeight }: StoredModel): CreditModel {
  const { mostOrder, mostDebtor, ...rest } = terms
  return { ...rest, mostOrder: BigInt(mostOrder), mostDebtor: BigInt(mostDebtor), total, untilHeight }
}

/** SHA256 of a model's text: what its credit lies under, and what every loan by it shows in its witness. */
export const termsHashOf = (model: StoredModel): Uint8Array =>
  sha256(modelText(model.id, model.agentKey, modelOf(model)))

/** How far a model is: to be drafted, signed, on its way; open for orders; ended, with credit that no block has ended yet, or whole. */
export type ModelState =
  | 'drafting'
  | 'refused'
  | 'to-sign'
  | 'lapsed'
  | 'on-its-way'
  | 'open'
  | 'ending'
  | 'ended'

/** The state of a model; `left` is its credit that lies on the ledger, in smallest units. */
export function modelState(
  { model, act, submission }: Pick<CreditModelRow, 'model' | 'act' | 'submission'>,
  nowMs: number,
  left: bigint,
): ModelState {
  const isUnderWay = submission?.state === 'queued' || submission?.state === 'submitted'
  if (model.endedAt !== null) return left > 0n || isUnderWay ? 'ending' : 'ended'
  if (model.refusal !== null || submission?.state === 'refused' || act?.status === 'withdrawn')
    return 'refused'
  if (!act) return 'drafting'
  if (!submission) return act.expiresAt.getTime() > nowMs ? 'to-sign' : 'lapsed'
  return isUnderWay ? 'on-its-way' : 'open'
}

import { z } from 'zod'
import { choiceQuestion, previewQuestion, proposalText } from './configuration.ts'
import { amountText, creditPolicySchema, MOST_WINDOWS } from './credit-policy.ts'
import { anyHex as hex } from './hex.ts'

const id = z.string().regex(/^[0-9a-fA-F]{64}$/)
const height = z.number().int().nonnegative().max(0xffffffff)

/** A transaction that is not signed yet, who is asked to sign which input (a key whole where it is known), whose debt to accept. */
const draftLeg = z.object({
  transaction: hex.check(z.maxLength(200_000)),
  signers: z.array(
    z.object({
      input: z.number().int().min(0).max(4_095),
      key: hex.check(z.maxLength(66)),
      keyHash: z.string().regex(/^[0-9a-f]{40}$/),
      type: z.number().int().min(0).max(255),
    }),
  ),
  accepted: z.array(z.number().int().min(0).max(4_095)),
})

/** What each method of the node asks for; the node checks its callers with the same schemas. */
export const questions = {
  status: z.object({}),
  blocks: z.object({ from: height, count: z.number().int().min(1).max(64) }),
  block: z.object({ at: z.union([height, id]) }),
  output: z.object({ txid: id, index: z.number().int().min(0).max(0xffffffff) }),
  record: z.object({ table: z.string().min(1).max(255), key: hex.check(z.maxLength(4_096)) }),
  roster: z.object({ name: z.string().min(1).max(255) }),
  submit: z.object({ transactions: z.array(hex).min(1).max(256) }),
  submitMany: z.object({ units: z.array(z.array(hex).min(1).max(256)).min(1).max(1_024) }),
  judgeDraft: z.object({ units: z.array(z.array(draftLeg).min(1).max(64)).min(1).max(64) }),
  waitForHeight: z.object({ height, timeoutMs: z.number().int().min(0).max(60_000) }),
  transaction: z.object({ txid: id }),
  peers: z.object({}),
  producer: z.object({}),
  members: z.object({}),
  signShares: z.object({ transaction: hex.check(z.maxLength(200_000)) }),
  creditStanding: z.object({}),
  creditWindows: z.object({ amounts: z.array(amountText).check(z.maxLength(MOST_WINDOWS)) }),
  replaceCreditPolicy: z.object({ policy: creditPolicySchema }),
  configuration: z.object({}),
  configurationDocuments: z.object({}),
  checkProposal: z.object({ document: proposalText }),
  propose: z.object({ document: proposalText }),
  chooseProposal: choiceQuestion,
  previewConfiguration: previewQuestion,
  submitClaim: z.object({ claim: hex.check(z.maxLength(20_000)) }),
  giveNotice: z.object({ kind: z.enum(['halt', 'lift']), text: z.string().max(1_000) }),
}
export type Method = keyof typeof questions
/** As the node reads it. */
export type Question<M extends Method> = z.output<(typeof questions)[M]>
/** As it travels. */
export type SentQuestion<M extends Method> = z.input<(typeof questions)[M]>

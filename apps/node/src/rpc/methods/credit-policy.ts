import { creditStandingAnswer, creditWindowAnswer, type Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** The node's credit policy and what it lets into the next own block. */
export const creditStanding = (node: NodeFace) => creditStandingAnswer.encode(node.creditStanding())

/** Whether this amount of credit fits into the node's next own block, and else when. */
export const creditWindow = (node: NodeFace, { amount }: Question<'creditWindow'>) =>
  creditWindowAnswer.encode(node.creditWindow(amount))

/** Puts a credit policy in force: on disk when the answer leaves. */
export function replaceCreditPolicy(node: NodeFace, { policy }: Question<'replaceCreditPolicy'>) {
  node.replaceCreditPolicy(policy)
  return creditStanding(node)
}

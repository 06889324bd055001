import { creditStandingAnswer, creditWindowsAnswer, type Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** The node's credit policy and what it lets into the next own block. */
export const creditStanding = (node: NodeFace) => creditStandingAnswer.encode(node.creditStanding())

/** Whether each of these amounts, in this order, fits into the node's next own block beside those before it, and else when. */
export const creditWindows = (node: NodeFace, { amounts }: Question<'creditWindows'>) =>
  creditWindowsAnswer.encode([...node.creditWindows(amounts)])

/** Puts a credit policy in force: on disk when the answer leaves. */
export function replaceCreditPolicy(node: NodeFace, { policy }: Question<'replaceCreditPolicy'>) {
  node.replaceCreditPolicy(policy)
  return creditStanding(node)
}

import type { Question, SubmitAnswer } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/**
 * Takes one transaction, or all legs of a bundle, into the mempool; on disk when the answer leaves. What is
 * already there or in a block is accepted again. A refusal is an answer, with the number of the leg at fault.
 */
export function submit(node: NodeFace, { transactions }: Question<'submit'>): Promise<SubmitAnswer> {
  return node.submitSoon(transactions.map((hex) => fromHex(hex)))
}

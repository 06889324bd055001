import type { Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** The key that the node produces with and a commitment for one more stake; null for a node that only follows. */
export const producer = (node: NodeFace) => node.producer()

/** Has the producer's key sign a payment of shares; a refusal is an answer. */
export const signShares = (node: NodeFace, { transaction }: Question<'signShares'>) =>
  node.signShares(transaction)

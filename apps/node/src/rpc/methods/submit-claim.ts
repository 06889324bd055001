import type { ClaimAnswer, Question } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/** Takes a claim to a proof-of-burn block. It proves itself; the token says who may have this node judge and tell it. */
export const submitClaim = (node: NodeFace, { claim }: Question<'submitClaim'>): ClaimAnswer =>
  node.submitClaim(fromHex(claim))

import type { ClaimAnswer, Question } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/** Takes a claim to a proof-of-burn block; who hands it in needs no token, since a claim proves itself. */
export const submitClaim = (node: NodeFace, { claim }: Question<'submitClaim'>): ClaimAnswer =>
  node.submitClaim(fromHex(claim))

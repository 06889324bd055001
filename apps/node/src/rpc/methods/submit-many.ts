import type { Question, SubmitAnswer } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/** The same as `submit` for several units in one call, with one wait for the disk: an answer for each, in their order. */
export function submitMany(
  node: NodeFace,
  { units }: Question<'submitMany'>,
): Promise<readonly SubmitAnswer[]> {
  return node.submitMany(units.map((unit) => unit.map((hex) => fromHex(hex))))
}

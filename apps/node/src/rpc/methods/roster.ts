import type { NodeRoster, Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** The roster of a foundation group on the head; null when there is no such group. */
export const roster = (node: NodeFace, { name }: Question<'roster'>): NodeRoster | null =>
  node.roster(name) ?? null

import type { DraftAnswer, Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** What the node would say to a draft now, as if all had signed who are asked to. */
export const judgeDraft = (node: NodeFace, draft: Question<'judgeDraft'>): DraftAnswer =>
  node.judgeDraft(draft)

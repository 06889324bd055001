import type { NoticeAnswer, Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** Signs a regulator's notice with this node's key; told to all peers when the answer leaves. */
export const giveNotice = (node: NodeFace, asked: Question<'giveNotice'>): NoticeAnswer =>
  node.giveNotice(asked)

import type { Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** Versions of the configuration, proposals, and this node's choices. */
export const configuration = (node: NodeFace) => node.configuration()

/** Version 0 and the proposals that blocks voted for. */
export const configurationDocuments = (node: NodeFace) => node.configurationDocuments()

/** Judges a proposal; nothing is kept. */
export const checkProposal = (node: NodeFace, { document }: Question<'checkProposal'>) =>
  node.checkProposal(document)

/** Takes a proposal: on disk when the answer leaves, with peers when they ask next. */
export const propose = (node: NodeFace, { document }: Question<'propose'>) => node.propose(document)

/** Votes, stays, or withdraws: from the next own block on. */
export const chooseProposal = (node: NodeFace, chosen: Question<'chooseProposal'>) =>
  node.chooseProposal(chosen)

/** Judges the last blocks again with other values; other calls go on meanwhile. */
export const previewConfiguration = (node: NodeFace, asked: Question<'previewConfiguration'>) =>
  node.previewConfiguration(asked)

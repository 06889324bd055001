import type { NodeFace } from '../node-face.ts'

/** Members of the network, their stake, and who was seen lately. */
export const members = (node: NodeFace) => node.members()

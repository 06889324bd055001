import type { WatchedFace } from '../node-face.ts'

/** Peers, voters and what ails the node: for its operator. */
export const peers = (node: WatchedFace) => node.peers()

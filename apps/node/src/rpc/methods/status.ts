import type { NodeFace } from '../node-face.ts'

/** Network, configuration in force, head, justified, final, mempool, totals. */
export const status = (node: NodeFace) => node.status()

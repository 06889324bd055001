import { router } from '../../procedures.ts'
import { nodeRoute } from './node.ts'

/** The network and its nodes, for those who run them. */
export const networkRouter = router({
  node: nodeRoute,
})

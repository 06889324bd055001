import { router } from '../../procedures.ts'
import { anchorRoute } from './anchor.ts'
import { listRoute, showRoute } from './read.ts'

/** The communities' chains that the network lists, and the checkpoints of them that it keeps. */
export const chainsRouter = router({
  list: listRoute,
  show: showRoute,
  anchor: anchorRoute,
})

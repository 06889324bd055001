import { router } from '../../procedures.ts'
import { foundRoute, previewRoute } from './found.ts'
import { listRoute, showRoute } from './read.ts'

/** Farm unions: a community of members with roles, and the account that they own as one. */
export const unionsRouter = router({
  preview: previewRoute,
  found: foundRoute,
  list: listRoute,
  show: showRoute,
})

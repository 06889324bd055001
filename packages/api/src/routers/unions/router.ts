import { router } from '../../procedures.ts'
import { foundRoute, previewRoute } from './found.ts'
import { logRoute } from './log.ts'
import { listRoute, showRoute } from './read.ts'
import { askRolesRoute, rolesRoute } from './roles.ts'

/** Farm unions: a community of members with roles, and the account that they own as one. */
export const unionsRouter = router({
  preview: previewRoute,
  found: foundRoute,
  list: listRoute,
  show: showRoute,
  roles: rolesRoute,
  askRoles: askRolesRoute,
  log: logRoute,
})

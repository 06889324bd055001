import { router } from '../../procedures.ts'
import { mandateRoute } from './mandate.ts'
import { membersRoute } from './members.ts'
import { candidatesRoute, proposalsRoute } from './proposals.ts'
import { proposeRoute } from './propose.ts'
import { agentsRoute, groupsRoute } from './read.ts'

/** The foundation groups, their agents, and what is proposed to them. */
export const foundationRouter = router({
  groups: groupsRoute,
  agents: agentsRoute,
  mandate: mandateRoute,
  members: membersRoute,
  proposals: proposalsRoute,
  candidates: candidatesRoute,
  propose: proposeRoute,
})

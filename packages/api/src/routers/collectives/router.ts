import { router } from '../../procedures.ts'
import { payInRoute, proposeRoute, withdrawRoute } from './propose.ts'
import { listRoute, membersRoute, proposalsRoute, showRoute } from './read.ts'
import { importRoute, previewRoute } from './register.ts'
import { ballotsRoute, handInRoute, proposalRoute, rollRoute, voteRoute } from './votes.ts'

export const collectivesRouter = router({
  preview: previewRoute,
  import: importRoute,
  list: listRoute,
  show: showRoute,
  members: membersRoute,
  proposals: proposalsRoute,
  propose: proposeRoute,
  withdraw: withdrawRoute,
  payIn: payInRoute,
  proposal: proposalRoute,
  roll: rollRoute,
  vote: voteRoute,
  ballots: ballotsRoute,
  handIn: handInRoute,
})

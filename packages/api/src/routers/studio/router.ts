import { router } from '../../procedures.ts'
import { advanceRoute } from './advance.ts'
import { creditRoute } from './arrears.ts'
import { bringRoute, previewRoute } from './bring.ts'
import { contractRoute, contractsRoute } from './contracts.ts'
import { addIdeaRoute, ideasRoute, voteRoute } from './ideas.ts'
import { joinRoute, withdrawRoute } from './join.ts'
import { modulesRoute, switchRoute } from './modules.ts'
import { payRoute } from './pay.ts'
import { proposeRoute } from './propose.ts'
import { bringEventsRoute, pointsRoute, previewEventsRoute } from './rewards.ts'
import { statementRoute, statementsRoute } from './statements.ts'
import { addTitleRoute, startRoute } from './titles.ts'
import { buyRoute, offerRoute, offersRoute, tryRoute } from './trials.ts'

/** Titles, their revenue-share contracts, and what channels state and pay by them. */
export const studioRouter = router({
  start: startRoute,
  addTitle: addTitleRoute,
  contracts: contractsRoute,
  contract: contractRoute,
  propose: proposeRoute,
  join: joinRoute,
  withdraw: withdrawRoute,
  advance: advanceRoute,
  preview: previewRoute,
  bring: bringRoute,
  statements: statementsRoute,
  statement: statementRoute,
  pay: payRoute,
  arrearsToCredit: creditRoute,
  modules: modulesRoute,
  switchModule: switchRoute,
  previewEvents: previewEventsRoute,
  bringEvents: bringEventsRoute,
  points: pointsRoute,
  ideas: ideasRoute,
  addIdea: addIdeaRoute,
  vote: voteRoute,
  offers: offersRoute,
  offer: offerRoute,
  tryTitle: tryRoute,
  buy: buyRoute,
})

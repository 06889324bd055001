import { router } from '../../procedures.ts'
import { advanceRoute } from './advance.ts'
import { creditRoute } from './arrears.ts'
import { bringRoute, previewRoute } from './bring.ts'
import { addCampaignRoute, campaignsRoute, stopCampaignRoute } from './campaigns.ts'
import { contractRoute, contractsRoute } from './contracts.ts'
import { correctRoute, previewCorrectionRoute } from './correct.ts'
import { answerFeedbackRoute, feedbackRoute, giveFeedbackRoute } from './feedback.ts'
import { drawRoute, forecastRoute } from './funding.ts'
import { addIdeaRoute, ideasRoute, voteRoute } from './ideas.ts'
import { issueItemRoute, itemsRoute } from './items.ts'
import { joinRoute, withdrawRoute } from './join.ts'
import { modulesRoute, switchRoute } from './modules.ts'
import { payRoute } from './pay.ts'
import { proposeRoute } from './propose.ts'
import { offerRedeemRoute, payRedemptionsRoute, redeemRoute, redemptionsRoute } from './redeem.ts'
import { bringEventsRoute, pointsRoute, previewEventsRoute } from './rewards.ts'
import { statementRoute, statementsRoute } from './statements.ts'
import { addTitleRoute, startRoute } from './titles.ts'
import { buyRoute, offerRoute, offersRoute, tryRoute } from './trials.ts'

/** Titles, their revenue-share contracts, what channels state and pay by them, and what players have of titles. */
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
  forecast: forecastRoute,
  drawCredit: drawRoute,
  previewCorrection: previewCorrectionRoute,
  correct: correctRoute,
  feedback: feedbackRoute,
  giveFeedback: giveFeedbackRoute,
  answerFeedback: answerFeedbackRoute,
  campaigns: campaignsRoute,
  addCampaign: addCampaignRoute,
  stopCampaign: stopCampaignRoute,
  redemptions: redemptionsRoute,
  offerRedeem: offerRedeemRoute,
  redeem: redeemRoute,
  payRedemptions: payRedemptionsRoute,
  items: itemsRoute,
  issueItem: issueItemRoute,
})

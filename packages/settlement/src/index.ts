export { type BatchRefusal, type BatchStep, batchSteps, decideApproval, decideStep } from './batch.ts'
export {
  buildSettlement,
  MOST_TRANSFERS,
  PAYMENTS_PER_TRANSACTION,
  type Payout,
  payoutsOf,
  SETTLEMENT_TABLE,
  type Settlement,
  type SettlementLeg,
  type SettlementRefusal,
  settlementFee,
} from './build-settlement.ts'
export {
  type BookRefusal,
  CHEQUE_FEE,
  CHEQUE_MARGIN,
  type Cheque,
  type ChequeFacts,
  type ChequeLeaf,
  type ChequeRefusal,
  cashedCheque,
  certifyLeaf,
  checkBook,
  checkCheque,
  drawCheque,
  factsOf,
  type LeafCertificate,
  leafScript,
  leafSecret,
  MOST_LEAVES,
  mostOfLeaf,
  readCheque,
  signedCheque,
  writeCheque,
} from './cheque.ts'
export {
  isKeptVote,
  SURETY_MARK,
  SURETY_TABLE,
  type SuretyTerms,
  suretyMark,
  suretyValue,
  votesOver,
} from './collective-credit.ts'
export {
  checkUnion,
  communityId,
  FIRST_LEVEL,
  foundingEntries,
  isFoundedAs,
  type UnionMember,
  type UnionRole,
  type UnionTerms,
  type UnionWrong,
  unionGenesis,
  unionRoles,
} from './community.ts'
export {
  type Checkpoint,
  checkpointOf,
  checkRoles,
  communityEntries,
  type Decision,
  ROLES_MARK,
  ROLES_TABLE,
  type RoleGiven,
  type Roles,
  type RolesTerms,
  type RolesWrong,
  rolesAfter,
  rolesMark,
  rolesValue,
} from './community-log.ts'
export { EPCIS_TABLE, eventsValue, verifyEvent } from './epcis-record.ts'
export { type NamedThing, type ThingPart, thingNamed, thingsOf } from './epcis-things.ts'
export {
  type Flow,
  type FlowGroups,
  type FlowParty,
  groupFlows,
  type NetFlow,
  type PairSum,
} from './group-flows.ts'
export {
  checkLoan,
  checkRepayment,
  LOAN_MARK,
  LOAN_TABLE,
  type LoanBooks,
  type LoanRefusal,
  type LoanTerms,
  loanBooks,
  loanKey,
  loanPayments,
  loanValue,
  type RepaymentRefusal,
} from './loan.ts'
export { type NetPosition, type Netting, net } from './net.ts'
export type { Obligation } from './obligation.ts'
export {
  checkOrder,
  checkPledge,
  FUNDING_FEE,
  leastPledge,
  MOST_CONTRACTS,
  MOST_PLEDGES,
  MOST_PURCHASES,
  ORDER_TABLE,
  type OrderContract,
  type OrderRefusal,
  type OrderTerms,
  orderNeed,
  orderPayments,
  orderValue,
  type PledgeRefusal,
} from './order.ts'
export { lotsOnOrder, lotsToClear, orderBrings } from './order-credit.ts'
export {
  findFormat,
  type ObligationFormat,
  type ObligationsRefusal,
  obligationFormats,
  type ParsedObligations,
  parseObligations,
} from './parse-obligations.ts'
export { batchDigest, obligationLeaf, positionLeaf, reportRoot } from './report.ts'
export { type Campaign, type CampaignState, campaignPoints, campaignState } from './rewards/campaign.ts'
export { type EventRules, type EventsRefusal, parseEvents } from './rewards/parse-events.ts'
export {
  type BookedPoints,
  PLAY_POINTS,
  type PlayEvent,
  type PointReason,
  pointsOf,
  REFERRAL_POINTS,
} from './rewards/points.ts'
export { type RedeemOffer, type RedeemRefusal, redeem } from './rewards/redeem.ts'
export { type BookedDay, type CorrectedDay, correctDays } from './royalties/correct.ts'
export { type EarlyFunds, fundsLeft } from './royalties/forecast.ts'
export {
  type ParsedStatement,
  parseStatement,
  type StatementContract,
  type StatementLine,
  type StatementRefusal,
  type StatementRules,
} from './royalties/parse-statement.ts'
export { type OpenSum, type SetOff, setOff } from './royalties/set-off.ts'
export {
  bookSale,
  entitlement,
  lesser,
  NOTHING_BOOKED,
  type RoyaltyBooks,
  type Sale,
  type Shares,
} from './royalties/shares.ts'
export {
  CONTRACT_TABLE,
  checkTerms,
  contractValue,
  type Day,
  dayAfter,
  dayNumber,
  isDay,
  MOST_TIERS,
  type Part,
  type RoyaltyParties,
  type RoyaltyTerms,
  type TermsRefusal,
  type Tier,
  type ToldTerms,
  tellTerms,
  termsTold,
  WHOLE,
} from './royalties/terms.ts'

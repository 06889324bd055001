export {
  type Db,
  type DbOrTransaction,
  type DbTransaction,
  migrate,
  type OpenDatabase,
  openDatabase,
} from './open.ts'
export { accumulatedList, type KeptMember } from './queries/accumulated-list.ts'
export { debtsToTrace, type ShownRows, shownRows, strayRows } from './queries/audit.ts'
export { issuedRanges } from './queries/certificates.ts'
export {
  type CirculationEquation,
  circulationEquation,
  type ModeCount,
  modeCounts,
} from './queries/circulation.ts'
export { decidedVotes, foundersOf, rolesGivenBy } from './queries/communities.ts'
export {
  isUnderWay,
  ORDER_FUNDING,
  ORDER_REFUND,
  orderRows,
  orderSubmissions,
  overdueDebtors,
  owedLotsOf,
  type PledgeRow,
  pledgeRows,
  promiseOrders,
  standingPurchases,
  supplierRows,
} from './queries/coop.ts'
export {
  handedOnBy,
  heightOf,
  managementCreditOf,
  namesOfDebtors,
  networkUnpaid,
  outputsOfKey,
  pendingCredit,
  turningBad,
  type UnpaidDebt,
  unpaidDebts,
  unpaidGivenBy,
  type WhoseDebts,
} from './queries/credit.ts'
export {
  type CreditApplicationRow,
  type CreditFilter,
  type CreditOrder,
  type CreditStage,
  countCreditApplications,
  creditApplicationsOf,
  creditOrders,
  creditStages,
} from './queries/credit-applications.ts'
export { type CreditMoment, creditMoments } from './queries/credit-growth.ts'
export {
  approvedBy,
  type CreditModelRow,
  coinsOfModel,
  creditModelRows,
  endModelsDue,
  judgementsOf,
  pendingModels,
} from './queries/credit-models.ts'
export {
  creditReleased,
  heightSince,
  type Release,
  type StretchEnd,
  type Stretches,
  stretchEnds,
} from './queries/credit-released.ts'
export { badDebtAgeOf, CURSOR_ID, type Cursor, findCursor } from './queries/cursor.ts'
export { debtCaseOf, dueReminders, notesOf, reserveScripts, writeOffsOf } from './queries/debt-case.ts'
export {
  type Authority,
  agentsOf,
  authoritiesOf,
  countUnregisteredDebtors,
  creditorsOf,
  type DebtorPage,
  debtorOrders,
  debtorRegistration,
  namedEntities,
  unregisteredDebtors,
} from './queries/debtors.ts'
export { type DebtState, debtStateAt, debtsOf, type OpenDebt, overdueDebts } from './queries/debts.ts'
export {
  evaluationsFor,
  keysAround,
  lateLots,
  promiseEvaluations,
  pushEvaluationsAt,
} from './queries/defaults.ts'
export {
  accountAt,
  blocksBelow,
  findBlock,
  findTransaction,
  heldByKeys,
  type KeyOwner,
  type NamedOutputRow,
  type OutputRow,
  outputsAt,
  ownersOf,
  type RecordRow,
  recordHistory,
  recordsByKey,
  type TransactionRow,
  transactionsOf,
} from './queries/explorer.ts'
export {
  agentRecords,
  areUnderWay,
  foundationGroups,
  freeManagementCredit,
  leftToStruck,
  listedAgents,
  networkMembers,
  writtenBy,
} from './queries/foundation.ts'
export {
  applicationGiven,
  certifiedRights,
  type GuaranteeRow,
  type GuaranteeThing,
  guaranteesOf,
  heldCertificates,
  type OtherPledge,
  otherPledges,
  overrulesOf,
  owedPledges,
  paidToOthers,
  promiseGuaranteeWatch,
  registeredWorks,
} from './queries/guarantees.ts'
export { isSoftwareKey } from './queries/is-software.ts'
export { type MovedCredit, tellMovedCredit } from './queries/moved-credit.ts'
export { outputAtOf, unspentByNames } from './queries/output-at.ts'
export {
  type BlockRow,
  type Economy,
  economySeries,
  latestBlocks,
  newestRecords,
  overview,
} from './queries/overview.ts'
export { actKeysOf, type Holders, hasPaid, heldBy, keyHashesOf, type Payers } from './queries/payments.ts'
export {
  bookedEvents,
  campaignRows,
  feedbackRows,
  offerRows,
  pointSums,
  pointsLeft,
  type RedemptionRow,
  redeemOfferRows,
  redemptionRows,
  roadmapRows,
  type TrialRow,
  trialRows,
} from './queries/players.ts'
export {
  knownRegistrations,
  outsideFacets,
  publicRecordsSaid,
  registrationOf,
} from './queries/public-records.ts'
export { rightOf, rightsOfBatch } from './queries/rights.ts'
export {
  type AppealFilter,
  appealsOf,
  consentsOf,
  isConcerned,
  networkUnpaidAt,
  noticesOf,
  statementsOf,
  tellBadDebts,
  tellOrganisation,
} from './queries/scores.ts'
export {
  type Books,
  type PoolKey,
  poolCoins,
  poolKeysOf,
  poolOnLedger,
  readBooks,
  type SettlementBatch,
} from './queries/settlement.ts'
export {
  blocksMade,
  exchangeOfferRows,
  freeValueIn,
  memberRecords,
  type OfferRow,
  type StakeOutput,
  sharePayments,
  sharesReceived,
  stakeOutputs,
  termsOfProducers,
  unsharedRewards,
} from './queries/staking.ts'
export {
  advanceRows,
  type ContractRow,
  contractRows,
  contractsOfChannel,
  type DueRow,
  type DueSum,
  drawRows,
  dueRows,
  dueSums,
  earnedBetween,
  forecastRows,
  lineSums,
  ofParty,
  type PartyRow,
  partyRows,
  royaltyBooks,
  type StatedDay,
  statedDayRows,
  statedDays,
  statementRows,
} from './queries/studio.ts'
export {
  type HeldRecord,
  heldRecords,
  heldThing,
  itemRows,
  keysHeldBy,
  type RecordOfferRow,
  recordOfferRows,
} from './queries/trades.ts'
export {
  type Balance,
  balances,
  freeValueUnder,
  totals,
  type UnspentOutput,
  unspentByKeyHash,
} from './queries/unspent.ts'
export {
  contributionRows,
  draftRows,
  licenceRows,
  reviewRows,
  rightsOfPrints,
  saleRows,
  taskRows,
  tipRows,
  type WorkRow,
  workRows,
  worksOfPrint,
} from './queries/works.ts'
export type { VoteRound } from './schema/collectives.ts'
export type { StoredReading, WaitingApplication } from './schema/credit.ts'
export * as schema from './schema/index.ts'
export type {
  ActStatus,
  CollectedSignature,
  NamedOutput,
  RequiredSignature,
  StoredRefusal,
  SubmissionState,
} from './schema/queue.ts'
export type { CertificationStep, Finality, StoredBadRow } from './schema/rights.ts'
export {
  type SampleDesk,
  type SamplePart,
  type SampleProgress,
  type SampleStanding,
  sampleDesks,
  sampleParts,
} from './schema/sample.ts'
export { bookBatch, bookDeposit, bookPool } from './stores/book-settlement.ts'
export { moveBatch } from './stores/move-batch.ts'
export { outpointsOf, queueSubmission } from './stores/queue-submission.ts'
export { type CommandName, runOnce } from './stores/run-once.ts'
export { askForSample, askForSampleRemoval, findSample, type SampleRun } from './stores/sample-run.ts'
export { OUTBOX_CHANNEL, writeOutbox } from './stores/write-outbox.ts'
export { portalLogin } from './walls/portal-login.ts'
export { DATABASE_ROLES, type DatabaseRole } from './walls/roles.ts'
export { across, type Scope, scopedTo } from './walls/scope.ts'
export { TENANT_WALLS } from './walls/tenant-walls.ts'

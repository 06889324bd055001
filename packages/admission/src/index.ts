export { type AgeingRules, ageing, type DebtStanding, standingOf } from './ageing.ts'
export {
  type Agent,
  type AgentPlace,
  type AgentRefusal,
  decideAppointment,
  decideGrant,
  pyramidOf,
} from './agents.ts'
export {
  type AdmissionRefusal,
  type ApplicationStep,
  type CreditTerms,
  checkTerms,
  decideApplication,
  LEAST_TERM_BLOCKS,
  MOST_LOTS,
  MOST_TERM_DAYS,
  mostTermBlocks,
} from './application.ts'
export {
  type ApplicationField,
  type ColumnReading,
  namesTermUnit,
  type ReadAs,
  type TermUnit,
} from './application-columns.ts'
export { blocksPerDayOf } from './blocks-per-day.ts'
export { advisedCeiling, type CeilingMark, ceilingMark } from './ceiling.ts'
export {
  type CreditModel,
  checkModel,
  chooseCoins,
  judgeByModel,
  type ModelQuestion,
  type ModelReason,
  type ModelRefusal,
  modelCoins,
  modelReasons,
  modelText,
} from './credit-model.ts'
export {
  type CaseOutput,
  type CaseTransaction,
  type DebtCase,
  type DebtEvent,
  type DebtStory,
  debtStory,
  type Settled,
  type StoryLot,
  type StoryRules,
} from './debt-story.ts'
export { type ApprovalFacts, decideCreditApproval } from './decide-approval.ts'
export { dryRepayment } from './dry-repayment.ts'
export { evaluationCuts, evaluationPeriod } from './evaluation.ts'
export { LEDGER_FEE } from './fee.ts'
export { type FoundingStep, foundingSteps, type KeptKey, LEAST_KEYS } from './founding.ts'
export { type GrantTerms, grantMark, grantText, NO_INTEREST, termsGiven } from './grant-terms.ts'
export {
  type AdviceRefusal,
  type CreditAdvice,
  checkGuarantees,
  coverOf,
  decideAdvice,
  type Guarantee,
  type GuaranteeBackground,
  type GuaranteeConsent,
  type GuaranteeKind,
  type GuaranteeRefusal,
  type GuaranteeStanding,
  type GuaranteeWarning,
  guaranteeKinds,
  guaranteeWarnings,
  MOST_GUARANTEES,
  type Overrule,
  overAdvice,
  type StandingGuarantee,
} from './guarantee.ts'
export { GRANT_COST, guaranteesMark, guaranteesText, PLEDGE_MARK, PLEDGE_TABLE } from './guarantee-mark.ts'
export { checkInterest, type Interest, mostInterest, mostPremium } from './interest.ts'
export { type Lot, toLots } from './lots.ts'
export { type Mandate, mandateOf } from './mandate.ts'
export {
  type ApplicationsRefusal,
  type FileApplication,
  type FileRules,
  type GivenForAll,
  type ParsedApplications,
  parseApplications,
} from './parse-applications.ts'
export {
  type CreditFacet,
  creditFacets,
  type Facet,
  facetsOf,
  type ParsedRecords,
  type PublicRecord,
  parsePublicRecords,
  type RecordSource,
  type RecordStanding,
  type RecordsRefusal,
  recordSources,
  recordStandings,
} from './public-records.ts'
export { type Reminder, type ReminderStage, remindersOf } from './reminders.ts'
export {
  type LateLot,
  type SanctionEntry,
  type Sanctioned,
  type SanctionRules,
  type SanctionStage,
  sanctionStages,
  sanctionsOf,
  worstFirst,
} from './sanctions.ts'
export {
  type KeyOutput,
  outputName,
  type Score,
  type ScoreInputs,
  type ScoreRules,
  type ScoreStatement,
  type ScoreTerm,
  type ScoreTermName,
  scoreInputs,
  scoreOf,
} from './score.ts'
export {
  type EvidenceKind,
  type ScoreEvidence,
  type ScoreFacts,
  type ScoreStep,
  scoreHistory,
} from './score-history.ts'
export {
  checkStatements,
  parseStatements,
  type StatementRefusal,
  scoreAt,
  statableOutputs,
  statementsFile,
} from './score-statements.ts'

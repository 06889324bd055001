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
  type Flow,
  type FlowGroups,
  type FlowParty,
  groupFlows,
  type NetFlow,
  type PairSum,
} from './group-flows.ts'
export { type NetPosition, type Netting, net } from './net.ts'
export type { Obligation } from './obligation.ts'
export {
  findFormat,
  type ObligationFormat,
  type ObligationsRefusal,
  obligationFormats,
  type ParsedObligations,
  parseObligations,
} from './parse-obligations.ts'
export { batchDigest, obligationLeaf, positionLeaf, reportRoot } from './report.ts'

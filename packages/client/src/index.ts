export type {
  DraftAnswer,
  NodeBlock,
  NodeFinality,
  NodeMembers,
  NodeOutput,
  NodePeers,
  NodeProducer,
  NodeRecord,
  NodeRoster,
  NodeStatus,
  NodeTransaction,
  SharesAnswer,
  SubmitAnswer,
} from './answers.ts'
export { membersAnswer } from './answers.ts'
export type { ClaimAnswer } from './claims.ts'
export type {
  ChoiceAnswer,
  ConfigurationDocuments,
  ConfigurationProposal,
  ConfigurationVersion,
  NodeConfiguration,
  PreviewAnswer,
  ProposalVerdict,
} from './configuration.ts'
export {
  type CreditStanding,
  type CreditWindow,
  creditPolicySchema,
  creditStandingAnswer,
  creditWindowsAnswer,
  MOST_WINDOWS,
  type NoticeAnswer,
} from './credit-policy.ts'
export { NodeCallError, type NodeClient, openClient } from './open-client.ts'
export { type Method, type Question, questions, type SentQuestion } from './questions.ts'

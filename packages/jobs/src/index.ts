export { admit } from './admit.ts'
export { anchorChain, anchorKey } from './anchor-chain.ts'
export { joinVotes, prepareChange, registerCollective } from './collectives.ts'
export { advanceOrder, publishOrder, recordEvents } from './coop.ts'
export { draftCreditModel, endCreditModel, judgeApplication } from './credit-models.ts'
export { defineJob, type Envelope, handle, type Job, type JobHandler, jobIdOf } from './define-job.ts'
export { jobNamed, jobs } from './domain.ts'
export { draftWriteOff } from './draft-write-off.ts'
export { foundUnion } from './found-union.ts'
export { issueCertificates, prepareTransfer, recordIssue } from './issue-certificates.ts'
export { makeSample } from './make-sample.ts'
export { openQueue, type Queue, type QueueOptions, type Worked } from './open-queue.ts'
export { prepareCertification } from './prepare-certification.ts'
export {
  type FoundationAsk,
  foundationAsk,
  foundationKey,
  prepareFoundation,
} from './prepare-foundation.ts'
export { projectChain } from './project-chain.ts'
export { pushEvaluations } from './push-evaluations.ts'
export { settleBatch } from './settle-batch.ts'
export { recordContract } from './studio.ts'
export { submissionEvent } from './submission-event.ts'
export { submitTransactions } from './submit-transactions.ts'
export { takeApplications } from './take-applications.ts'
export { watchGuarantees } from './watch-guarantees.ts'

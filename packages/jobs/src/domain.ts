import { admit } from './admit.ts'
import { anchorChain } from './anchor-chain.ts'
import { joinVotes, prepareChange, registerCollective } from './collectives.ts'
import { advanceOrder, publishOrder, recordEvents } from './coop.ts'
import { draftCreditModel, endCreditModel, judgeApplication } from './credit-models.ts'
import type { Job } from './define-job.ts'
import { draftWriteOff } from './draft-write-off.ts'
import { foundUnion } from './found-union.ts'
import { issueCertificates, prepareTransfer, recordIssue } from './issue-certificates.ts'
import { makeSample } from './make-sample.ts'
import { prepareCertification } from './prepare-certification.ts'
import { prepareFoundation } from './prepare-foundation.ts'
import { projectChain } from './project-chain.ts'
import { pushEvaluations } from './push-evaluations.ts'
import { settleBatch } from './settle-batch.ts'
import { recordContract } from './studio.ts'
import { submissionEvent } from './submission-event.ts'
import { submitTransactions } from './submit-transactions.ts'
import { takeApplications } from './take-applications.ts'
import { watchGuarantees } from './watch-guarantees.ts'

type AnyJob = Pick<Job<unknown>, 'name' | 'payload'> & { readonly key: (payload: never) => string }

/** Every job there is. A domain adds its own file and a line here; the name is the topic of its outbox rows. */
export const jobs: readonly AnyJob[] = [
  admit,
  anchorChain,
  advanceOrder,
  publishOrder,
  recordContract,
  recordEvents,
  draftCreditModel,
  endCreditModel,
  judgeApplication,
  draftWriteOff,
  foundUnion,
  projectChain,
  pushEvaluations,
  settleBatch,
  submissionEvent,
  submitTransactions,
  issueCertificates,
  joinVotes,
  makeSample,
  prepareCertification,
  prepareChange,
  prepareFoundation,
  prepareTransfer,
  recordIssue,
  registerCollective,
  takeApplications,
  watchGuarantees,
]

/** The job whose name is the topic of an outbox row. */
export function jobNamed(name: string): Job<unknown> | undefined {
  return jobs.find((job) => job.name === name) as Job<unknown> | undefined
}

import type { DomainHandler } from '../run-promised.ts'
import { admitHandler } from './admit.ts'
import { anchorChainHandler } from './anchors.ts'
import { prepareChangeHandler } from './collective-change.ts'
import { joinVotesHandler, registerCollectiveHandler } from './collectives.ts'
import { recordEventsHandler } from './coop-events.ts'
import { advanceOrderHandler, publishOrderHandler } from './coop-orders.ts'
import { draftCreditModelHandler, endCreditModelHandler, judgeApplicationHandler } from './credit-models.ts'
import { draftWriteOffHandler } from './draft-write-off.ts'
import { issueCertificatesHandler, recordIssueHandler } from './energy.ts'
import { prepareFoundationHandler } from './foundation.ts'
import { projectChainHandler } from './project-chain.ts'
import { pushEvaluationsHandler } from './push-evaluations.ts'
import { prepareCertificationHandler } from './rights.ts'
import { sampleHandler } from './sample.ts'
import { settleBatchHandler } from './settle-batch.ts'
import { recordContractHandler } from './studio.ts'
import { submissionEventHandler } from './submission-event.ts'
import { submitHandler } from './submit.ts'
import { takeApplicationsHandler } from './take-applications.ts'
import { prepareTransferHandler } from './transfer.ts'
import { foundUnionHandler } from './unions.ts'
import { watchGuaranteesHandler } from './watch-guarantees.ts'

/** Every job that the worker does. A domain adds its file in this folder and a line here. */
export const domainHandlers: readonly DomainHandler[] = [
  issueCertificatesHandler,
  prepareCertificationHandler,
  prepareTransferHandler,
  recordIssueHandler,
  joinVotesHandler,
  prepareChangeHandler,
  registerCollectiveHandler,
  admitHandler,
  anchorChainHandler,
  advanceOrderHandler,
  publishOrderHandler,
  recordContractHandler,
  recordEventsHandler,
  draftCreditModelHandler,
  endCreditModelHandler,
  judgeApplicationHandler,
  draftWriteOffHandler,
  foundUnionHandler,
  prepareFoundationHandler,
  projectChainHandler,
  pushEvaluationsHandler,
  sampleHandler,
  settleBatchHandler,
  submissionEventHandler,
  submitHandler,
  takeApplicationsHandler,
  watchGuaranteesHandler,
]

import { submitTransactions } from '@vc/jobs'
import { domainHandler } from '../run-promised.ts'
import { submitOnce } from '../submit-once.ts'

/** Hands a submission to the node until it is accepted or refused for good. */
export const submitHandler = domainHandler(submitTransactions, ({ submissionId }, tx, deps) =>
  submitOnce(tx, deps, submissionId),
)

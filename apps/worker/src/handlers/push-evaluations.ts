import { pushEvaluationsAt } from '@vc/db'
import { pushEvaluations } from '@vc/jobs'
import { domainHandler } from '../run-promised.ts'

/** Writes the evaluations of a height of the schedule and tells their authorities; done twice it is done once. */
export const pushEvaluationsHandler = domainHandler(pushEvaluations, async ({ height }, tx) => {
  await pushEvaluationsAt(tx, height, new Date())
})

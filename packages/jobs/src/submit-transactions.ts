import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Hand the bytes of a submission to the node, the same ones as often as it takes. */
export const submitTransactions = defineJob({
  name: 'submit',
  payload: z.object({ submissionId: z.uuid() }),
  key: ({ submissionId }) => submissionId,
})

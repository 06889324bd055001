import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Draft the record of a revenue-share contract, once its commitment is in a block. */
export const recordContract = defineJob({
  name: 'record-contract',
  payload: z.object({ contractId: z.uuid() }),
  key: ({ contractId }) => contractId,
})

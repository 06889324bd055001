import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Take a batch of obligations one step on: net it, or prepare its record on the ledger. */
export const settleBatch = defineJob({
  name: 'settle-batch',
  payload: z.object({ batchId: z.uuid() }),
  key: ({ batchId }) => batchId,
})

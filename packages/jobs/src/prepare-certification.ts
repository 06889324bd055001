import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Draft the record of a batch of rights, its commitment paid, for the certifier's key. */
export const prepareCertification = defineJob({
  name: 'prepare-certification',
  payload: z.object({ batchId: z.uuid() }),
  key: ({ batchId }) => batchId,
})

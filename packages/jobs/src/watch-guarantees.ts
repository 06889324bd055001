import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Look whether what stands behind unpaid debts is still where it was, at a height that moved rights or certificates. */
export const watchGuarantees = defineJob({
  name: 'watch-guarantees',
  payload: z.object({ height: z.int().min(0) }),
  key: ({ height }) => String(height),
})

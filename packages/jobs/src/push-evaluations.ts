import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Push the evaluations of a height of the schedule to the authorities that may see them. */
export const pushEvaluations = defineJob({
  name: 'push-evaluations',
  payload: z.object({ height: z.int().min(1) }),
  key: ({ height }) => String(height),
})

import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Tell again what happened to a submission, after the first telling failed. */
export const submissionEvent = defineJob({
  name: 'submission-event',
  payload: z.object({ submissionId: z.uuid(), event: z.enum(['in-block', 'final', 'refused']) }),
  key: ({ submissionId, event }) => `${submissionId}-${event}`,
})

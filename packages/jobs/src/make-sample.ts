import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Go on with the sample consortium, or with taking it away: its row says which. */
export const makeSample = defineJob({
  name: 'sample',
  payload: z.object({ run: z.int().min(1) }),
  key: ({ run }) => String(run),
})

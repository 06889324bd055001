import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Make applications for credit of one part of a file that was brought. */
export const takeApplications = defineJob({
  name: 'take-applications',
  payload: z.object({ importId: z.uuid(), part: z.int().min(0) }),
  key: ({ importId, part }) => `${importId}-${part}`,
})

import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Look whether the node has blocks that the tables have not. */
export const projectChain = defineJob({
  name: 'project-chain',
  payload: z.object({}),
  key: () => 'head',
})

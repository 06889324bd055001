import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Draft the bundle that puts a farm union on the ledger, and ask the council for it. */
export const foundUnion = defineJob({
  name: 'found-union',
  payload: z.object({ collectiveId: z.uuid() }),
  key: ({ collectiveId }) => collectiveId,
})

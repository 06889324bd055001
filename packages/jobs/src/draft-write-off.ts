import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Draft the transaction that clears bad debt with the reserve's money, for the key of the creditor's person. */
export const draftWriteOff = defineJob({
  name: 'draft-write-off',
  payload: z.object({ writeOffId: z.uuid() }),
  key: ({ writeOffId }) => writeOffId,
})

import { z } from 'zod'
import { defineJob } from './define-job.ts'

/**
 * Ask the admission group's keys to put somebody on the ledger: "account:<account id>" of a holder whose seed is
 * sealed, or "agent:<act key>" of a credit authority. Hex.
 */
export const admit = defineJob({
  name: 'admit',
  payload: z.object({ subject: z.string().regex(/^(?:account:[0-9a-f]{40}|agent:[0-9a-f]{66})$/) }),
  key: ({ subject }) => subject,
})

import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Give the certificates that an import of metering data earns. */
export const issueCertificates = defineJob({
  name: 'issue-certificates',
  payload: z.object({ importId: z.uuid() }),
  key: ({ importId }) => importId,
})

/** Put the root over an issue's ranges on the ledger. */
export const recordIssue = defineJob({
  name: 'record-issue',
  payload: z.object({ importId: z.uuid() }),
  key: ({ importId }) => importId,
})

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

/** Draft the record of a transfer of certificates, its commitment paid, for the key of the holder's person. */
export const prepareTransfer = defineJob({
  name: 'prepare-transfer',
  payload: z.object({ transferId: z.uuid() }),
  key: ({ transferId }) => transferId,
})

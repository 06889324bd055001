import { z } from 'zod'
import { defineJob } from './define-job.ts'

const bytes32 = z.string().regex(/^[0-9a-f]{64}$/)

/** Draft the record that anchors a checkpoint of a community's chain, once the operating key has paid for it. */
export const anchorChain = defineJob({
  name: 'anchor-chain',
  payload: z.object({
    ...{ proposalId: z.uuid(), organisationId: z.uuid(), chainId: bytes32, hash: bytes32 },
    /** How long the chain is there, as a decimal. */
    height: z.string().regex(/^\d{1,20}$/),
  }),
  key: ({ proposalId }) => proposalId,
})

/** The key of the promise that a checkpoint is anchored. */
export const anchorKey = (proposalId: string): string => `anchor-${proposalId}`

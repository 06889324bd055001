import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Put a collective's list of members and its record on the ledger. */
export const registerCollective = defineJob({
  name: 'register-collective',
  payload: z.object({ collectiveId: z.uuid() }),
  key: ({ collectiveId }) => collectiveId,
})

/** Write the list of the members to come and draft the change that is voted on. */
export const prepareChange = defineJob({
  name: 'prepare-collective-change',
  payload: z.object({ proposalId: z.uuid() }),
  key: ({ proposalId }) => proposalId,
})

/** Join the votes of a proposal into one witness and hand the transaction in. */
export const joinVotes = defineJob({
  name: 'join-votes',
  payload: z.object({ proposalId: z.uuid() }),
  key: ({ proposalId }) => proposalId,
})

import { handedOnBy, pendingCredit, pendingModels, unpaidGivenBy } from '@vc/db'
import type { DbOrTransaction } from '../context.ts'

/**
 * What of an agent's ceiling is used, in smallest units: the unpaid debt that its credit wrote, what its authority has approved
 * and is not on the ledger yet, and what it handed on under terms, whether given already or not.
 */
export async function agentUse(
  db: DbOrTransaction,
  agent: { readonly key: string; readonly keyHash: string },
  authorityId: string,
  now: Date,
  butApplication?: string,
) {
  const unpaid = await unpaidGivenBy(db, agent.keyHash)
  const pending = await pendingCredit(db, { authorityId }, now, butApplication)
  const handedOn = (await handedOnBy(db, agent.keyHash)) + (await pendingModels(db, agent.key, now))
  return { unpaid, pending, handedOn, exposure: unpaid + pending + handedOn }
}

import { ok, type Result, refuse } from '@vc/kernel'
import type { AdmissionRefusal } from './application.ts'

/** What an authority knows when it approves. Amounts in smallest units. */
export type ApprovalFacts = {
  readonly amount: bigint
  readonly applicantOrganisation: string
  readonly approverOrganisation: string
  /** The most the authority may have out, from its `agent` record. */
  readonly ceiling: bigint
  /** What it has out: unspent debts it gave, and approvals not yet on the ledger. */
  readonly exposure: bigint
  readonly hasAccount: boolean
  readonly hasOverdueDebt: boolean
}

/** Decides whether an authority may approve: not for itself, not over its ceiling, not to who is overdue. */
export function decideCreditApproval(facts: ApprovalFacts): Result<'approved', AdmissionRefusal> {
  const { amount, ceiling, exposure } = facts
  if (facts.applicantOrganisation === facts.approverOrganisation) return refuse({ code: 'own-application' })
  if (!facts.hasAccount) return refuse({ code: 'account-missing' })
  if (facts.hasOverdueDebt) return refuse({ code: 'debt-overdue' })
  if (exposure + amount > ceiling) return refuse({ code: 'ceiling-exceeded', ceiling, exposure, amount })
  return ok('approved')
}

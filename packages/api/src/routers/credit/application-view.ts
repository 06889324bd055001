import type { CreditApplicationRow } from '@vc/db'
import { accountOfPayee } from './payee.ts'

/** What its draft lets the lender keep, and of it the producer; none before there is a draft, or without interest. */
function interestOf(act: CreditApplicationRow['act']) {
  const { interest, premium } = act?.context ?? {}
  if (typeof interest !== 'string') return null
  return { amount: BigInt(interest), premium: BigInt(String(premium ?? '0')) }
}

/** What every list and screen shows of an application. */
export function applicationView(row: CreditApplicationRow) {
  const { application, organisation, person, act, submission, stage, fileName } = row
  const { id, accountId, debtKeyHash, amount, termBlocks, lots, purpose, guarantee, reason } = application
  const { reference, importId, line, payee, payeeName, orderId } = application
  return {
    ...{ id, accountId, debtKeyHash, amount, termBlocks, lots, purpose, guarantee, reason },
    ...{ reference, importId, line, fileName, stage, payeeName, orderId },
    payee: payee && accountOfPayee(payee),
    organisationId: application.organisationId,
    organisation,
    applicant: person.name,
    /** Who owes in the applicant's place by its members' vote, and that vote. */
    collective: row.collective,
    proposalId: application.proposalId,
    interest: interestOf(act),
    actId: act?.id ?? null,
    /** What the debtor signs where its debt lies under a script of its own: the restructuring that is kept. */
    keptActId: application.keptActId,
    expiresAt: act?.expiresAt ?? null,
    txid: application.txid ?? submission?.txids[0] ?? null,
    height: submission?.height ?? null,
    refusal: submission?.refusal ?? null,
    createdAt: application.createdAt,
  }
}

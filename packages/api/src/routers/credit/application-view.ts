import type { CreditApplicationRow } from '@vc/db'

/** What every list and screen shows of an application. */
export function applicationView(row: CreditApplicationRow) {
  const { application, organisation, person, act, submission, stage, fileName } = row
  const { id, accountId, debtKeyHash, amount, termBlocks, lots, purpose, guarantee, reason } = application
  const { reference, importId, line, payee, payeeName } = application
  return {
    ...{ id, accountId, debtKeyHash, amount, termBlocks, lots, purpose, guarantee, reason },
    ...{ reference, importId, line, fileName, stage, payee, payeeName },
    organisationId: application.organisationId,
    organisation,
    applicant: person.name,
    actId: act?.id ?? null,
    expiresAt: act?.expiresAt ?? null,
    txid: application.txid ?? submission?.txids[0] ?? null,
    height: submission?.height ?? null,
    refusal: submission?.refusal ?? null,
    createdAt: application.createdAt,
  }
}

import type { creditApplicationsOf } from '@vc/db'

type Row = Awaited<ReturnType<typeof creditApplicationsOf>>[number]

/**
 * How far an application is, told from what people decided, who signed its act, and what the chain says:
 * `approving` nobody has signed the draft, `approved` the authority has, `accepted` the debtor has.
 */
export type CreditStage =
  | 'applied'
  | 'approving'
  | 'approved'
  | 'accepted'
  | 'submitted'
  | 'in-block'
  | 'final'
  | 'refused'
  | 'expired'
  | 'declined'
  | 'withdrawn'

export function stageOf({ application, act, submission }: Row, nowMs: number): CreditStage {
  const { step } = application
  if (step === 'declined' || step === 'withdrawn') return step
  if (!act) return 'applied'
  if (submission) return submission.state === 'queued' ? 'submitted' : submission.state
  if (act.status === 'withdrawn') return 'applied'
  if (act.status !== 'open' || act.expiresAt.getTime() <= nowMs) return 'expired'
  const has = (part: 'input' | 'acceptance') => act.signatures.some((given) => given.part === part)
  if (has('input')) return 'approved'
  return has('acceptance') ? 'accepted' : 'approving'
}

/** What every list and screen shows of an application. */
export function applicationView(row: Row, nowMs: number) {
  const { application, organisation, person, act, submission } = row
  const { id, accountId, debtKeyHash, amount, termBlocks, lots, purpose, guarantee, reason } = application
  return {
    ...{ id, accountId, debtKeyHash, amount, termBlocks, lots, purpose, guarantee, reason },
    organisationId: application.organisationId,
    organisation,
    applicant: person.name,
    stage: stageOf(row, nowMs),
    actId: act?.id ?? null,
    expiresAt: act?.expiresAt ?? null,
    txid: application.txid ?? submission?.txids[0] ?? null,
    height: submission?.height ?? null,
    refusal: submission?.refusal ?? null,
    createdAt: application.createdAt,
  }
}
export type ApplicationView = ReturnType<typeof applicationView>

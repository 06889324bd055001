'use client'
import { Amount, Button, Section, type StateTone, Status, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import type { Case } from './case.ts'
import { ProposeRestructuring } from './propose-restructuring.tsx'

type Kept = Case['restructurings'][number]
const toneOf = (state: Kept['state']): StateTone =>
  state === 'refused' ? 'refused' : state === 'final' ? 'plain' : state === 'open' ? 'waiting' : 'quiet'

/** What the creditor has proposed: the debtor agrees in advance, the creditor keeps it and signs when it will. */
export function Restructurings({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.restructuring')
  if (data.restructurings.length === 0 && !data.isCreditor) return null
  return (
    <Section id="restructuring" title={t('title')} lead={t('lead')}>
      {data.restructurings.length > 0 && (
        <ul className="divide-y border-y" aria-label={t('title')}>
          {data.restructurings.map((kept) => (
            <Proposal key={kept.actId} kept={kept} isCreditor={data.isCreditor} />
          ))}
        </ul>
      )}
      {data.isCreditor && data.story.sums.unpaid > 0n && <ProposeRestructuring data={data} />}
    </Section>
  )
}

function Proposal({ kept, isCreditor }: { readonly kept: Kept; readonly isCreditor: boolean }) {
  const t = useTranslations('debt.restructuring')
  const format = useFormatter()
  const { old, amount, dueAt, state, expiresAt, refusal } = kept
  return (
    <li className="space-y-2 py-3">
      <p className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <span className="inline-flex flex-wrap gap-x-2">
          <Amount amount={old} element="debt" /> → <Amount amount={amount} element="debt" />
        </span>
        <Status tone={toneOf(state)}>
          {state === 'open' ? t(`waits.${waitsFor(kept)}`) : t(`states.${state}`)}
        </Status>
      </p>
      <p className="text-small text-ink-soft">
        {t('dueAt', { count: dueAt.length, blocks: dueAt.map((height) => format.number(height)).join(', ') })}
        {state === 'open' && ` ${t('until', { until: format.dateTime(expiresAt, 'short') })}`}
      </p>
      {refusal && <RefusalView error={new RefusedHere(refusal.code)} />}
      {(state === 'open' || (state === 'refused' && isCreditor)) && (
        <Answer kept={kept} isCreditor={isCreditor} />
      )}
    </li>
  )
}

/** Whose signature a kept restructuring still wants. */
function waitsFor({ hasAgreed, hasSigned, vote }: Kept) {
  if (hasAgreed) return 'creditor' as const
  if (vote) return 'members' as const
  return hasSigned ? ('debtor' as const) : ('both' as const)
}

/** Who sees the collective goes to its vote; the creditor reads whether it has come to nothing. */
function MembersVote({
  vote,
  isCreditor,
}: {
  readonly vote: NonNullable<Kept['vote']>
  readonly isCreditor: boolean
}) {
  const t = useTranslations('debt.restructuring')
  if (!isCreditor) return <Link href={`/collectives/votes/${vote.proposalId}`}>{t('vote')}</Link>
  const isOver = vote.stage === 'overtaken' || vote.stage === 'closed' || vote.stage === 'withdrawn'
  return isOver ? <p>{t('voteEnded')}</p> : null
}

function Answer({ kept, isCreditor }: { readonly kept: Kept; readonly isCreditor: boolean }) {
  const t = useTranslations('debt.restructuring')
  const { may } = useSession()
  const { sign } = useActSigner()
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error } = useCommand()
  const { actId, state, hasAgreed, hasSigned, isNeeded, vote } = kept
  const isRefused = state === 'refused'
  const isCreditors = (!hasSigned || isRefused) && (!vote || hasAgreed)
  const isAsked = isCreditor ? isCreditors : may('credit.accept') && !hasAgreed && !vote
  async function agree() {
    // One that the ledger refused takes signatures again when it is ready; signing puts an open one on the credit of now.
    const outcome = await run(async () => {
      if (isRefused) await api.credit.readyRestructuring.mutate({ actId })
      return sign(actId)
    })
    if (outcome) toast({ title: t(outcome.status === 'submitted' ? 'sent' : 'kept') })
  }
  return (
    <div className="space-y-2">
      <RefusalView error={error} />
      {vote && <MembersVote vote={vote} isCreditor={isCreditor} />}
      <div className="flex flex-wrap gap-2">
        {isAsked && (
          <Button variant="primary" onClick={agree}>
            {t(isCreditor ? 'sign' : 'agree')}
          </Button>
        )}
        {isCreditor && !isRefused && !isNeeded && (
          <Button variant="danger" onClick={() => run(() => api.acts.withdraw.mutate({ actId }))}>
            {t('withdraw')}
          </Button>
        )}
      </div>
    </div>
  )
}

'use client'
import { Amount, Button, FormField, Section, type StateTone, Status, TextInput, useToast } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import { AskTransfer } from './ask-transfer.tsx'
import type { Case } from './case.ts'

type Transfer = Case['transfers'][number]
const toneOf = (state: Transfer['state']): StateTone =>
  state === 'refused' ? 'refused' : ['asked', 'open'].includes(state) ? 'waiting' : 'quiet'

/** What the debtor asks another to take over; the creditor approves it, and all three sign one transaction. */
export function Transfers({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.transfer')
  const { may } = useSession()
  const isDebtor = may('credit.transfer')
  if (data.transfers.length === 0 && !isDebtor) return null
  return (
    <Section id="transfer" title={t('title')} lead={t('lead')}>
      {data.transfers.length > 0 && (
        <ul className="divide-y border-y" aria-label={t('title')}>
          {data.transfers.map((transfer) => (
            <Wish key={transfer.id} transfer={transfer} isCreditor={data.isCreditor} />
          ))}
        </ul>
      )}
      {isDebtor && data.story.sums.unpaid > 0n && <AskTransfer data={data} />}
    </Section>
  )
}

type WishProps = { readonly transfer: Transfer; readonly isCreditor: boolean }

function Wish({ transfer, isCreditor }: WishProps) {
  const t = useTranslations('debt.transfer')
  const { amount, lots, toKeyHash, owner, state, grounds, reason, refusal } = transfer
  return (
    <li className="space-y-2 py-3">
      <p className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          <Amount amount={amount} element="debt" /> {t('to', { lots })}{' '}
          <AccountLink keyHash={toKeyHash} owner={owner ?? undefined} />
        </span>
        <Status tone={toneOf(state)}>{t(`states.${state}`)}</Status>
      </p>
      <p className="whitespace-pre-line text-small text-ink-soft">{grounds}</p>
      {reason && <p className="text-small">{t('declinedFor', { reason })}</p>}
      {isCreditor && <NextDebtor transfer={transfer} />}
      {state === 'open' && <Missing transfer={transfer} />}
      {refusal && <RefusalView error={new RefusedHere(refusal.code)} />}
      {['asked', 'open', 'refused'].includes(state) && <Answer transfer={transfer} isCreditor={isCreditor} />}
    </li>
  )
}

/** How the one stands who would owe. */
function NextDebtor({ transfer: { standing } }: Pick<WishProps, 'transfer'>) {
  const t = useTranslations('debt.transfer')
  if (!standing) return null
  return (
    <p className="flex flex-wrap gap-x-5 text-small">
      <span>{t('score', { score: standing.score })}</span>
      <span>
        {t('owesNow')} <Amount amount={standing.unpaid} element="debt" />
      </span>
      {standing.overdue > 0n && (
        <span className="text-refused">
          {t('overdue')} <Amount amount={standing.overdue} />
        </span>
      )}
    </p>
  )
}

/** Whose signature is still missing, and until when it can be given. */
function Missing({ transfer: { signed, expiresAt, hasMoved } }: Pick<WishProps, 'transfer'>) {
  const t = useTranslations('debt.transfer')
  const format = useFormatter()
  const parties = ['creditor', 'debtor', 'next'] as const
  const missing = parties.filter((one) => !signed?.[one]).map((one) => t(`parties.${one}`))
  return (
    <p className="text-small text-ink-soft">
      {hasMoved && `${t('moved')} `}
      {t('missing', { parties: format.list(missing) })}
      {expiresAt && ` ${t('until', { until: format.dateTime(expiresAt, 'short') })}`}
    </p>
  )
}

function Answer({ transfer, isCreditor }: WishProps) {
  const t = useTranslations('debt.transfer')
  const { may } = useSession()
  const { sign } = useActSigner()
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const { id: transferId, actId, signed, vote } = transfer
  const isRefused = transfer.state === 'refused'
  const isDebtor = may('credit.transfer')
  const hasCreditorSigned = signed?.creditor && !isRefused
  async function signWith(act: () => Promise<string | undefined>) {
    const outcome = await run(async () => {
      const asked = await act()
      return asked === undefined ? { status: 'voting' as const } : sign(asked)
    })
    if (outcome) toast({ title: t(wordOf(outcome.status)) })
  }
  async function approve() {
    const approved = await api.credit.approveTransfer.mutate({ transferId })
    return approved.isVoting ? undefined : approved.actId
  }
  return (
    <div className="space-y-2">
      <RefusalView error={error} />
      <div className="flex flex-wrap items-end gap-3">
        {isCreditor && !hasCreditorSigned && vote?.stage !== 'open' && (
          <Button variant="primary" disabled={busy} onClick={() => signWith(approve)}>
            {t(isRefused ? 'again' : 'approve')}
          </Button>
        )}
        {isDebtor && vote && !signed?.debtor && (
          <Link href={`/collectives/votes/${vote.proposalId}`}>{t('vote')}</Link>
        )}
        {isDebtor && actId && signed && !signed.debtor && !vote && (
          <Button variant="primary" disabled={busy} onClick={() => signWith(async () => actId)}>
            {t('sign')}
          </Button>
        )}
        {isDebtor && (
          <Button
            variant="danger"
            onClick={() => run(() => api.credit.withdrawTransfer.mutate({ transferId }))}
          >
            {t('withdraw')}
          </Button>
        )}
        {isCreditor && (
          <Decline
            onDecline={(reason) => run(() => api.credit.declineTransfer.mutate({ transferId, reason }))}
          />
        )}
      </div>
    </div>
  )
}

/** What came of it: on its way, voted on first, or waiting for the others. */
const wordOf = (status: string) =>
  status === 'submitted' ? 'sent' : status === 'voting' ? 'voting' : 'signedFirst'

function Decline({ onDecline }: { readonly onDecline: (reason: string) => unknown }) {
  const t = useTranslations('debt.transfer')
  const [reason, setReason] = useState('')
  return (
    <>
      <FormField label={t('reason')}>
        <TextInput value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
      </FormField>
      <Button variant="danger" disabled={reason.trim() === ''} onClick={() => onDecline(reason)}>
        {t('decline')}
      </Button>
    </>
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, type Column, EmptyState, plainUnits, Section, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import { nameIn, type Offer, toneOfTrial } from './answers.ts'
import { TrialDialog } from './trial-dialog.tsx'

const POLL_MS = 4_000

/** What can be tried before it is bought, and how one's own trials stand. */
export function TrialSection({ codes }: { readonly codes: readonly string[] }) {
  const t = useTranslations('studio.trials')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().studio.offers.queryOptions(undefined, { refetchInterval }))
  const [offering, setOffering] = useState(false)
  const columns = useColumns()
  const offer = codes.length > 0 && may('studio.state') && (
    <Button onClick={() => setOffering(true)}>{t('offer')}</Button>
  )
  return (
    <Section id="trials" title={t('title')} lead={t('lead')} actions={offer}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="trials"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {offering && <TrialDialog codes={codes} onClose={() => setOffering(false)} />}
    </Section>
  )
}

function useColumns(): readonly Column<Offer>[] {
  const t = useTranslations('studio.trials')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const { decimals } = useUi()
  const state = ({ trial }: Offer) =>
    trial ? t(`states.${trial.state}`, { until: format.dateTime(trial.endsAt, 'short') }) : ''
  return [
    {
      key: 'title',
      header: t('game'),
      cell: (one) => (
        <span>
          {one.title}
          <span className="block text-small text-ink-soft">{nameIn(chinese, one.channel)}</span>
        </span>
      ),
      text: ({ title }) => title,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'price',
      header: t('price'),
      cell: ({ price, trial }) => <Amount amount={trial?.price ?? price} element="value" unit="" />,
      text: ({ price, trial }) => plainUnits(trial?.price ?? price, decimals),
      sortBy: ({ price, trial }) => trial?.price ?? price,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'days',
      header: t('days'),
      cell: ({ days }) => t('daysValue', { days }),
      text: ({ days }) => String(days),
      sortBy: ({ days }) => days,
    },
    {
      key: 'state',
      header: t('yours'),
      cell: (one) =>
        one.trial ? (
          <Status tone={toneOfTrial[one.trial.state]}>{state(one)}</Status>
        ) : (
          <OpenCredit offer={one} />
        ),
      text: state,
    },
    { key: 'act', phone: 'action', header: t('act'), cell: (one) => <Act offer={one} />, text: () => '' },
  ]
}

/** To the channel: how many players try on its credit now. */
function OpenCredit({ offer: { isMine, open } }: { readonly offer: Offer }) {
  const t = useTranslations('studio.trials')
  if (!isMine) return '–'
  return (
    <span>
      {t('open', { count: open.count })} <Amount amount={open.credit} element="credit" unit="" />
    </span>
  )
}

/** Try, or buy what one tries. */
function Act({ offer: { id, trial } }: { readonly offer: Offer }) {
  const t = useTranslations('studio.trials')
  const api = useTRPCClient()
  const { may } = useSession()
  const { run, error } = useCommand()
  const { draftAndSign, error: refused, busy } = useDraftedAct()
  const [commandKey] = useState(() => crypto.randomUUID())
  if (!may('studio.play')) return null
  if (!trial)
    return (
      <>
        <RefusalView error={error} />
        <Button
          size="small"
          onClick={() => run(() => api.studio.tryTitle.mutate({ commandKey, offerId: id }))}
        >
          {t('try')}
        </Button>
      </>
    )
  if (trial.state !== 'trying' && trial.state !== 'signing') return null
  return (
    <>
      <RefusalView error={refused} />
      <Button
        size="small"
        variant="primary"
        pending={busy}
        onClick={() => draftAndSign(() => api.studio.buy.mutate({ trialId: trial.id }))}
      >
        {t('buy')}
      </Button>
    </>
  )
}

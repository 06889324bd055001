'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, EmptyState, Section, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { type Pace, useHeightTime } from '../explorer/index.ts'
import { FormDialog } from '../forms/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { type Campaign, type Start, toneOfCampaign } from './answers.ts'

const POLL_MS = 10_000
const KINDS = ['play', 'top-up', 'purchase'] as const
const LONG = 1_000

/** Campaigns that give points besides, each with its heights and what is left of its budget. */
export function CampaignSection() {
  const t = useTranslations('studio.campaigns')
  const trpc = useTRPC()
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(trpc.studio.campaigns.queryOptions(undefined, { refetchInterval }))
  const { data: start } = useQuery(trpc.studio.start.queryOptions())
  const [starting, setStarting] = useState(false)
  const columns = useColumns()
  const open = start && start.titles.length > 0 && may('studio.contract') && (
    <Button onClick={() => setStarting(true)}>{t('start')}</Button>
  )
  return (
    <Section id="campaigns" title={t('title')} lead={t('lead')} actions={open}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="campaigns"
          caption={t('title')}
          rows={data?.campaigns}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {starting && start && data && (
        <StartDialog titles={start.titles} pace={data} onClose={() => setStarting(false)} />
      )}
    </Section>
  )
}

function useColumns(): readonly Column<Campaign>[] {
  const t = useTranslations('studio.campaigns')
  const format = useFormatter()
  const kind = (one: Campaign) => t(`kinds.${one.kind}`)
  const state = (one: Campaign) => t(`states.${one.state}`)
  const heights = ({ fromHeight, toHeight }: Campaign) =>
    t('heightsValue', { from: format.number(fromHeight), to: format.number(toHeight) })
  const figure = (key: string, header: string, of: (one: Campaign) => bigint): Column<Campaign> => ({
    ...{ key, header, align: 'right', sortBy: of },
    cell: (one) => format.number(of(one)),
    text: (one) => String(of(one)),
  })
  return [
    {
      key: 'title',
      header: t('game'),
      cell: (one) => (
        <span>
          {one.title}
          <span className="block text-small text-ink-soft">{kind(one)}</span>
        </span>
      ),
      text: (one) => `${one.title} ${kind(one)}`,
      phone: 'main',
    },
    figure('points', t('points'), ({ points }) => points),
    figure('given', t('given'), ({ given }) => given),
    figure('budget', t('budget'), ({ budget }) => budget),
    { key: 'heights', header: t('heights'), cell: heights, text: heights },
    {
      key: 'state',
      header: t('state'),
      cell: (one) => <Status tone={toneOfCampaign[one.state]}>{state(one)}</Status>,
      text: state,
      phone: 'side',
    },
    { key: 'act', phone: 'action', header: t('act'), cell: (one) => <Stop campaign={one} />, text: () => '' },
  ]
}

function Stop({ campaign: { id, isMine, state } }: { readonly campaign: Campaign }) {
  const t = useTranslations('studio.campaigns')
  const api = useTRPCClient()
  const { may } = useSession()
  const { run, error, busy } = useCommand()
  const isOpen = state === 'ahead' || state === 'running'
  if (!isMine || !isOpen || !may('studio.contract')) return null
  return (
    <>
      <RefusalView error={error} />
      <Button
        size="small"
        pending={busy}
        onClick={() => run(() => api.studio.stopCampaign.mutate({ campaignId: id }))}
      >
        {t('stop')}
      </Button>
    </>
  )
}

type StartProps = {
  readonly titles: Start['titles']
  readonly pace: Pace
  readonly onClose: () => void
}

function StartDialog({ titles, pace, onClose }: StartProps) {
  const t = useTranslations('studio.campaigns')
  const api = useTRPCClient()
  const kinds = KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))
  const hint = useHeightTime(pace)
  return (
    <FormDialog
      title={t('start')}
      lead={t('startLead')}
      go={t('go')}
      done={t('started')}
      onClose={onClose}
      fields={[
        {
          ...{ name: 'titleId', label: t('game') },
          options: titles.map(({ id, name }) => ({ value: id, label: name })),
        },
        { name: 'kind', label: t('kind'), options: kinds },
        { name: 'points', label: t('points'), kind: 'count', first: '5' },
        { name: 'budget', label: t('budget'), kind: 'count', unit: t('budgetUnit') },
        { name: 'from', label: t('from'), kind: 'count', first: String(pace.height + 1), hint },
        { name: 'to', label: t('to'), kind: 'count', first: String(pace.height + LONG), hint },
      ]}
      send={({ commandKey, text, count }) =>
        api.studio.addCampaign.mutate({
          ...{ commandKey, titleId: text('titleId') },
          kind: KINDS.find((one) => one === text('kind')) ?? 'play',
          ...{ points: BigInt(count('points')), budget: BigInt(count('budget')) },
          ...{ fromHeight: count('from'), toHeight: count('to') },
        })
      }
    />
  )
}

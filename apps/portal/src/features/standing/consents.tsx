'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, EmptyState, Section, Skeleton, Status, shortHash, Table } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { AccountLink, BlockHeight } from '../explorer/index.ts'
import { FormDialog } from '../forms/index.ts'
import { RefusalView } from '../refusals/index.ts'

type Found = ApiAnswers['standing']['consents']
type Consent = Found['consents'][number]

/** Who may see the own scores in all their terms, and gets their evaluations. */
export function Consents() {
  const t = useTranslations('standing.consents')
  const api = useTRPCClient()
  const { data, error: failed } = useQuery(useTRPC().standing.consents.queryOptions())
  const { run, error } = useCommand()
  const [isGiving, setGiving] = useState(false)
  const withdraw = (consentId: string) => run(() => api.standing.withdrawConsent.mutate({ consentId }))
  const columns = useColumns(withdraw)
  if (!data) return failed ? <RefusalView error={failed} /> : <Skeleton className="h-40" />
  return (
    <Section title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      <Table
        name="score-consents"
        caption={t('title')}
        rows={data.consents}
        columns={columns}
        rowKey={({ consentId }) => consentId}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
      <div className="mt-3">
        <Button variant="primary" onClick={() => setGiving(true)}>
          {t('give')}
        </Button>
      </div>
      {isGiving && <GiveConsent found={data} onClose={() => setGiving(false)} />}
    </Section>
  )
}

function GiveConsent({ found, onClose }: { readonly found: Found; readonly onClose: () => void }) {
  const t = useTranslations('standing.consents')
  const chinese = useLocale() === 'zh-CN'
  const api = useTRPCClient()
  const { data: own = [] } = useQuery(useTRPC().standing.mine.queryOptions())
  if (own.length === 0) return null
  return (
    <FormDialog
      title={t('give')}
      lead={t('giveLead')}
      go={t('go')}
      done={t('given')}
      onClose={onClose}
      fields={[
        {
          name: 'key',
          label: t('account'),
          options: own.map((one) => ({ value: one.debtKeyHash, label: shortHash(one.accountId) })),
        },
        {
          name: 'authority',
          label: t('authority'),
          options: found.authorities.map(({ id, name, nameZh }) => ({
            value: id,
            label: chinese ? nameZh : name,
          })),
        },
        { name: 'days', label: t('days'), kind: 'count', unit: t('daysUnit'), first: '90', most: 3 },
      ]}
      send={({ commandKey, text, count }) =>
        api.standing.consent.mutate({
          ...{ commandKey, debtKeyHash: text('key'), authorityId: text('authority'), days: count('days') },
        })
      }
    />
  )
}

function useColumns(onWithdraw: (consentId: string) => unknown): readonly Column<Consent>[] {
  const t = useTranslations('standing.consents')
  const chinese = useLocale() === 'zh-CN'
  const authority = ({ authority: { name, nameZh } }: Consent) => (chinese ? nameZh : name)
  const state = ({ isInForce }: Consent) => t(isInForce ? 'inForce' : 'over')
  return [
    {
      key: 'authority',
      header: t('authority'),
      cell: authority,
      text: authority,
      filter: 'choice',
      phone: 'main',
    },
    {
      key: 'account',
      header: t('key'),
      cell: ({ debtKeyHash }) => <AccountLink keyHash={debtKeyHash} />,
      text: ({ debtKeyHash }) => debtKeyHash,
    },
    {
      key: 'until',
      header: t('until'),
      cell: ({ untilHeight }) => <BlockHeight height={untilHeight} />,
      text: ({ untilHeight }) => String(untilHeight),
      sortBy: ({ untilHeight }) => untilHeight,
    },
    {
      key: 'state',
      header: t('state'),
      cell: (row) => <Status tone="plain">{state(row)}</Status>,
      text: state,
      filter: 'choice',
      phone: 'side',
    },
    {
      key: 'act',
      phone: 'action',
      header: t('act'),
      cell: ({ consentId, isInForce }) =>
        isInForce ? <Button onClick={() => onWithdraw(consentId)}>{t('withdraw')}</Button> : '–',
      text: () => '',
    },
  ]
}

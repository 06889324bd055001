'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, type Column, EmptyState, plainUnits, Section, Skeleton, Status, Table, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { SanctionEntries, useEntryText } from './sanction-entries.tsx'

type Row = ApiAnswers['standing']['sanctions']['rows'][number]
const POLL_MS = 15_000
const stages = ['overdue', 'bad', 'written-off'] as const

/** The joint list of debtors in default, and who has left it. */
export function Sanctions() {
  const t = useTranslations('standing.sanctions')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().standing.sanctions.queryOptions(undefined, { refetchInterval }))
  const columns = useColumns()
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  const { rows, left, total } = data
  return (
    <>
      <Section title={t('title')} lead={t('lead')}>
        {total > rows.length && (
          <p className="mb-2 text-ink-soft">{t('some', { shown: rows.length, total })}</p>
        )}
        <Table
          name="sanctions"
          caption={t('title')}
          rows={rows}
          columns={columns}
          rowKey={({ keyHash }) => keyHash}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      </Section>
      {left.length > 0 && (
        <Section title={t('left')} lead={t('leftLead')}>
          <Table
            name="sanctions-left"
            caption={t('left')}
            rows={left}
            columns={columns.filter(({ key }) => key === 'debtor' || key === 'entries')}
            rowKey={({ keyHash }) => keyHash}
          />
        </Section>
      )}
    </>
  )
}

function useColumns(): readonly Column<Row>[] {
  const t = useTranslations('standing.sanctions')
  const { decimals } = useUi()
  const chinese = useLocale() === 'zh-CN'
  const entryText = useEntryText()
  const named = ({ debtor }: Row) => (debtor ? (chinese ? debtor.nameZh : debtor.name) : '')
  const sum = ({ sums }: Row) => sums.overdue + sums.bad + sums['written-off']
  return [
    {
      key: 'debtor',
      header: t('debtor'),
      cell: (row) => <AccountLink keyHash={row.keyHash} owner={{ name: named(row), isSoftware: false }} />,
      text: (row) => `${named(row)} ${row.keyHash}`.trim(),
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'stage',
      header: t('stage'),
      cell: ({ stage }) =>
        stage && <Status tone={stage === 'overdue' ? 'waiting' : 'refused'}>{t(`stages.${stage}`)}</Status>,
      text: ({ stage }) => (stage ? t(`stages.${stage}`) : ''),
      filter: 'choice',
      choices: stages.map((stage) => t(`stages.${stage}`)),
      phone: 'detail',
    },
    {
      key: 'sum',
      header: t('sum'),
      cell: (row) => <Amount amount={sum(row)} element="debt" />,
      text: (row) => plainUnits(sum(row), decimals),
      sortBy: sum,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'since',
      header: t('since'),
      cell: ({ since }) => since,
      text: ({ since }) => String(since),
      sortBy: ({ since }) => since,
      phone: 'hide',
    },
    {
      key: 'entries',
      header: t('entries'),
      cell: ({ entries }) => <SanctionEntries entries={entries} />,
      text: ({ entries }) => entries.map(entryText).join('; '),
    },
  ]
}

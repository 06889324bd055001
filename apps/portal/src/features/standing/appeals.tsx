'use client'
import { type Column, EmptyState, Hash, Section, Skeleton, Status, Table } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink } from '../explorer/index.ts'

export type Appeal = ApiAnswers['standing']['appeals'][number]
type Props = {
  readonly rows: readonly Appeal[] | undefined
  readonly onOpen?: (appeal: Appeal) => void
  readonly empty: ReactNode
}

/** Appeals with how each was answered, those that wait in front. */
export function Appeals({ rows, onOpen, empty }: Props) {
  const t = useTranslations('standing.appeals')
  const columns = useColumns()
  if (!rows) return <Skeleton className="h-40" />
  return (
    <Section title={t('title')} lead={t('lead')}>
      <Table
        name="score-appeals"
        caption={t('title')}
        rows={rows}
        columns={columns}
        rowKey={({ appealId }) => appealId}
        {...(onOpen && { onOpen })}
        empty={<EmptyState title={t('none')}>{empty}</EmptyState>}
      />
    </Section>
  )
}

function useColumns(): readonly Column<Appeal>[] {
  const t = useTranslations('standing.appeals')
  const score = useTranslations('credit.score')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const named = ({ name, nameZh }: Appeal['party']) => (chinese ? nameZh : name)
  const state = ({ answer }: Appeal) => t(`state.${answer?.outcome ?? 'waits'}`)
  const result = ({ answer }: Appeal) =>
    answer ? t('result', { before: answer.scoreBefore, after: answer.scoreAfter }) : '–'
  return [
    {
      key: 'party',
      header: t('party'),
      cell: (row) => (
        <AccountLink keyHash={row.debtKeyHash} owner={{ name: named(row.party), isSoftware: false }} />
      ),
      text: (row) => `${named(row.party)} ${row.debtKeyHash}`,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'authority',
      header: t('authority'),
      cell: ({ authority }) => named(authority),
      text: ({ authority }) => named(authority),
      filter: 'choice',
    },
    {
      key: 'term',
      header: t('term'),
      cell: ({ term }) => score(`names.${term}`),
      text: ({ term }) => score(`names.${term}`),
      filter: 'choice',
    },
    {
      key: 'reason',
      header: t('reason'),
      cell: ({ reason, document }) => (
        <>
          <span className="whitespace-pre-line">{reason}</span>
          {document && (
            <span className="block text-small text-ink-soft">
              {t('document')} <Hash hash={document} />
            </span>
          )}
        </>
      ),
      text: ({ reason, document }) => `${reason} ${document ?? ''}`.trim(),
      phone: 'detail',
    },
    {
      key: 'asked',
      header: t('asked'),
      cell: ({ createdAt }) => format.dateTime(createdAt, 'day'),
      text: ({ createdAt }) => createdAt.toISOString(),
      sortBy: ({ createdAt }) => createdAt.getTime(),
      phone: 'hide',
    },
    {
      key: 'state',
      header: t('stands'),
      cell: (row) => (
        <>
          <Status tone={row.answer ? 'plain' : 'waiting'}>{state(row)}</Status>
          {row.answer && (
            <span className="block text-small whitespace-pre-line text-ink-soft">{row.answer.reason}</span>
          )}
        </>
      ),
      text: (row) => `${state(row)} ${row.answer?.reason ?? ''}`.trim(),
      phone: 'side',
    },
    { key: 'result', header: t('resultHead'), cell: result, text: result },
  ]
}

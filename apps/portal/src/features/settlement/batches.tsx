'use client'
import { Amount, type Column, EmptyState, plainUnits, type StateTone, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import type { ApiAnswers } from '../../trpc/types.ts'

type Batch = ApiAnswers['settlement']['list'][number]

const waiting: readonly Batch['stage'][] = ['netted', 'prepared']
/** How a step is marked: amber waits for a person, red has ended, else plain. */
export const toneOf = (stage: Batch['stage']): StateTone =>
  stage === 'declined' ? 'refused' : waiting.includes(stage) ? 'waiting' : 'plain'

/** All batches; a press opens one. */
export function Batches({ rows }: { readonly rows: readonly Batch[] }) {
  const t = useTranslations('settlement')
  const { decimals } = useUi()
  const router = useRouter()
  const format = useFormatter()
  const money = (key: 'gross' | 'multilateral'): Column<Batch> => ({
    key,
    header: t(key),
    align: 'right',
    cell: (batch) => <Amount amount={batch[key]} />,
    text: (batch) => plainUnits(batch[key], decimals),
    sortBy: (batch) => batch[key],
  })
  const columns: Column<Batch>[] = [
    {
      key: 'file',
      header: t('file'),
      cell: ({ fileName }) => fileName,
      text: ({ fileName }) => fileName,
      filter: 'text',
    },
    {
      key: 'step',
      header: t('step'),
      cell: ({ stage }) => <Status tone={toneOf(stage)}>{t(`steps.${stage}`)}</Status>,
      text: ({ stage }) => t(`steps.${stage}`),
      filter: 'choice',
    },
    {
      key: 'obligations',
      header: t('obligations'),
      align: 'right',
      cell: ({ obligations }) => format.number(obligations),
      text: ({ obligations }) => String(obligations),
      sortBy: ({ obligations }) => obligations,
      phone: 'hide',
    },
    money('gross'),
    money('multilateral'),
    {
      key: 'brought',
      header: t('brought'),
      cell: ({ createdAt }) => format.dateTime(createdAt, 'short'),
      text: ({ createdAt }) => createdAt.toISOString(),
    },
  ]
  return (
    <Table
      caption={t('tabs.batches')}
      name="settlement-batches"
      rows={rows}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => router.push(`/settlement/${id}`)}
      initialSort={{ key: 'brought', down: true }}
      empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
    />
  )
}

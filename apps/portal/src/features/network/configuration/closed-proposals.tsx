'use client'
import { type Column, EmptyState, Hash, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ProposalView } from './use-configuration.ts'
import { useShare } from './use-parameter-words.ts'

/** What became of proposals whose height has passed. */
export function ClosedProposals({ proposals }: { readonly proposals: readonly ProposalView[] }) {
  const t = useTranslations('configuration')
  const { number } = useFormatter()
  const percent = useShare()
  const { locale } = useUi()
  const title = (row: ProposalView) => (locale.startsWith('zh') ? row.title.zh : row.title.en)
  const share = ({ yes, blocks }: ProposalView) => (blocks === 0 ? '–' : percent(yes / blocks))
  const columns: readonly Column<ProposalView>[] = [
    { key: 'proposal', header: t('proposal'), cell: title, text: title, phone: 'main' },
    {
      key: 'id',
      header: 'id',
      cell: ({ id }) => <Hash hash={id} />,
      text: ({ id }) => id,
      phone: 'hide',
    },
    {
      key: 'from',
      header: t('inForce'),
      cell: ({ from }) => number(from),
      text: ({ from }) => String(from),
      sortBy: ({ from }) => from,
      align: 'right',
      phone: 'detail',
    },
    {
      key: 'share',
      header: t('share'),
      cell: share,
      text: share,
      sortBy: ({ yes, blocks }) => yes / Math.max(1, blocks),
      align: 'right',
      phone: 'detail',
    },
    {
      key: 'result',
      header: t('result'),
      cell: ({ state }) => (
        <Status tone={state === 'adopted' ? 'plain' : 'quiet'}>{t(`state.${state}`)}</Status>
      ),
      text: ({ state }) => t(`state.${state}`),
      filter: 'choice',
      phone: 'side',
    },
  ]
  return (
    <Table
      name="closed-proposals"
      caption={t('closed')}
      rows={proposals}
      columns={columns}
      rowKey={({ id }) => id}
      initialSort={{ key: 'from', down: true }}
      empty={<EmptyState title={t('noClosed')}>{t('noClosedNext')}</EmptyState>}
    />
  )
}

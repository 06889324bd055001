'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, EmptyState, PageHeader, Section, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useCollectiveColumns } from './columns.tsx'
import { MemberLine } from './member-line.tsx'
import { Register } from './register.tsx'
import type { CollectiveRow } from './stages.ts'

const POLL_MS = 4_000

/** Collectives: those one keeps or sits in, how to become a member of one, and how to register one. */
export function CollectivesScreen() {
  const t = useTranslations('collectives')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().collectives.list.queryOptions(undefined, { refetchInterval }))
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <RefusalView error={error} />
      <Section id="collectives" title={t('all')}>
        {(data || !error) && <List rows={data} />}
      </Section>
      {may('collective.vote') && <MemberLine />}
      {may('collective.register') && <Register />}
    </>
  )
}

function List({ rows }: { readonly rows: readonly CollectiveRow[] | undefined }) {
  const t = useTranslations('collectives')
  const format = useFormatter()
  const router = useRouter()
  const { name, held, step } = useCollectiveColumns<CollectiveRow>()
  const votes = ({ threshold, weight }: CollectiveRow) =>
    weight === 0 ? '–' : t('ofVotes', { threshold, weight })
  const columns: readonly Column<CollectiveRow>[] = [
    name,
    held,
    {
      key: 'members',
      header: t('members'),
      cell: ({ members }) => (members === null ? '–' : format.number(members)),
      text: ({ members }) => String(members ?? ''),
      sortBy: ({ members }) => members ?? 0,
      align: 'right',
    },
    { key: 'decide', header: t('decide'), cell: votes, text: votes },
    step,
  ]
  return (
    <Table
      name="collectives"
      caption={t('all')}
      rows={rows}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => router.push(`/collectives/${id}`)}
      empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
    />
  )
}

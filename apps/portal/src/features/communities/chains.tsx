'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, EmptyState, Hash, Section, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'

const POLL_MS = 8_000
type Row = ApiAnswers['chains']['list'][number]

/** Every chain that the network lists, a union's or one that is kept elsewhere, with its newest checkpoint on the ledger. */
export function Chains() {
  const t = useTranslations('communities.chains')
  const router = useRouter()
  const columns = useColumns()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().chains.list.queryOptions(undefined, { refetchInterval }))
  return (
    <Section id="chains" title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="chains"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ chainId }) => chainId}
          onOpen={({ chainId }) => router.push(`/communities/chains/${chainId}`)}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
    </Section>
  )
}

function useColumns(): readonly Column<Row>[] {
  const t = useTranslations('communities.chains')
  const format = useFormatter()
  return [
    {
      ...{ key: 'name', header: t('chain'), phone: 'main', filter: 'text' },
      cell: ({ union, chainId }) => union?.name ?? <Hash hash={chainId} />,
      text: ({ union, chainId }) => union?.name ?? chainId,
    },
    {
      ...{ key: 'level', header: t('level'), align: 'right' },
      cell: ({ level }) => format.number(level),
      text: ({ level }) => String(level),
      sortBy: ({ level }) => level,
    },
    {
      ...{ key: 'authorities', header: t('authorities'), align: 'right' },
      cell: ({ authorities }) => format.number(authorities),
      text: ({ authorities }) => String(authorities),
      sortBy: ({ authorities }) => authorities,
    },
    {
      ...{ key: 'newest', header: t('newest'), align: 'right', phone: 'side' },
      cell: ({ newest }) => (newest ? t('at', { height: Number(newest.height) }) : t('never')),
      text: ({ newest }) => (newest ? String(newest.height) : ''),
      sortBy: ({ newest }) => newest?.height ?? 0n,
    },
  ]
}

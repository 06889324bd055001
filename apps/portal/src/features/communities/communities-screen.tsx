'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  type Column,
  EmptyState,
  PageHeader,
  plainUnits,
  Section,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Chains } from './chains.tsx'
import { FoundUnion } from './found-union.tsx'
import { toneOfUnion } from './stages.ts'

const POLL_MS = 4_000
type Row = ApiAnswers['unions']['list'][number]

/** Farm unions that one's organisation has founded or is a member of, how to found one, and every chain that the network lists. */
export function CommunitiesScreen() {
  const t = useTranslations('communities')
  const { may } = useSession()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {may('collective.list') && <Unions />}
      {may('collective.register') && <FoundUnion />}
      <Chains />
    </>
  )
}

function Unions() {
  const t = useTranslations('communities')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().unions.list.queryOptions(undefined, { refetchInterval }))
  return (
    <Section id="unions" title={t('all')}>
      <RefusalView error={error} />
      {(data || !error) && <List rows={data} />}
    </Section>
  )
}

function List({ rows }: { readonly rows: readonly Row[] | undefined }) {
  const t = useTranslations('communities')
  const format = useFormatter()
  const router = useRouter()
  const { decimals } = useUi()
  const stage = (row: Row) => t(`stages.${row.stage}`)
  const columns: readonly Column<Row>[] = [
    {
      ...{ key: 'name', header: t('name'), phone: 'main', filter: 'text' },
      cell: ({ name }) => name,
      text: ({ name }) => name,
    },
    {
      ...{ key: 'members', header: t('members'), align: 'right' },
      cell: ({ members }) => format.number(members),
      text: ({ members }) => String(members),
      sortBy: ({ members }) => members,
    },
    {
      ...{ key: 'held', header: t('holds'), align: 'right', phone: 'side' },
      cell: ({ held }) => <Amount amount={held} element="value" unit="" />,
      text: ({ held }) => plainUnits(held, decimals),
      sortBy: ({ held }) => held,
    },
    {
      ...{ key: 'stage', header: t('stage'), filter: 'choice' },
      cell: (row) => <Status tone={toneOfUnion[row.stage]}>{stage(row)}</Status>,
      text: stage,
    },
  ]
  return (
    <Table
      name="unions"
      caption={t('all')}
      rows={rows}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => router.push(`/communities/${id}`)}
      empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
    />
  )
}

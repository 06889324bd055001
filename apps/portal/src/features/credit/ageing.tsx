'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  type Column,
  EmptyState,
  formatUnits,
  Hash,
  Notice,
  Skeleton,
  Stat,
  StatRow,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { DebtLink } from '../debt/index.ts'
import { AccountLink, useOwners } from '../explorer/index.ts'
import { TransactionLink } from '../explorer/links.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { toneOfStanding } from './stages.ts'
import { useDays } from './use-days.ts'

type Answer = ApiAnswers['credit']['ageing']
type Row = Answer['debts'][number]
const POLL_MS = 10_000
const standings = ['current', 'due-soon', 'overdue', 'bad'] as const

/** Unpaid debts by how they stand, from the blocks alone. */
export function Ageing() {
  const t = useTranslations('credit')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().credit.ageing.queryOptions(undefined, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  return (
    <div className="space-y-6">
      <StatRow>
        {standings.map((standing) => (
          <Stat
            key={standing}
            label={t(`standing.${standing}`)}
            value={<Amount amount={data.sums[standing]} />}
            tone={standing === 'current' ? 'debt' : standing === 'due-soon' ? 'waiting' : 'refused'}
          />
        ))}
      </StatRow>
      {data.total > data.debts.length && (
        <Notice title={t('ageing.first', { shown: data.debts.length, total: data.total })}>
          {t('ageing.firstNext')}
        </Notice>
      )}
      <AgeingTable data={data} />
    </div>
  )
}

function AgeingTable({ data }: { readonly data: Answer }) {
  const t = useTranslations('credit')
  const days = useDays(data.blocksPerDay)
  const chinese = useLocale() === 'zh-CN'
  const { decimals, locale } = useUi()
  const ownerOf = useOwners(data.owners)
  const nameOf = ({ debtor, keyHash }: Row) => (chinese ? debtor?.nameZh : debtor?.name) ?? keyHash ?? ''
  const dueOf = ({ expiryHeight }: Row) => {
    if (expiryHeight === null) return ''
    const left = expiryHeight - data.height
    return left > 0 ? t('ageing.in', { time: days(left) }) : t('ageing.since', { time: days(-left) })
  }
  const columns: readonly Column<Row>[] = [
    {
      key: 'debtor',
      header: t('debtor'),
      cell: (row) => (row.debtor ? nameOf(row) : <Hash hash={nameOf(row)} />),
      text: nameOf,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'standing',
      header: t('stands'),
      cell: (row) => <Status tone={toneOfStanding[row.standing]}>{t(`standing.${row.standing}`)}</Status>,
      text: (row) => t(`standing.${row.standing}`),
      filter: 'choice',
    },
    {
      key: 'due',
      header: t('due'),
      cell: dueOf,
      text: dueOf,
      sortBy: (row) => row.expiryHeight ?? 0,
      phone: 'detail',
    },
    {
      key: 'amount',
      header: t('amount'),
      cell: (row) => <Amount amount={row.amount} element="debt" />,
      text: (row) => formatUnits(row.amount, decimals, locale),
      sortBy: (row) => row.amount,
      align: 'right',
      phone: 'side',
      total: (rows) => <Amount amount={rows.reduce((sum, { amount }) => sum + amount, 0n)} />,
    },
    {
      key: 'agent',
      header: t('ageing.agent'),
      cell: ({ agent }) => agent && <AccountLink keyHash={agent} owner={ownerOf(agent)} />,
      text: ({ agent }) => (agent ? (ownerOf(agent)?.name ?? agent) : ''),
      filter: 'text',
      phone: 'hide',
    },
    {
      key: 'transaction',
      header: t('transaction'),
      cell: (row) => <TransactionLink txid={row.txid} />,
      text: (row) => row.txid,
      phone: 'hide',
    },
    {
      key: 'case',
      header: t('case'),
      cell: (row) => <DebtLink txid={row.txid} />,
      text: (row) => row.txid,
    },
  ]
  return (
    <Table
      name="credit-ageing"
      caption={t('tabs.ageing')}
      rows={data.debts}
      columns={columns}
      rowKey={(row) => row.name}
      initialSort={{ key: 'due', down: false }}
      empty={<EmptyState title={t('ageing.none')}>{t('ageing.noneNext')}</EmptyState>}
    />
  )
}

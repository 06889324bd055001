'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  EmptyState,
  formatShare,
  plainUnits,
  Section,
  Status,
  shareOf,
  Table,
  useUi,
} from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { type Order, toneOfOrder, wordsOf } from './answers.ts'
import { PublishDialog } from './publish-dialog.tsx'

const POLL_MS = 4_000

/** Every order of the network with how far its funding is, and how to publish one. */
export function OrderBoard() {
  const t = useTranslations('coop.orders')
  const { may } = useSession()
  const router = useRouter()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().coop.orders.queryOptions(undefined, { refetchInterval }))
  const [publishing, setPublishing] = useState(false)
  const columns = useColumns()
  const publish = may('coop.publish') && (
    <Button variant="primary" onClick={() => setPublishing(true)}>
      {t('publish')}
    </Button>
  )
  return (
    <Section id="orders" title={t('title')} lead={t('lead')} actions={publish}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="coop-orders"
          caption={t('title')}
          rows={data?.orders}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => router.push(`/co-op/orders/${id}`)}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {publishing && data && <PublishDialog orders={data} onClose={() => setPublishing(false)} />}
    </Section>
  )
}

function useColumns(): readonly Column<Order>[] {
  const t = useTranslations('coop')
  const chinese = useLocale() === 'zh-CN'
  const { decimals, locale } = useUi()
  const who = ({ organisation }: Order) => (chinese ? organisation.nameZh : organisation.name)
  const part = ({ pledged, need }: Order) => formatShare(shareOf(pledged, need), locale)
  const state = (order: Order) => t(`states.${wordsOf(order)}`)
  return [
    {
      key: 'title',
      header: t('orders.order'),
      cell: (order) => (
        <span>
          {order.title}
          <span className="block text-small text-ink-soft">
            {t('orders.by', { coop: who(order), buyer: order.buyer })}
          </span>
        </span>
      ),
      text: ({ title }) => title,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'need',
      header: t('orders.need'),
      cell: ({ need }) => <Amount amount={need} element="value" unit="" />,
      text: ({ need }) => plainUnits(need, decimals),
      sortBy: ({ need }) => need,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'pledged',
      header: t('orders.pledged'),
      cell: part,
      text: part,
      sortBy: ({ pledged, need }) => shareOf(pledged, need) ?? 0,
      align: 'right',
    },
    {
      key: 'deadline',
      header: t('orders.deadline'),
      cell: ({ deadline }) => t('atHeight', { height: deadline }),
      text: ({ deadline }) => String(deadline),
      sortBy: ({ deadline }) => deadline,
      phone: 'hide',
    },
    {
      key: 'state',
      header: t('orders.state'),
      cell: (order) => <Status tone={toneOfOrder[order.state]}>{state(order)}</Status>,
      text: state,
      filter: 'choice',
    },
  ]
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Facts, Notice, PageHeader, Progress, Section, Skeleton, Status } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useDays } from '../credit/index.ts'
import { BlockLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { type Order, type Pledge, toneOfOrder, wordsOf } from './answers.ts'
import { OrderActions } from './order-actions.tsx'
import { OrderCreditSection } from './order-credit.tsx'
import { PledgeTable } from './pledge-table.tsx'
import { Contracts } from './suppliers.tsx'

const POLL_MS = 3_000

/** One order: how far it is, which contracts it pays at once, who has pledged, and where the ledger has it all. */
export function OrderScreen({ id }: { readonly id: string }) {
  const t = useTranslations('coop')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().coop.show.queryOptions({ orderId: id }, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const { order, pledges, height, credit, blocksPerDay } = data
  const parts = order.paidBy === 'credit' ? 'purchases' : 'pledges'
  return (
    <>
      <PageHeader
        above={<Link href="/co-op">{t('title')}</Link>}
        title={order.title}
        lead={<Status tone={toneOfOrder[order.state]}>{t(`states.${wordsOf(order)}`)}</Status>}
        actions={<OrderActions order={order} isOwed={pledges.some(isOwed)} />}
      />
      <RefusalView error={order.reason ? new RefusedHere(order.reason) : undefined} />
      <Standing {...{ order, height, blocksPerDay, pledges }} />
      <Contracts order={order} />
      {credit && order.txid && <OrderCreditSection {...{ order, credit, height, blocksPerDay }} />}
      <Section id="pledges" title={t(`${parts}.title`)} lead={t(`${parts}.lead`)}>
        <PledgeTable order={order} pledges={pledges} />
      </Section>
    </>
  )
}

type StandingProps = {
  readonly order: Order
  readonly height: number
  readonly blocksPerDay: number
  readonly pledges: readonly Pledge[]
}

/** The funding as a bar, what happens next, and the facts on the ledger. */
function Standing({ order, height, blocksPerDay, pledges }: StandingProps) {
  const t = useTranslations('coop')
  const days = useDays(blocksPerDay)
  const chinese = useLocale() === 'zh-CN'
  const { state, pledged, need, deadline, buyer, organisation, txid, fundingTxid } = order
  const left = Math.max(0, deadline - height)
  const isOver = ['paid', 'paid-final', 'delivered', 'returned', 'withdrawn', 'refused'].includes(state)
  const isBought = order.paidBy === 'credit'
  const words = wordsOf(order)
  return (
    <div className="space-y-4">
      <Progress
        label={t(isBought ? 'buying' : 'funding', { count: pledges.length })}
        done={Number((pledged * 10_000n) / need)}
        total={10_000}
        figures={
          <>
            <Amount amount={pledged} element="value" unit="" /> /{' '}
            <Amount amount={need} element="value" unit="" />
          </>
        }
        state={isOver ? 'done' : 'running'}
      />
      <Notice tone={toneOfOrder[state] === 'waiting' ? 'waiting' : 'plain'} title={t(`next.${words}.title`)}>
        {t(`next.${words}.text`, { deadline, left })}
      </Notice>
      <Facts
        rows={[
          { label: t('buyer'), value: buyer },
          ...(order.workId
            ? [{ label: t('work'), value: <Link href={`/works/${order.workId}`}>{t('workOf')}</Link> }]
            : []),
          { label: t('coop'), value: chinese ? organisation.nameZh : organisation.name },
          { label: t(isBought ? 'price' : 'orders.need'), value: <Amount amount={need} element="value" /> },
          {
            label: t(isBought ? 'deliverBy' : 'orders.deadline'),
            value: t('atHeightLeft', { height: deadline, left, time: days(left) }),
          },
          ...(txid ? [{ label: t('record'), value: <TransactionLink txid={txid} /> }] : []),
          ...(order.height === null
            ? []
            : [{ label: t('inBlock'), value: <BlockLink height={order.height} /> }]),
          ...(fundingTxid ? [{ label: t('payment'), value: <TransactionLink txid={fundingTxid} /> }] : []),
        ]}
      />
    </div>
  )
}

/** An own pledge that still lies there. */
const isOwed = ({ isMine, state }: Pledge): boolean => isMine && (state === 'final' || state === 'in-block')

'use client'
import { useQuery } from '@tanstack/react-query'
import { PageHeader, Skeleton, type Tab, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { ExchangeBoard } from './exchange-board.tsx'
import { OwnStake } from './own-stake.tsx'
import { ProducerDesk } from './producer-desk.tsx'
import { ProducerList } from './producer-list.tsx'

const POLL_MS = 4_000

/** Stake: one's own, who produces, the board on which locked value leaves again, and for an operator what is shared. */
export function StakingScreen() {
  const t = useTranslations('staking')
  const { may } = useSession()
  const [tab, setTab] = useState('mine')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().staking.standing.queryOptions(undefined, { refetchInterval }))
  const mine = data ? (
    <OwnStake standing={data} onProducers={() => setTab('producers')} />
  ) : (
    <Skeleton className="h-60" />
  )
  const tabs: readonly Tab[] = [
    { key: 'mine', label: t('tabs.mine'), count: data?.stakes.length, content: mine },
    { key: 'producers', label: t('tabs.producers'), content: <ProducerList standing={data} /> },
    { key: 'board', label: t('tabs.board'), content: <ExchangeBoard standing={data} /> },
    ...(may('stake.produce') ? [{ key: 'desk', label: t('tabs.desk'), content: <ProducerDesk /> }] : []),
  ]
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <RefusalView error={error} />
      <Tabs label={t('title')} tabs={tabs} value={tab} onChange={setTab} />
    </>
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { PageHeader, Skeleton, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Agents } from './agents.tsx'
import { ListedChains } from './chains.tsx'
import { Denominations } from './denominations.tsx'
import { GroupSection } from './group-section.tsx'
import { Mandate } from './mandate.tsx'
import { Members } from './members.tsx'
import { Proposals } from './proposals.tsx'

const POLL_MS = 5_000

/** The foundation groups: who is on their rosters, which agents they have, what their credit asks, what is proposed. */
export function FoundationScreen() {
  const t = useTranslations('foundation')
  const { role } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const api = useTRPC()
  const { data, error } = useQuery(api.foundation.groups.queryOptions(undefined, { refetchInterval }))
  const { data: found } = useQuery(api.foundation.agents.queryOptions(undefined, { refetchInterval }))
  const { data: mandate } = useQuery(api.foundation.mandate.queryOptions(undefined, { refetchInterval }))
  const { data: proposals } = useQuery(api.foundation.proposals.queryOptions(undefined, { refetchInterval }))
  const open = proposals?.filter(({ state }) => state === 'open' || state === 'preparing')
  const groups = data?.groups.map((group) => (
    <GroupSection key={group.name} group={group} hardwareOnly={data.hardwareKeysOnly} />
  ))
  const denominations = data?.groups.flatMap((group) => group.denominations)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <RefusalView error={error} />
      <Tabs
        label={t('title')}
        tabs={[
          { key: 'groups', label: t('tabs.groups'), content: groups ?? <Skeleton className="h-60" /> },
          {
            key: 'agents',
            label: t('tabs.agents'),
            count: found?.agents.length,
            content: <Agents found={found} />,
          },
          { key: 'members', label: t('tabs.members'), content: <Members /> },
          { key: 'chains', label: t('tabs.chains'), content: <ListedChains /> },
          { key: 'credit', label: t('tabs.credit'), content: <Denominations rows={denominations} /> },
          {
            key: 'proposals',
            label: t('tabs.proposals'),
            count: open?.length,
            content: <Proposals rows={proposals} />,
          },
          ...(mandate && (role === 'authority' || mandate.mandates.length > 0)
            ? [
                {
                  key: 'mandate',
                  label: t('tabs.mandate'),
                  content: <Mandate found={mandate} agents={found?.agents ?? []} />,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { EmptyState, PageHeader, Section, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { BlockRange } from '../charts/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Equation } from './equation.tsx'
import { Modes } from './modes.tsx'
import { RegulationSection } from './regulation.tsx'

const POLL_MS = 15_000

/** How value circulates: the equation with its check, the transactions in their three modes, and how regulation follows demand. */
export function CirculationScreen() {
  const t = useTranslations('circulation')
  const { may } = useSession()
  const [blocks, setBlocks] = useState<number>()
  const refetchInterval = usePolling(POLL_MS)
  const asked = blocks === undefined ? {} : { blocks }
  const { data, error } = useQuery(
    useTRPC().overview.circulation.queryOptions(asked, {
      refetchInterval,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <>
      <PageHeader above={<Link href="/overview">{t('above')}</Link>} title={t('title')} lead={t('lead')} />
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-60" />}
      {data === null && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      {data && (
        <>
          <Section id="equation" title={t('equation.title')} lead={t('equation.lead')}>
            <Equation equation={data.equation} />
          </Section>
          <Section
            id="modes"
            title={t('modes.title')}
            lead={t('modes.lead')}
            actions={
              <BlockRange
                blocks={blocks}
                onBlocks={setBlocks}
                label={t('range')}
                all={t('all')}
                last={(count) => t('last', { count })}
              />
            }
          >
            <Modes counts={data.counts} from={data.from} to={data.to} />
          </Section>
        </>
      )}
      {may('network.node') && (
        <Section id="regulation" title={t('regulation.title')} lead={t('regulation.lead')}>
          <RegulationSection />
        </Section>
      )}
    </>
  )
}

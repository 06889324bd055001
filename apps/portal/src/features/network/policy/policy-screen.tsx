'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, EmptyState, PageHeader, Section, Skeleton, Stat, StatRow } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../../i18n/navigation.ts'
import { useTRPC } from '../../../trpc/client.tsx'
import { HaltNotice } from '../../halt/index.ts'
import { RefusalView } from '../../refusals/index.ts'
import { usePolling } from '../../session/index.ts'
import { EmergencySwitch } from './emergency-switch.tsx'
import { PolicyEditor } from './policy-editor.tsx'
import type { PolicyStanding } from './use-replace-policy.ts'

const POLL_MS = 5_000

/** How much credit the node's own blocks let in: what is in force, the emergency switch, other bounds and their replay. */
export function PolicyScreen() {
  const t = useTranslations('network')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().network.creditPolicy.queryOptions(undefined, { refetchInterval }),
  )
  return (
    <>
      <PageHeader
        above={<Link href="/network">{t('title')}</Link>}
        title={t('policy.title')}
        lead={t('policy.lead')}
      />
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-60" />}
      {data === null && <EmptyState title={t('silent')}>{t('silentNext')}</EmptyState>}
      <div className="mb-5 empty:hidden">
        <HaltNotice />
      </div>
      {data && (
        <>
          <Section id="now" title={t('policy.now')}>
            <Standing standing={data} />
          </Section>
          <Section id="switch" title={t('policy.switch')}>
            <EmergencySwitch policy={data.policy} />
          </Section>
          <Section id="edit" title={t('policy.edit')} lead={t('policy.editLead')}>
            <PolicyEditor inForce={data.policy} blocksPerDay={data.blocksPerDay} />
          </Section>
        </>
      )}
    </>
  )
}

function Standing({ standing }: { readonly standing: PolicyStanding }) {
  const t = useTranslations('network.policy')
  const { policy, ground, most, bound, blocksPerDay } = standing
  const target = policy.meanAge === null ? undefined : t('ofTarget', { days: policy.meanAge / blocksPerDay })
  return (
    <StatRow>
      <Stat
        label={t('next')}
        value={most === null ? t('room') : <Amount amount={most} />}
        note={bound === null ? t('noBound') : t(`bound.${bound}`)}
        tone={most === 0n ? 'refused' : 'credit'}
      />
      <Stat label={t('circulating')} value={<Amount amount={ground.circulating} />} tone="value" />
      <Stat label={t('unused')} value={<Amount amount={ground.unused} />} tone="credit" />
      <Stat label={t('entered')} value={<Amount amount={ground.entered} signed />} />
      <Stat label={t('age')} value={t('days', { days: ground.meanAge / blocksPerDay })} note={target} />
    </StatRow>
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import {
  buttonLook,
  EmptyState,
  Facts,
  Hash,
  Notice,
  PageHeader,
  Section,
  Skeleton,
  Stat,
  StatRow,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { EffectSection } from './effect/effect-section.tsx'
import { PeersTable } from './peers-table.tsx'
import { VotersTable } from './voters-table.tsx'

const POLL_MS = 2_000
export type NodeView = NonNullable<ApiAnswers['network']['node']>

/** The portal's node, for its operator: where it stands, its peers, who votes, what ails it. */
export function NodeScreen() {
  const t = useTranslations('network')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().network.node.queryOptions(undefined, { refetchInterval }))
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            <Link href="/network/configuration" className={buttonLook()}>
              {t('configurationLink')}
            </Link>
            {may('network.policy') && (
              <Link href="/network/policy" className={buttonLook()}>
                {t('policy.link')}
              </Link>
            )}
          </>
        }
      />
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-60" />}
      {data === null && <EmptyState title={t('silent')}>{t('silentNext')}</EmptyState>}
      {data && (
        <>
          <Ailments node={data} />
          <Section id="stand" title={t('stand')}>
            <Standing node={data} />
          </Section>
          <Section id="voters" title={t('voters')}>
            <VotersTable voters={data.voters} />
          </Section>
          <EffectSection />
          <Section id="peers" title={t('peers')}>
            <PeersTable peers={data.peers} />
          </Section>
          <Section id="identity" title={t('identity')}>
            <Identity node={data} />
          </Section>
        </>
      )}
    </>
  )
}

function Ailments({ node }: { readonly node: NodeView }) {
  const t = useTranslations('network')
  if (node.ailments.length === 0) return <p className="mb-6 text-ink-soft">{t('well')}</p>
  return (
    <Notice tone="waiting" title={t('ails')}>
      <ul>
        {node.ailments.map((ailment) => (
          <li key={ailment}>{t.has(`ailment.${ailment}`) ? t(`ailment.${ailment}`) : ailment}</li>
        ))}
      </ul>
    </Notice>
  )
}

function Standing({ node }: { readonly node: NodeView }) {
  const t = useTranslations('network')
  const { number } = useFormatter()
  const { head, justified, final, finality, mempool, peers } = node
  const inReach = peers.filter((peer) => peer.inReach).length
  const since = Math.max(0, Math.round(node.nowMs / 1000 - head.time))
  return (
    <StatRow>
      <Stat label={t('head')} value={number(head.height)} note={t('ago', { seconds: since })} />
      <Stat label={t('justified')} value={number(justified.height)} />
      <Stat
        label={t('final')}
        value={number(final.height)}
        note={finality ? t('ago', { seconds: Math.round(finality.age) }) : undefined}
      />
      {finality && (
        <Stat
          label={t('votersInReach')}
          value={t('of', { some: finality.votersInReach, all: finality.voters })}
          note={t('votersNote', { quorum: finality.quorum, voters: finality.voters })}
          tone={finality.seen ? undefined : 'refused'}
        />
      )}
      <Stat label={t('peersInReach')} value={t('of', { some: inReach, all: peers.length })} />
      <Stat label={t('waiting')} value={number(mempool)} />
    </StatRow>
  )
}

function Identity({ node }: { readonly node: NodeView }) {
  const t = useTranslations('network')
  const { self, clockSkew } = node
  const own = self
    ? [
        { label: t('self'), value: <Hash hash={self.peer} /> },
        { label: t('listens'), value: <span className="break-all">{self.addresses.join(', ')}</span> },
      ]
    : []
  const skew =
    clockSkew === undefined
      ? []
      : [{ label: t('skew'), value: t('clockOff', { ms: Math.round(clockSkew * 1000) }) }]
  return (
    <Facts
      rows={[
        { label: t('network'), value: <Hash hash={node.network} /> },
        { label: t('configuration'), value: <Hash hash={node.configurationId} /> },
        { label: t('protocol'), value: node.protocol },
        ...own,
        ...skew,
        { label: t('signatures'), value: node.backend },
        { label: t('offences'), value: node.offences },
      ]}
    />
  )
}

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
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { type Producer, partOf, type Standing } from './answers.ts'
import { ProducerName, useProducerName } from './producer-name.tsx'
import { RegisterDialog } from './register-dialog.tsx'

const POLL_MS = 6_000

/** Who makes blocks: with how much stake, how many of late, what each keeps of rewards, and where one can entrust. */
export function ProducerList({ standing }: { readonly standing: Standing | undefined }) {
  const t = useTranslations('staking')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().staking.producers.queryOptions(undefined, { refetchInterval }))
  const { may, role } = useSession()
  const [chosen, setChosen] = useState<Producer>()
  const isFor = ({ isHere, isActive, share }: Producer) =>
    isHere && isActive && (share !== null || role === 'node-operator')
  const columns = useColumns(data?.allCounting ?? 0n, data?.blocks ?? 0)
  const entrust: Column<Producer> = {
    key: 'entrust',
    phone: 'action',
    header: t('entrust'),
    cell: (row) =>
      isFor(row) ? (
        <Button size="small" onClick={() => setChosen(row)}>
          {t('entrustTo')}
        </Button>
      ) : (
        <span className="text-small text-ink-faint">{t(row.isHere ? 'noTerms' : 'elsewhere')}</span>
      ),
    text: () => '',
  }
  return (
    <Section id="producers" title={t('producers')} lead={t('producersLead')}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="producers"
          caption={t('producers')}
          rows={data?.rows}
          columns={may('stake.move') ? [...columns, entrust] : columns}
          rowKey={({ producerKey }) => producerKey}
          empty={<EmptyState title={t('noProducers')}>{t('noProducersNext')}</EmptyState>}
        />
      )}
      {chosen && standing && (
        <RegisterDialog producer={chosen} standing={standing} onClose={() => setChosen(undefined)} />
      )}
    </Section>
  )
}

function useColumns(allCounting: bigint, blocks: number): readonly Column<Producer>[] {
  const t = useTranslations('staking')
  const { decimals, locale } = useUi()
  const nameOf = useProducerName()
  const part = ({ counting }: Producer) => formatShare(shareOf(counting, allCounting), locale)
  const made = ({ made: count }: Producer) => formatShare(blocks === 0 ? null : count / blocks, locale)
  const keeps = ({ share }: Producer) => (share === null ? '–' : formatShare(partOf(share), locale))
  return [
    {
      key: 'producer',
      header: t('producer'),
      cell: (row) => (
        <ProducerName producer={row}>
          {!row.isActive && <Status tone="quiet">{t('notActive')}</Status>}
        </ProducerName>
      ),
      text: (row) => `${nameOf(row)} ${row.producerKey}`.trim(),
      phone: 'main',
    },
    {
      key: 'counting',
      header: t('counting'),
      cell: ({ counting }) => <Amount amount={counting} element="value" unit="" />,
      text: ({ counting }) => plainUnits(counting, decimals),
      sortBy: ({ counting }) => counting,
      align: 'right',
      phone: 'side',
    },
    { key: 'part', header: t('partOfAll'), cell: part, text: part, align: 'right' },
    { key: 'made', header: t('made', { blocks }), cell: made, text: made, align: 'right' },
    { key: 'keeps', header: t('keeps'), cell: keeps, text: keeps, align: 'right' },
    {
      key: 'mine',
      header: t('mineThere'),
      cell: ({ mine }) => <Amount amount={mine} element="value" unit="" />,
      text: ({ mine }) => plainUnits(mine, decimals),
      align: 'right',
      phone: 'hide',
    },
  ]
}

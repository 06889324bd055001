'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, EmptyState, Section, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { LinkDialog } from '../qr/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { pathOf } from './read-way.ts'

type Lot = ApiAnswers['provenance']['lots'][number]
const POLL_MS = 6_000

/** Every lot and item that recorded events name: its public page, and the code that leads there. */
export function LotTable() {
  const t = useTranslations('provenance.lots')
  const format = useFormatter()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().provenance.lots.queryOptions(undefined, { refetchInterval }))
  const [shown, setShown] = useState<string>()
  const columns: readonly Column<Lot>[] = [
    {
      key: 'thing',
      header: t('lot'),
      cell: ({ thing }) => (
        <Link className="font-mono break-all underline" href={pathOf(thing)}>
          {thing}
        </Link>
      ),
      text: ({ thing }) => thing,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'events',
      header: t('events'),
      cell: ({ events }) => format.number(events),
      text: ({ events }) => String(events),
      sortBy: ({ events }) => events,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'code',
      header: t('code'),
      cell: ({ thing }) => (
        <Button size="small" onClick={() => setShown(thing)}>
          {t('show')}
        </Button>
      ),
      text: () => '',
    },
  ]
  return (
    <Section id="lots" title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="lots"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ thing }) => thing}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {shown !== undefined && (
        <LinkDialog
          title={t('codeTitle')}
          lead={t('codeLead')}
          label={t('codeOf', { thing: shown })}
          close={t('close')}
          path={pathOf(shown)}
          onClose={() => setShown(undefined)}
        />
      )}
    </Section>
  )
}

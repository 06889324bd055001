'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, Section, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { megawattHours } from './megawatt-hours.ts'

type Station = ApiAnswers['certificates']['stations'][number]
const POLL_MS = 5_000

/** What each station has behind it: certificates so far, and the energy that waits for a whole MWh. */
export function Stations() {
  const t = useTranslations('energy')
  const format = useFormatter()
  const refetchInterval = usePolling(POLL_MS)
  const { data = [], error } = useQuery(
    useTRPC().certificates.stations.queryOptions(undefined, { refetchInterval }),
  )
  const issued = ({ nextSerial }: Station) => nextSerial - 1n
  const columns: readonly Column<Station>[] = [
    {
      key: 'station',
      header: t('station'),
      cell: ({ station }) => station,
      text: ({ station }) => station,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'issued',
      header: t('issued'),
      cell: (row) => format.number(issued(row)),
      text: (row) => issued(row).toString(),
      sortBy: issued,
      align: 'right',
      phone: 'side',
      total: (rows) => format.number(rows.reduce((sum, row) => sum + issued(row), 0n)),
    },
    {
      key: 'carry',
      header: t('carry'),
      cell: ({ carry }) => megawattHours(carry),
      text: ({ carry }) => megawattHours(carry),
      sortBy: ({ carry }) => carry,
      align: 'right',
    },
  ]
  if (data.length === 0) return <RefusalView error={error} />
  return (
    <Section id="stations" title={t('stations')} lead={t('stationsLead')}>
      <Table
        name="stations"
        caption={t('stations')}
        rows={data}
        columns={columns}
        rowKey={({ station }) => station}
      />
    </Section>
  )
}

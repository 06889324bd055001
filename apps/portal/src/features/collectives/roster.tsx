'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, EmptyState, Section, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import type { Kind } from './choose-kind.tsx'
import { useMemberColumns, useOwnerColumn } from './columns.tsx'

type Member = ApiAnswers['collectives']['members']['rows'][number]
const POLL_MS = 10_000
const MOST = 1000

/** The members in the order of the list on the ledger; names are the registration's. */
export function Roster({ id, scheme }: { readonly id: string; readonly scheme: Kind }) {
  const t = useTranslations('collectives')
  const refetchInterval = usePolling(POLL_MS)
  const asked = { collectiveId: id, limit: MOST }
  const { data, error } = useQuery(useTRPC().collectives.members.queryOptions(asked, { refetchInterval }))
  const columns = useColumns()
  return (
    <Section id="members" title={t('roster')} lead={t(scheme === 'VCC1' ? 'rosterHere' : 'rosterLead')}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="collective-members"
          caption={t('roster')}
          rows={data?.rows}
          columns={columns}
          rowKey={({ position }) => String(position)}
          empty={<EmptyState title={t('noMembers')}>{t('noMembersNext')}</EmptyState>}
        />
      )}
    </Section>
  )
}

function useColumns(): readonly Column<Member>[] {
  const t = useTranslations('collectives')
  const { weight, key } = useMemberColumns<Member>()
  const owner = useOwnerColumn<Member>()
  const format = useFormatter()
  const number = ({ position }: Member) => format.number(position + 1)
  const name = (row: Member) => row.name ?? '–'
  return [
    {
      key: 'number',
      header: t('number'),
      cell: number,
      text: number,
      sortBy: (row) => row.position,
      phone: 'hide',
    },
    { key: 'name', header: t('name'), cell: name, text: name, filter: 'text', phone: 'main' },
    {
      ...weight,
      phone: 'side',
      total: (rows) => format.number(rows.reduce((sum, { weight }) => sum + weight, 0)),
    },
    owner,
    key,
  ]
}

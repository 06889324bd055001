'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, Section, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import type { Kind } from './choose-kind.tsx'
import { useMemberColumns } from './columns.tsx'

type Row = ApiAnswers['collectives']['roll']['rows'][number]
const POLL_MS = 3_000
const MOST = 1000

/** Who has voted and who has not; once a block has the witness, whose vote it proves. */
export function RollCall({ id, scheme }: { readonly id: string; readonly scheme: Kind }) {
  const t = useTranslations('collectives.roll')
  const refetchInterval = usePolling(POLL_MS)
  const asked = { proposalId: id, limit: MOST }
  const { data, error } = useQuery(useTRPC().collectives.roll.queryOptions(asked, { refetchInterval }))
  const columns = useColumns(data?.isOnLedger ?? false)
  return (
    <Section id="roll" title={t('title')} lead={t(data?.isOnLedger ? `byLedger.${scheme}` : 'byVotes')}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="roll-call"
          caption={t('title')}
          rows={data?.rows}
          columns={columns}
          rowKey={({ position }) => String(position)}
        />
      )}
    </Section>
  )
}

function useColumns(isOnLedger: boolean): readonly Column<Row>[] {
  const t = useTranslations('collectives')
  const { weight, key } = useMemberColumns<Row>()
  const format = useFormatter()
  const name = (row: Row) => row.name ?? '–'
  const hasVoted = ({ votedAt, isCounted }: Row) => (isOnLedger ? isCounted === true : votedAt !== null)
  const state = (row: Row) => t(hasVoted(row) ? 'roll.voted' : 'roll.notVoted')
  const at = ({ votedAt }: Row) => (votedAt ? format.dateTime(votedAt, 'short') : '–')
  return [
    { key: 'name', header: t('name'), cell: name, text: name, filter: 'text', phone: 'main' },
    {
      key: 'state',
      header: t('roll.state'),
      cell: (row) => <Status tone={hasVoted(row) ? 'plain' : 'quiet'}>{state(row)}</Status>,
      text: state,
      filter: 'choice',
      phone: 'side',
    },
    { ...weight, phone: 'hide' },
    { key: 'at', header: t('roll.at'), cell: at, text: at, sortBy: ({ votedAt }) => votedAt?.getTime() ?? 0 },
    key,
  ]
}

'use client'
import { type Column, Hash, Status, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { NodeView } from './node-screen.tsx'

type Voter = NodeView['voters'][number]

/** Who votes by the head, and of whom the node has heard in the last seconds. */
export function VotersTable({ voters }: { readonly voters: readonly Voter[] }) {
  const t = useTranslations('network')
  const reach = (row: Voter) => t(row.inReach ? 'inReach' : 'outOfReach')
  const columns: readonly Column<Voter>[] = [
    {
      key: 'stakeKey',
      header: t('stakeKey'),
      cell: (row) => <Hash hash={row.stakeKey} />,
      text: (row) => row.stakeKey,
      phone: 'main',
    },
    {
      key: 'peer',
      header: t('peer'),
      cell: (row) => <Hash hash={row.peer} />,
      text: (row) => row.peer,
      phone: 'detail',
    },
    {
      key: 'reach',
      header: t('reach'),
      cell: (row) => <Status tone={row.inReach ? 'plain' : 'refused'}>{reach(row)}</Status>,
      text: reach,
      phone: 'side',
    },
  ]
  return (
    <Table
      name="voters"
      caption={t('voters')}
      rows={voters}
      columns={columns}
      rowKey={(row) => row.stakeKey}
    />
  )
}

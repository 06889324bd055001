'use client'
import { type Column, EmptyState, Hash, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { NodeView } from './node-screen.tsx'

type Peer = NodeView['peers'][number]

/** Whom the node is connected with, and what each says of itself. */
export function PeersTable({ peers }: { readonly peers: readonly Peer[] }) {
  const t = useTranslations('network')
  return (
    <Table
      name="peers"
      caption={t('peers')}
      rows={peers}
      columns={usePeerColumns()}
      rowKey={(row) => row.peer}
      empty={<EmptyState title={t('noPeers')}>{t('noPeersNext')}</EmptyState>}
    />
  )
}

function usePeerColumns(): readonly Column<Peer>[] {
  const t = useTranslations('network')
  const { number } = useFormatter()
  const reach = (row: Peer) => t(row.inReach ? 'inReach' : 'outOfReach')
  const direction = (row: Peer) => t(row.inbound ? 'inbound' : 'outbound')
  return [
    {
      key: 'peer',
      header: t('peer'),
      cell: (row) => <Hash hash={row.peer} />,
      text: (row) => row.peer,
      phone: 'main',
    },
    {
      key: 'reach',
      header: t('reach'),
      cell: (row) => <Status tone={row.inReach ? 'plain' : 'refused'}>{reach(row)}</Status>,
      text: reach,
      phone: 'side',
    },
    {
      key: 'address',
      header: t('address'),
      cell: (row) => row.address,
      text: (row) => row.address,
      phone: 'hide',
    },
    { key: 'direction', header: t('direction'), cell: direction, text: direction, phone: 'hide' },
    {
      key: 'head',
      header: t('peerHead'),
      cell: (row) => number(row.head),
      text: (row) => String(row.head),
      sortBy: (row) => row.head,
      align: 'right',
      phone: 'detail',
    },
    {
      key: 'final',
      header: t('peerFinal'),
      cell: (row) => number(row.final),
      text: (row) => String(row.final),
      sortBy: (row) => row.final,
      align: 'right',
      phone: 'detail',
    },
    {
      key: 'clock',
      header: t('clock'),
      cell: (row) => t('clockOff', { ms: Math.round(row.skewMs) }),
      text: (row) => String(Math.round(row.skewMs)),
      sortBy: (row) => row.skewMs,
      align: 'right',
      phone: 'hide',
    },
    {
      key: 'score',
      header: t('score'),
      cell: (row) => number(Math.round(row.score)),
      text: (row) => String(row.score),
      sortBy: (row) => row.score,
      align: 'right',
      phone: 'hide',
    },
  ]
}

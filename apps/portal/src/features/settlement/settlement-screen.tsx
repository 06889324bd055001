'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, PageHeader, Skeleton, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { ChequeDesk } from '../cheques/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Batches } from './batches.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { Participants } from './participants.tsx'
import { Pool } from './pool.tsx'

const POLL_MS = 4_000

/** Batches of obligations, the centre's pool and books, and who is paid where. */
export function SettlementScreen() {
  const t = useTranslations('settlement')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().settlement.list.queryOptions(undefined, { refetchInterval }))
  const [importing, setImporting] = useState(false)
  const batches = {
    key: 'batches',
    label: t('tabs.batches'),
    count: data?.length,
    content: <Batches rows={data ?? []} />,
  }
  const pool = { key: 'pool', label: t('tabs.pool'), content: <Pool /> }
  const cheques = { key: 'cheques', label: t('tabs.cheques'), content: <ChequeDesk /> }
  const participants = { key: 'participants', label: t('tabs.participants'), content: <Participants /> }
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          may('settlement.import') && (
            <Button variant="primary" onClick={() => setImporting(true)}>
              {t('import.title')}
            </Button>
          )
        }
      />
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-60" />}
      {data && (
        <Tabs
          label={t('title')}
          tabs={may('settlement.run') ? [batches, pool, cheques, participants] : [batches, cheques]}
        />
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, PageHeader, Skeleton, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Ageing } from './ageing.tsx'
import { Applications } from './applications.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import { Debts } from './debts.tsx'

const POLL_MS = 5_000

/** Credit from application to repayment, as far as the role has to do with it. */
export function CreditScreen() {
  const t = useTranslations('credit')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().credit.list.queryOptions(undefined, { refetchInterval }))
  const [applying, setApplying] = useState(false)
  const applications = {
    key: 'applications',
    label: t('tabs.applications'),
    count: data?.length,
    content: <Applications rows={data ?? []} />,
  }
  const debts = { key: 'debts', label: t('tabs.debts'), content: <Debts /> }
  const ageing = { key: 'ageing', label: t('tabs.ageing'), content: <Ageing /> }
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          may('credit.apply') && (
            <Button variant="primary" onClick={() => setApplying(true)}>
              {t('apply.title')}
            </Button>
          )
        }
      />
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-60" />}
      {data && <Tabs label={t('title')} tabs={[applications, may('credit.repay') ? debts : ageing]} />}
      {applying && <ApplyDialog onClose={() => setApplying(false)} />}
    </>
  )
}

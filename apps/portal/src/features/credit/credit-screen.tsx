'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, PageHeader, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { AccountsTable } from '../accounts/index.ts'
import { Reminders } from '../debt/index.ts'
import { HaltNotice } from '../halt/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { StandingLink } from '../standing/index.ts'
import { Ageing } from './ageing.tsx'
import { Applications } from './applications.tsx'
import { ApplyByFile } from './apply-by-file.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import { Debts } from './debts.tsx'
import { Files } from './files.tsx'
import { Models } from './models.tsx'

const POLL_MS = 5_000

/** Credit from application to repayment, as far as the role has to do with it. */
export function CreditScreen() {
  const t = useTranslations('credit')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data } = useQuery(useTRPC().credit.list.queryOptions({ pageSize: 1 }, { refetchInterval }))
  const [applying, setApplying] = useState<'form' | 'file'>()
  const close = () => setApplying(undefined)
  const applications = {
    key: 'applications',
    label: t('tabs.applications'),
    count: data?.total,
    content: <Applications />,
  }
  const debts = { key: 'debts', label: t('tabs.debts'), content: <Debts /> }
  const ageing = { key: 'ageing', label: t('tabs.ageing'), content: <Ageing /> }
  const files = { key: 'files', label: t('tabs.files'), content: <Files /> }
  const accounts = { key: 'accounts', label: t('tabs.accounts'), content: <AccountsTable /> }
  const models = { key: 'models', label: t('tabs.models'), content: <Models /> }
  const rest = may('credit.repay') ? [debts] : [ageing, accounts]
  const own = may('credit.approve') ? [models] : []
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            <StandingLink />
            {may('credit.import') && <Button onClick={() => setApplying('file')}>{t('files.title')}</Button>}
            {may('credit.apply') && (
              <Button variant="primary" onClick={() => setApplying('form')}>
                {t('apply.title')}
              </Button>
            )}
          </>
        }
      />
      <div className="mb-5 empty:hidden">
        <HaltNotice />
      </div>
      {may('credit.repay') && <Reminders />}
      <Tabs
        label={t('title')}
        tabs={[applications, ...rest, ...own, ...(may('credit.import') ? [files] : [])]}
      />
      {applying === 'form' && <ApplyDialog onClose={close} />}
      {applying === 'file' && <ApplyByFile onClose={close} />}
    </>
  )
}

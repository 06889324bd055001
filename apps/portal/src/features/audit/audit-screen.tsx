'use client'
import { PageHeader, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { HaltDesk } from '../halt/index.ts'
import { TraceDebt } from './trace-debt.tsx'
import { TraceRight } from './trace-right.tsx'
import { VerifyRange } from './verify-range.tsx'

/** The regulator's desk: judge the ledger again, follow debts and rights through it. */
export function AuditScreen() {
  const t = useTranslations('audit')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs
        label={t('title')}
        tabs={[
          { key: 'verify', label: t('verify'), content: <VerifyRange /> },
          { key: 'debt', label: t('traceDebt'), content: <TraceDebt /> },
          { key: 'right', label: t('traceRight'), content: <TraceRight /> },
          { key: 'halt', label: t('halt'), content: <HaltDesk /> },
        ]}
      />
    </>
  )
}

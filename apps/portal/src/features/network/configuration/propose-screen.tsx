'use client'
import { EmptyState, PageHeader, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../../i18n/navigation.ts'
import { RefusalView } from '../../refusals/index.ts'
import { ProposalEditor } from './proposal-editor.tsx'
import { useConfiguration } from './use-configuration.ts'

/** A new proposal: what changes and why, when it is counted, what it would have refused; then it is given to all nodes. */
export function ProposeScreen() {
  const t = useTranslations('configuration')
  const tn = useTranslations('network')
  const { data, error } = useConfiguration()
  return (
    <>
      <PageHeader
        above={<Link href="/network/configuration">{t('title')}</Link>}
        title={t('form.title')}
        lead={t('form.lead')}
      />
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-60" />}
      {data === null && <EmptyState title={tn('silent')}>{tn('silentNext')}</EmptyState>}
      {data && <ProposalEditor view={data} />}
    </>
  )
}

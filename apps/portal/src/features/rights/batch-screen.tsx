'use client'
import { useQuery } from '@tanstack/react-query'
import { Notice, PageHeader, Progress, Section, Skeleton, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BadLines } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Appraise } from './appraise.tsx'
import { BatchFacts } from './batch-facts.tsx'
import { Certify } from './certify.tsx'
import { RightsList } from './rights-list.tsx'
import { SetFingerprints } from './set-fingerprints.tsx'
import { toneOfStep } from './steps.ts'

const POLL_MS = 2_000
const order = ['imported', 'appraised', 'prepared', 'approved', 'certified'] as const
export type BatchDetail = ApiAnswers['rights']['batch']

/** One batch: what was brought, the report, the certification and what the ledger says of it. */
export function BatchScreen({ batchId }: { readonly batchId: string }) {
  const t = useTranslations('rights')
  const { may, organisationId } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data: batch, error } = useQuery(
    useTRPC().rights.batch.queryOptions({ batchId }, { refetchInterval }),
  )
  if (error) return <RefusalView error={error} />
  if (!batch) return <Skeleton className="h-80" />
  const isOwn = batch.issuerId === organisationId
  const isEditable = isOwn && batch.step === 'imported'
  return (
    <>
      <PageHeader
        title={batch.fileName}
        above={<Link href="/rights">{t('title')}</Link>}
        lead={<Status tone={toneOfStep[batch.step]}>{t(`steps.${batch.step}`)}</Status>}
      />
      {batch.step !== 'declined' && (
        <Progress
          label={t('progress')}
          done={order.indexOf(batch.step) + 1}
          total={order.length}
          state={batch.step === 'certified' ? 'done' : 'waiting'}
        />
      )}
      {batch.reason && <Reason batch={batch} />}
      <div className="mt-6">
        <BatchFacts batch={batch} />
      </div>
      {may('right.appraise') && !isOwn && batch.step === 'imported' && <Appraise batchId={batch.id} />}
      {may('right.certify') && !isOwn && <Certify batch={batch} />}
      {isEditable && may('right.register') && <SetFingerprints batchId={batch.id} />}
      {batch.badRows.length > 0 && (
        <Section id="aside" title={t('setAside')} lead={t('setAsideLead', { count: batch.badRows.length })}>
          <BadLines name="set-aside" caption={t('setAside')} rows={batch.badRows} />
        </Section>
      )}
      <Section id="rights" title={t('all')}>
        <RightsList key={batch.step} batchId={batch.id} editable={isEditable} />
      </Section>
    </>
  )
}

/** Why it was declined, in the centre's words; or what the network refused, in ours. */
function Reason({ batch }: { readonly batch: BatchDetail }) {
  const t = useTranslations('rights')
  const refusals = useTranslations('refusals')
  const reason = batch.reason ?? ''
  const title = `${reason}.title`
  const isCode = batch.step !== 'declined' && refusals.has(title)
  return (
    <div className="mt-4">
      <Notice title={t('reason')}>{isCode ? refusals(title) : reason}</Notice>
    </div>
  )
}

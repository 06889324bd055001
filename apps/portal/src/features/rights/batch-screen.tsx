'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Facts, Hash, Notice, PageHeader, Progress, Section, Skeleton, Status } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useRowWords } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Appraise } from './appraise.tsx'
import { Certify } from './certify.tsx'
import { RightsList } from './rights-list.tsx'
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
      {batch.reason && <Notice title={t('reason')}>{batch.reason}</Notice>}
      <BatchFacts batch={batch} />
      {may('right.appraise') && !isOwn && batch.step === 'imported' && <Appraise batchId={batch.id} />}
      {may('right.certify') && !isOwn && <Certify batch={batch} />}
      {batch.badRows.length > 0 && <SetAside batch={batch} />}
      <Section id="rights" title={t('all')}>
        <RightsList batchId={batch.id} editable={isOwn && batch.step === 'imported'} />
      </Section>
    </>
  )
}

function BatchFacts({ batch }: { readonly batch: BatchDetail }) {
  const t = useTranslations('rights')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const name = (party: { name: string; nameZh: string } | null) =>
    (chinese ? party?.nameZh : party?.name) ?? '–'
  const { txid, height, finality } = batch
  return (
    <Section id="facts" title={t('facts')}>
      <Facts
        rows={[
          { label: t('issuer'), value: name(batch.issuer) },
          { label: t('count'), value: format.number(batch.count) },
          { label: t('encoding'), value: `${batch.format} · ${batch.encoding}` },
          { label: t('digest'), value: <Hash hash={batch.digest} /> },
          { label: t('appraiser'), value: name(batch.appraiser) },
          { label: t('report'), value: batch.report ?? '–' },
          { label: t('value'), value: batch.value === null ? '–' : <Amount amount={batch.value} /> },
          { label: t('centre'), value: name(batch.centre) },
          { label: t('record'), value: txid ? <Hash hash={txid} /> : '–' },
          {
            label: t('block'),
            value:
              height === null || !finality ? '–' : `${format.number(height)} · ${t(`finality.${finality}`)}`,
          },
        ]}
      />
    </Section>
  )
}

function SetAside({ batch }: { readonly batch: BatchDetail }) {
  const t = useTranslations('rights')
  const words = useRowWords()
  return (
    <Section id="aside" title={t('setAside')}>
      <ul className="max-h-60 overflow-auto border-y text-small">
        {batch.badRows.map((row) => (
          <li key={row.line} className="py-1">
            <span className="figures">
              {t('line')} {row.line}
            </span>{' '}
            · {words(row)}
          </li>
        ))}
      </ul>
    </Section>
  )
}

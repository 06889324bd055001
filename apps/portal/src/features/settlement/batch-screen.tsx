'use client'
import { useQuery } from '@tanstack/react-query'
import { SETTLEMENT_TABLE } from '@vc/settlement'
import { Facts, Hash, PageHeader, Progress, Section, Skeleton, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockLink, RecordLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { toneOf } from './batches.tsx'
import { Decide } from './decide.tsx'
import { Netting } from './netting.tsx'
import { Positions } from './positions.tsx'
import { SetAside } from './set-aside.tsx'

export type BatchAnswer = ApiAnswers['settlement']['read']
const POLL_MS = 2_000
const steps: readonly string[] = [
  'checked',
  'netted',
  'prepared',
  'approved',
  'submitted',
  'settled',
  'final',
]

/** One batch: what netting saves, who gets what, where it stands, and what to do next. */
export function BatchScreen({ id }: { readonly id: string }) {
  const t = useTranslations('settlement')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().settlement.read.queryOptions({ batchId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const { batch, stage, positions, setAside } = data
  const at = steps.indexOf(stage)
  return (
    <>
      <PageHeader
        above={<Link href="/settlement">{t('title')}</Link>}
        title={batch.fileName}
        lead={<Status tone={toneOf(stage)}>{t(`steps.${stage}`)}</Status>}
      />
      {stage !== 'declined' && (
        <Progress
          label={t(`next.${stage}`)}
          done={at + 1}
          total={steps.length}
          unit={t('stepUnit')}
          state={stage === 'final' ? 'done' : toneOf(stage) === 'waiting' ? 'waiting' : 'running'}
        />
      )}
      <Decide data={data} />
      {positions.length > 0 && <Netting data={data} />}
      {positions.length > 0 && <Positions data={data} />}
      {setAside.length > 0 && <SetAside rows={setAside} />}
      <Proof data={data} />
    </>
  )
}

function Proof({ data: { batch, broughtBy, approver, legs } }: { readonly data: BatchAnswer }) {
  const t = useTranslations('settlement')
  const format = useFormatter()
  const recordKey = batch.id.replaceAll('-', '')
  const onLedger = batch.height !== null
  const hashes = legs.map(({ txid }) =>
    onLedger ? <TransactionLink key={txid} txid={txid} /> : <Hash key={txid} hash={txid} />,
  )
  const rows = [
    { label: t('broughtBy'), value: broughtBy },
    { label: t('approver'), value: approver ?? '–' },
    { label: t('obligations'), value: format.number(batch.obligations) },
    { label: t('digest'), value: <Hash hash={batch.digest} /> },
    { label: t('root'), value: batch.reportRoot ? <Hash hash={batch.reportRoot} /> : '–' },
    {
      label: t('transactions'),
      value: legs.length > 0 ? <span className="flex flex-wrap gap-x-4">{hashes}</span> : '–',
    },
    { label: t('block'), value: batch.height === null ? '–' : <BlockLink height={batch.height} /> },
    ...(onLedger
      ? [{ label: t('record'), value: <RecordLink table={SETTLEMENT_TABLE} recordKey={recordKey} /> }]
      : []),
  ]
  return (
    <Section title={t('proof')} lead={t('proofLead')}>
      <Facts rows={rows} />
    </Section>
  )
}

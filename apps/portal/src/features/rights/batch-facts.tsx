'use client'
import { Amount, Facts, Hash, Section } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { RecordPlace } from '../imports/index.ts'
import type { BatchDetail } from './batch-screen.tsx'

/** What is known of a batch: the file, the report, who certified it and where the ledger has it. */
export function BatchFacts({ batch }: { readonly batch: BatchDetail }) {
  const t = useTranslations('rights')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const name = (party: { name: string; nameZh: string } | null) =>
    (chinese ? party?.nameZh : party?.name) ?? '–'
  const { txid, height, finality } = batch
  const read = `${t(`formats.${batch.format}`)} · ${batch.encoding.toUpperCase()}`
  return (
    <Section id="facts" title={t('facts')}>
      <Facts
        rows={[
          { label: t('issuer'), value: name(batch.issuer) },
          { label: t('broughtAt'), value: format.dateTime(batch.createdAt, 'short') },
          { label: t('count'), value: format.number(batch.count) },
          { label: t('encoding'), value: read },
          { label: t('digest'), value: <Hash hash={batch.digest} /> },
          { label: t('appraiser'), value: name(batch.appraiser) },
          { label: t('report'), value: batch.report ?? '–' },
          { label: t('value'), value: batch.value === null ? '–' : <Amount amount={batch.value} /> },
          { label: t('centre'), value: name(batch.centre) },
          { label: t('record'), value: <RecordPlace txid={txid} height={height} finality={finality} /> },
        ]}
      />
    </Section>
  )
}

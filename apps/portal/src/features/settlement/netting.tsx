'use client'
import { Amount, Section, Stat, StatRow } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { BatchAnswer } from './batch-screen.tsx'
import { NettingFlows } from './netting-flows.tsx'

/** What would have to move gross, after netting each pair and after netting all; what that saves, in figures and drawn. */
export function Netting({ data: { batch } }: { readonly data: BatchAnswer }) {
  const t = useTranslations('settlement')
  const format = useFormatter()
  const { gross, bilateral, multilateral } = batch
  const saved = gross - multilateral
  const share = gross === 0n ? 0 : Number((saved * 10_000n) / gross) / 10_000
  return (
    <Section title={t('netting')} lead={t('nettingLead', { pairs: batch.pairs })}>
      <StatRow>
        <Stat label={t('gross')} value={<Amount amount={gross} />} />
        <Stat label={t('bilateral')} value={<Amount amount={bilateral} />} />
        <Stat label={t('multilateral')} value={<Amount amount={multilateral} />} tone="value" />
        <Stat
          label={t('saved')}
          value={<Amount amount={saved} />}
          note={format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
        />
      </StatRow>
      <NettingFlows batch={batch} />
    </Section>
  )
}

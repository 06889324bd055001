'use client'
import { PageHeader } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { WaitingActs } from '../signing/index.ts'
import { BlockSlips } from './block-slips.tsx'
import { EconomySection } from './economy-section.tsx'

/** What is true now: what waits for the reader, the blocks as they come, the economy. */
export function OverviewScreen() {
  const t = useTranslations('overview')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <WaitingActs />
      <BlockSlips />
      <EconomySection />
    </>
  )
}

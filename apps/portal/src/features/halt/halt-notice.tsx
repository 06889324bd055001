'use client'
import { Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useHalts } from './use-halts.ts'

/** Says that a regulator has halted new credit, until when and why; nothing while none has. */
export function HaltNotice() {
  const t = useTranslations('halt')
  return useHalts()?.map(({ key, until, text }) => (
    <Notice key={key} tone="waiting" title={t('standing', { until })}>
      <p>{text === '' ? t('noWhy') : t('why', { text })}</p>
      <p>{t('told')}</p>
    </Notice>
  ))
}

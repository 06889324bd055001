'use client'
import { PageHeader } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { OrderBoard } from './order-board.tsx'

/** The farm co-op desk: orders that supporters fund together. */
export function CoopScreen() {
  const t = useTranslations('coop')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <OrderBoard />
    </>
  )
}

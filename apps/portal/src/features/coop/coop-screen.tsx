'use client'
import { PageHeader, type Tab, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProvenanceDesk } from '../provenance/index.ts'
import { useSession } from '../session/index.ts'
import { OrderBoard } from './order-board.tsx'
import { OutsideSuppliers } from './outside-suppliers.tsx'

/** The farm co-op desk: orders that supporters fund together, suppliers from outside, and the provenance of lots. */
export function CoopScreen() {
  const t = useTranslations('coop')
  const { may } = useSession()
  const [tab, setTab] = useState('orders')
  const tabs: readonly Tab[] = [
    { key: 'orders', label: t('tabs.orders'), content: <OrderBoard /> },
    ...(may('coop.publish')
      ? [{ key: 'suppliers', label: t('tabs.suppliers'), content: <OutsideSuppliers /> }]
      : []),
    ...(may('provenance.list')
      ? [{ key: 'provenance', label: t('tabs.provenance'), content: <ProvenanceDesk /> }]
      : []),
  ]
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs label={t('title')} tabs={tabs} value={tab} onChange={setTab} />
    </>
  )
}

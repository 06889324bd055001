'use client'
import { PageHeader, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { BookDesk } from './book-desk.tsx'
import { WorkBoard } from './work-board.tsx'

/** The desk of works: every registered work, and one's own book. */
export function WorksScreen() {
  const t = useTranslations('works')
  const [tab, setTab] = useState('works')
  const tabs = [
    { key: 'works', label: t('tabs.works'), content: <WorkBoard /> },
    { key: 'book', label: t('tabs.book'), content: <BookDesk /> },
  ]
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs label={t('title')} tabs={tabs} value={tab} onChange={setTab} />
    </>
  )
}

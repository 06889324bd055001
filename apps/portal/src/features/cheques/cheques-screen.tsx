'use client'
import { buttonLook, PageHeader, type Tab, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useSession } from '../session/index.ts'
import { BookSection } from './book-section.tsx'
import { PresentSection } from './present-section.tsx'

/** Cheques: the value that is put aside and what is drawn on it, and those that came in. */
export function ChequesScreen() {
  const t = useTranslations('cheques')
  const { may } = useSession()
  const [tab, setTab] = useState(may('cheque.sign') ? 'own' : 'present')
  const tabs: readonly Tab[] = [
    ...(may('cheque.sign') ? [{ key: 'own', label: t('tabs.own'), content: <BookSection /> }] : []),
    { key: 'present', label: t('tabs.present'), content: <PresentSection /> },
  ]
  const check = (
    <Link href="/cheque" className={buttonLook({})}>
      {t('toCheck')}
    </Link>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={check} />
      <Tabs label={t('title')} tabs={tabs} value={tab} onChange={setTab} />
    </>
  )
}

'use client'
import { PageHeader, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useSession } from '../session/index.ts'
import { Register } from './register.tsx'

/** How debtors stand, as far as the role has to do with it: who they are, how they are scored, who is in default. */
export function StandingScreen() {
  const t = useTranslations('standing')
  const { may } = useSession()
  const register = { key: 'register', label: t('tabs.register'), content: <Register /> }
  return (
    <>
      <PageHeader
        above={<Link href="/credit">{t('above')}</Link>}
        title={t('title')}
        lead={t(may('score.own') ? 'leadOwn' : 'lead')}
      />
      <Tabs label={t('title')} tabs={[...(may('debtor.list') ? [register] : [])]} />
    </>
  )
}

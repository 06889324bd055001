'use client'
import { PageHeader, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useSession } from '../session/index.ts'
import { Consents } from './consents.tsx'
import { OwnScores } from './own-score.tsx'
import { Register } from './register.tsx'
import { OwnAppeals, WatchedAppeals } from './watched-appeals.tsx'

/** How debtors stand, as far as the role has to do with it: who they are, how they are scored, who is in default. */
export function StandingScreen() {
  const t = useTranslations('standing')
  const { may } = useSession()
  const own = [
    { key: 'score', label: t('tabs.score'), content: <OwnScores /> },
    { key: 'consents', label: t('tabs.consents'), content: <Consents /> },
    { key: 'appeals', label: t('tabs.appeals'), content: <OwnAppeals /> },
  ]
  const register = { key: 'register', label: t('tabs.register'), content: <Register /> }
  const appeals = { key: 'appeals', label: t('tabs.appeals'), content: <WatchedAppeals /> }
  const watched = [...(may('debtor.list') ? [register] : []), ...(may('score.watch') ? [appeals] : [])]
  return (
    <>
      <PageHeader
        above={<Link href="/credit">{t('above')}</Link>}
        title={t('title')}
        lead={t(may('score.own') ? 'leadOwn' : 'lead')}
      />
      <Tabs label={t('title')} tabs={may('score.own') ? own : watched} />
    </>
  )
}

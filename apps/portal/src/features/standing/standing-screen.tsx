'use client'
import { PageHeader, Tabs } from '@vc/ui'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useSession } from '../session/index.ts'
import { Consents } from './consents.tsx'
import { Evaluations } from './evaluations.tsx'
import { OwnScores } from './own-score.tsx'
import { PublicRecords } from './public-records.tsx'
import { Register } from './register.tsx'
import { Sanctions } from './sanctions.tsx'
import { OwnAppeals, WatchedAppeals } from './watched-appeals.tsx'

/** How debtors stand, as far as the role has to do with it: who they are, how they are scored, who is in default. */
export function StandingScreen() {
  const t = useTranslations('standing')
  const { may } = useSession()
  const router = useRouter()
  const own = [
    { key: 'score', label: t('tabs.score'), content: <OwnScores /> },
    { key: 'consents', label: t('tabs.consents'), content: <Consents /> },
    { key: 'appeals', label: t('tabs.appeals'), content: <OwnAppeals /> },
  ]
  const register = { key: 'register', label: t('tabs.register'), content: <Register /> }
  const appeals = { key: 'appeals', label: t('tabs.appeals'), content: <WatchedAppeals /> }
  const sanctions = { key: 'sanctions', label: t('tabs.sanctions'), content: <Sanctions /> }
  const evaluations = { key: 'evaluations', label: t('tabs.evaluations'), content: <Evaluations /> }
  const records = { key: 'records', label: t('tabs.records'), content: <PublicRecords /> }
  const watched = [
    ...(may('debtor.list') ? [sanctions, register] : []),
    ...(may('score.watch') ? [appeals] : []),
    ...(may('score.record') ? [records] : []),
    ...(may('score.answer') ? [evaluations] : []),
  ]
  const tabs = may('score.own') ? own : watched
  const asked = useSearchParams().get('tab')
  const value = tabs.find(({ key }) => key === asked)?.key
  return (
    <>
      <PageHeader
        above={<Link href="/credit">{t('above')}</Link>}
        title={t('title')}
        lead={t(may('score.own') ? 'leadOwn' : 'lead')}
      />
      <Tabs
        label={t('title')}
        tabs={tabs}
        {...(value && { value })}
        onChange={(tab) => router.replace(`/credit/standing?tab=${tab}`)}
      />
    </>
  )
}

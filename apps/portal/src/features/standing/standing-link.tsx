'use client'
import { buttonLook } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'

/** The way from credit to how debtors stand. */
export function StandingLink() {
  const t = useTranslations('standing')
  return (
    <Link href="/credit/standing" className={buttonLook({})}>
      {t('link')}
    </Link>
  )
}

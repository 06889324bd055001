'use client'
import { buttonLook } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Door } from '../../features/sign-in/index.ts'
import { Link } from '../../i18n/navigation.ts'

/** Whatever no screen answers stands at the door, with a way in. */
export default function NotFound() {
  const t = useTranslations('frame.missing')
  return (
    <Door>
      <h1 className="text-title font-strong tracking-tight">{t('title')}</h1>
      <p className="mt-2 text-lead text-ink-soft">{t('lead')}</p>
      <p className="mt-6">
        <Link className={buttonLook({ size: 'large' })} href="/overview">
          {t('back')}
        </Link>
      </p>
    </Door>
  )
}

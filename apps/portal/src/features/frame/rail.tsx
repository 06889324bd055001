'use client'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { railEntries } from '../navigation.ts'

export function Rail() {
  const t = useTranslations('frame.rail')
  return (
    <nav aria-label={t('label')} className="border-r p-3">
      {railEntries.map(({ key, href, icon: Icon }) => (
        <Link key={key} href={href} className="flex items-center gap-2 px-2 py-1.5">
          <Icon className="size-4" aria-hidden />
          {t(key)}
        </Link>
      ))}
    </nav>
  )
}

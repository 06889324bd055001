'use client'
import { classNames, Guilloche } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useRail } from './use-rail.ts'

/** The screens by job, on the left. */
export function Rail() {
  const t = useTranslations('frame')
  return (
    <nav
      data-chrome
      aria-label={t('rail.label')}
      className="sticky top-0 hidden h-dvh flex-col gap-0.5 overflow-y-auto border-r bg-sunk p-2 md:flex lg:p-3"
    >
      <Link href="/overview" className="mb-4 flex items-center gap-2.5 px-1 py-1.5 lg:px-1.5">
        <Guilloche seed="valuecyber" lines={7} fineness={12} className="size-7 shrink-0" />
        <span className="text-lead font-strong tracking-tight max-lg:sr-only">{t('product')}</span>
      </Link>
      {useRail().map(({ key, href, icon: Icon, active }) => (
        <Link
          key={key}
          href={href}
          title={t(`rail.${key}`)}
          aria-current={active ? 'page' : undefined}
          className={classNames(
            'flex min-h-10 items-center gap-2.5 border-l-2 border-transparent px-2.5 text-ink-soft hover:text-ink lg:min-h-9',
            active && 'border-ink bg-paper font-strong text-ink',
          )}
        >
          <Icon className="size-4.5 shrink-0" aria-hidden />
          <span className="max-lg:sr-only">{t(`rail.${key}`)}</span>
        </Link>
      ))}
    </nav>
  )
}

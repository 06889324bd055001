'use client'
import { classNames, Drawer } from '@vc/ui'
import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { type RailLink, useRail } from './use-rail.ts'

const PLACES = 5
const item = 'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-small text-ink-soft'

/** The rail on a phone: five places, the fifth opens the rest when there is more. */
export function BottomBar() {
  const t = useTranslations('frame.rail')
  const links = useRail()
  const [open, setOpen] = useState(false)
  const fits = links.length <= PLACES
  const shown = fits ? links : links.slice(0, PLACES - 1)
  const rest = fits ? [] : links.slice(PLACES - 1)
  return (
    <>
      <nav
        data-chrome
        aria-label={t('label')}
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line-strong bg-raised pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {shown.map((link) => (
          <Place key={link.key} link={link} label={t(link.key)} />
        ))}
        {rest.length > 0 && (
          <button
            type="button"
            className={classNames(item, rest.some(({ active }) => active) && 'text-ink')}
            onClick={() => setOpen(true)}
          >
            <Ellipsis className="size-5" aria-hidden />
            {t('more')}
          </button>
        )}
      </nav>
      <Drawer open={open} onOpenChange={setOpen} title={t('label')}>
        <ul className="divide-y">
          {rest.map(({ key, href, icon: Icon }) => (
            <li key={key}>
              <Link
                href={href}
                onClick={() => setOpen(false)}
                className="flex min-h-12 items-center gap-3 text-lead"
              >
                <Icon className="size-5" aria-hidden />
                {t(key)}
              </Link>
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  )
}

function Place({ link, label }: { readonly link: RailLink; readonly label: string }) {
  const { href, icon: Icon, active } = link
  return (
    <Link
      href={href}
      aria-current={active ? 'page' : undefined}
      className={classNames(item, active && 'border-t-2 border-ink font-strong text-ink')}
    >
      <Icon className="size-5" aria-hidden />
      {label}
    </Link>
  )
}

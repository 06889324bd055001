'use client'
import { Guilloche } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { LanguageMenu, ThemeMenu } from '../frame/settings-menus.tsx'

/** The door of the house: a rosette as on a bank note, and one thing to do. */
export function Door({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('sign-in')
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div aria-hidden className="sticky top-0 hidden h-dvh overflow-hidden border-r bg-sunk lg:block">
        <Guilloche
          seed="valuecyber"
          lines={26}
          className="absolute top-1/2 left-1/2 h-[112%] max-w-none -translate-x-1/2 -translate-y-1/2 text-ink-faint"
        />
      </div>
      <div className="flex min-h-dvh flex-col">
        <header className="flex items-center justify-between px-5 py-3 md:px-10">
          <p className="flex items-center gap-2.5 text-lead font-strong tracking-tight">
            <Guilloche seed="valuecyber" lines={7} fineness={12} className="size-7 lg:hidden" />
            {t('product')}
          </p>
          <div className="flex">
            <LanguageMenu />
            <ThemeMenu />
          </div>
        </header>
        <main
          id="content"
          className="mx-auto flex w-full max-w-xl flex-1 flex-col justify-center px-5 py-10 md:px-10"
        >
          {children}
        </main>
        <footer className="px-5 pb-5 text-small text-ink-faint md:px-10">{t('foot')}</footer>
      </div>
    </div>
  )
}

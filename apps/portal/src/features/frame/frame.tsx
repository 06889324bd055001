'use client'
import { ToastProvider } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Session, SessionProvider } from '../session/index.ts'
import { ActSignerProvider } from '../signing/index.ts'
import { BottomBar } from './bottom-bar.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

/** The frame of every screen behind sign-in: rail, top bar, content; on a phone a bar of five at the bottom. */
export function Frame({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  const t = useTranslations('frame')
  return (
    <SessionProvider session={session}>
      <ToastProvider>
        <ActSignerProvider>
          <a
            href="#content"
            className="sr-only z-50 bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          >
            {t('skip')}
          </a>
          <div className="min-h-dvh md:grid md:grid-cols-[3.5rem_minmax(0,1fr)] lg:grid-cols-[13rem_minmax(0,1fr)]">
            <Rail />
            <div className="min-w-0">
              <TopBar />
              <main
                id="content"
                tabIndex={-1}
                className="mx-auto max-w-[88rem] px-4 py-6 pb-28 outline-none md:px-8 md:pb-14"
              >
                {children}
              </main>
            </div>
          </div>
          <BottomBar />
        </ActSignerProvider>
      </ToastProvider>
    </SessionProvider>
  )
}

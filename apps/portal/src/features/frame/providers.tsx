'use client'
import { UiProvider, type UiWords } from '@vc/ui'
import { setNonce } from 'get-nonce'
import { useLocale, useTimeZone as useLocaleTimeZone, useMessages } from 'next-intl'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useEffect } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { TIME_ZONE_COOKIE } from '../../i18n/time-zone.ts'
import { ApiProvider } from '../../trpc/client.tsx'
import { VerifierOriginProvider } from '../verifier/index.ts'

/** Theme, words, language and API for everything below. */
export function Providers({
  nonce,
  decimals,
  verifier,
  children,
}: {
  readonly nonce: string | undefined
  /** Digits after the point of an amount, as the network's configuration has it. */
  readonly decimals: number
  /** Origin of the page that signs acts. */
  readonly verifier: string | undefined
  readonly children: ReactNode
}) {
  const locale = useLocale()
  const { ui } = useMessages()
  if (nonce !== undefined) setNonce(nonce)
  useTimeZone()
  useHydrated()
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      {...(nonce === undefined ? {} : { nonce })}
    >
      <UiProvider words={ui as unknown as UiWords} locale={locale} decimals={decimals} nonce={nonce}>
        <VerifierOriginProvider origin={verifier}>
          <ApiProvider>{children}</ApiProvider>
        </VerifierOriginProvider>
      </UiProvider>
    </ThemeProvider>
  )
}

/** Tells the server in which time zone to write times; the page is written again when it was another. */
function useTimeZone() {
  const known = useLocaleTimeZone()
  const router = useRouter()
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    if (!timeZone || timeZone === known) return
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
    document.cookie = `${TIME_ZONE_COOKIE}=${timeZone}; Path=/; Max-Age=31536000; SameSite=Strict`
    router.refresh()
  }, [known, router])
}

/** Tells public/early-presses.js, which kept what was pressed and typed until now, that the page hears it itself. */
function useHydrated() {
  useEffect(() => {
    document.documentElement.dataset.hydrated = ''
    window.dispatchEvent(new Event('hydrated'))
  }, [])
}

'use client'
import { UiProvider, type UiWords } from '@vc/ui'
import { setNonce } from 'get-nonce'
import { useLocale, useMessages } from 'next-intl'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { ApiProvider } from '../../trpc/client.tsx'

/** Two, as every network of this software is set up; the configuration document names it. */
const DECIMALS = 2

/** Theme, words, language and API for everything below. */
export function Providers({
  nonce,
  children,
}: {
  readonly nonce: string | undefined
  readonly children: ReactNode
}) {
  const locale = useLocale()
  const { ui } = useMessages()
  if (nonce !== undefined) setNonce(nonce)
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      {...(nonce === undefined ? {} : { nonce })}
    >
      <UiProvider words={ui as unknown as UiWords} locale={locale} decimals={DECIMALS} nonce={nonce}>
        <ApiProvider>{children}</ApiProvider>
      </UiProvider>
    </ThemeProvider>
  )
}

import '@fontsource-variable/inter'
import '@fontsource/jetbrains-mono/400.css'
import '../globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { hasLocale } from 'next-intl'
import { getNow, getTimeZone, getTranslations, setRequestLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Providers } from '../../features/frame/providers.tsx'
import { Sentences } from '../../features/frame/sentences.tsx'
import { routing } from '../../i18n/routing.ts'
import { networkView } from '../../server/context.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('frame')
  return {
    title: { default: t('product'), template: `%s · ${t('product')}` },
    robots: { index: false, follow: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf8f3' },
    { media: '(prefers-color-scheme: dark)', color: '#14161a' },
  ],
}

/** The root of every page. Reading the nonce makes each page of its own request, as the CSP needs. */
export default async function RootLayout({
  children,
  params,
}: {
  readonly children: ReactNode
  readonly params: Promise<{ locale: string }>
}) {
  const { locale } = await params
  if (!hasLocale(routing.locales, locale)) notFound()
  setRequestLocale(locale)
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        {/* Before anything that can be pressed is read, so not async; it is small and kept. */}
        <script src="/early-presses.js" nonce={nonce} />
        <Sentences locale={locale} timeZone={await getTimeZone()} now={await getNow()}>
          <Providers nonce={nonce} {...(await networkView())}>
            {children}
          </Providers>
        </Sentences>
      </body>
    </html>
  )
}

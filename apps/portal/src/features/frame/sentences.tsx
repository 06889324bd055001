import { getNow, getTimeZone } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Locale } from '../../i18n/routing.ts'
import { ChineseSentences } from './chinese-sentences.tsx'
import { EnglishSentences } from './english-sentences.tsx'

export type Told = { readonly timeZone: string; readonly now: Date; readonly children: ReactNode }

/** The reader's language for everything below; only its own sentences are sent. */
export async function Sentences({
  locale,
  children,
}: {
  readonly locale: Locale
  readonly children: ReactNode
}) {
  const told = { timeZone: await getTimeZone(), now: await getNow() }
  return locale === 'zh-CN' ? (
    <ChineseSentences {...told}>{children}</ChineseSentences>
  ) : (
    <EnglishSentences {...told}>{children}</EnglishSentences>
  )
}

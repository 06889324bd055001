'use client'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import type { Locale } from '../../i18n/routing.ts'

export type Told = { readonly timeZone: string; readonly now: Date; readonly children: ReactNode }

const languages = {
  en: dynamic(() => import('./english-sentences.tsx').then(({ EnglishSentences }) => EnglishSentences)),
  'zh-CN': dynamic(() => import('./chinese-sentences.tsx').then(({ ChineseSentences }) => ChineseSentences)),
}

/** The reader's language for everything below; only its own sentences are sent, as a script that the browser keeps. */
export function Sentences({ locale, ...told }: Told & { readonly locale: Locale }) {
  const Own = languages[locale]
  return <Own {...told} />
}

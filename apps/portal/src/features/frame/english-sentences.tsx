'use client'
import { NextIntlClientProvider } from 'next-intl'
import { english } from '../../i18n/english.ts'
import { formats } from '../../i18n/formats.ts'
import type { Told } from './sentences.tsx'

/** The sentences come as a script, which the browser keeps, not with each page. */
export function EnglishSentences(told: Told) {
  return <NextIntlClientProvider locale="en" messages={english} formats={formats} {...told} />
}

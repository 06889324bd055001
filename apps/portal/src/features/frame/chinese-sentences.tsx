'use client'
import { NextIntlClientProvider } from 'next-intl'
import { chinese } from '../../i18n/chinese.ts'
import { formats } from '../../i18n/formats.ts'
import type { Told } from './sentences.tsx'

/** As `EnglishSentences`. */
export function ChineseSentences(told: Told) {
  return <NextIntlClientProvider locale="zh-CN" messages={chinese} formats={formats} {...told} />
}

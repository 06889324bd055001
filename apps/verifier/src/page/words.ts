import type { Language } from '@vc/acts'
import actEn from '@vc/acts/words/en.json'
import actZh from '@vc/acts/words/zh.json'
import uiEn from '@vc/ui/words/en.json'
import uiZh from '@vc/ui/words/zh.json'
import en from '../messages/en.json'
import zh from '../messages/zh.json'

/** All that the page says in one language. */
export type Words = { readonly page: typeof en; readonly act: typeof actEn; readonly ui: typeof uiEn }

/** The words of a language. */
export const wordsOf = (language: Language): Words =>
  language === 'zh-CN' ? { page: zh, act: actZh, ui: uiZh } : { page: en, act: actEn, ui: uiEn }

/** The first language of the reader that we have. */
export const languageOf = (wanted: readonly string[]): Language =>
  wanted.find((one) => /^(en|zh)\b/.test(one))?.startsWith('zh') ? 'zh-CN' : 'en'

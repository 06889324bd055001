import actEnglish from '@vc/acts/words/en.json'
import actChinese from '@vc/acts/words/zh.json'
import uiEnglish from '@vc/ui/words/en.json'
import uiChinese from '@vc/ui/words/zh.json'
import type { Locale } from './routing.ts'

export type Messages = { [key: string]: string | Messages }
type Files = Record<string, { readonly default: Messages }>
declare global {
  interface ImportMeta {
    glob(pattern: string, options: { eager: true }): unknown
  }
}

const english = import.meta.glob('../messages/en/*.json', { eager: true }) as Files
const chinese = import.meta.glob('../messages/zh/*.json', { eager: true }) as Files

/** One namespace a file: messages/en/credit.json is the namespace `credit`. A new file needs no list. */
function merge(files: Files): Messages {
  const named = Object.entries(files).map(([path, file]) => [
    path.replace(/^.*\/|\.json$/g, ''),
    file.default,
  ])
  return Object.fromEntries(named)
}

/** Every sentence of the portal in one language; those of sheets and components are the same on the verifier page. */
export function messagesOf(locale: Locale): Messages {
  return locale === 'zh-CN'
    ? { ...merge(chinese), act: actChinese, ui: uiChinese }
    : { ...merge(english), act: actEnglish, ui: uiEnglish }
}

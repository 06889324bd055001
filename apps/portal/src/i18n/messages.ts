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

/** Every sentence of the portal in one language. */
export function messagesOf(locale: Locale): Messages {
  return merge(locale === 'zh-CN' ? chinese : english)
}

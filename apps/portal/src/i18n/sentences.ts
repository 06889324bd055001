/** Namespaces of sentences, each a tree of texts. */
export type Messages = { [key: string]: string | Messages }
export type Files = Record<string, { readonly default: Messages }>
declare global {
  interface ImportMeta {
    glob(pattern: string, options: { eager: true }): unknown
  }
}

/** One namespace a file: messages/en/credit.json is the namespace `credit`. A new file needs no list. */
export function merged(files: Files): Messages {
  const named = Object.entries(files).map(([path, file]) => [
    path.replace(/^.*\/|\.json$/g, ''),
    file.default,
  ])
  return Object.fromEntries(named)
}

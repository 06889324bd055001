import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import type { PageSettings } from './network-settings.ts'

export type PageFile = { readonly type: string; readonly body: Buffer; readonly stays: boolean }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}
const EMPTY = '<meta name="vc-settings" content="" />'

/** The built page by path, with its settings in it. Throws when it is not built. */
export function pageFiles(folder: string, settings: PageSettings): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>()
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const type = types[extname(entry.name)] ?? 'application/octet-stream'
    const name = `/${relative(folder, path)}`
    files.set(name, { type, body: readFileSync(path), stays: name.startsWith('/assets/') })
  }
  const page = files.get('/index.html')
  if (!page?.body.includes(EMPTY)) throw new Error(`${folder} holds no verifier page: build it first`)
  const told = JSON.stringify(settings).replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const body = page.body.toString().replace(EMPTY, () => EMPTY.replace('""', `"${told}"`))
  return files.set('/', { ...page, body: Buffer.from(body) })
}

// Loads modules of the packages anew with one place of one file changed, as often as asked, in one process.
import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** @typedef {{ file: string, find: string, replace: string }} Change One place of one file. */
let change = /** @type {Change | undefined} */ (undefined)
let number = 0

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    const ours = /\/packages\/(kernel|crypto|ledger)\/src\//.test(found.url)
    if (change === undefined || !ours) return found
    return { ...found, url: `${found.url.split('?')[0]}?change=${number}` }
  },
  load(url, context, next) {
    if (change === undefined || !url.includes('?change=')) return next(url, context)
    const path = fileURLToPath(new URL(url.split('?')[0] ?? ''))
    const text = readFileSync(path, 'utf8')
    const source = stripTypeScriptTypes(path === change.file ? changed(text, change) : text)
    return { format: 'module', source, shortCircuit: true }
  },
})

/**
 * @param {string} text
 * @param {Change} at
 */
function changed(text, { file, find, replace }) {
  if (text.split(find).length !== 2) throw new Error(`${file}: not there exactly once: ${find}`)
  return text.replace(find, () => replace)
}

/**
 * Gives what `use` gives, called with a loader of modules by path that see the change.
 * @template T
 * @param {Change} of
 * @param {(load: (path: string) => Promise<any>) => Promise<T>} use
 */
export async function withChange(of, use) {
  change = of
  number += 1
  try {
    return await use((path) => import(`${pathToFileURL(path).href}?change=${number}`))
  } finally {
    change = undefined
  }
}

// Loads modules of the packages anew with one place of one file changed, as often as asked, in one process.
import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

let change
let number = 0

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    const ours = /\/packages\/(kernel|crypto|ledger)\/src\//.test(found.url)
    if (change === undefined || !ours) return found
    return { ...found, url: `${found.url.split('?')[0]}?change=${number}` }
  },
  load(url, context, next) {
    if (!url.includes('?change=')) return next(url, context)
    const path = fileURLToPath(url.split('?')[0])
    const text = readFileSync(path, 'utf8')
    const source = stripTypeScriptTypes(path === change.file ? changed(text) : text)
    return { format: 'module', source, shortCircuit: true }
  },
})

function changed(text) {
  if (text.split(change.find).length !== 2)
    throw new Error(`${change.file}: not there exactly once: ${change.find}`)
  return text.replace(change.find, () => change.replace)
}

/** Gives what `use` gives, called with a loader of modules by path that see the change. */
export async function withChange(of, use) {
  change = of
  number += 1
  try {
    return await use((path) => import(`${pathToFileURL(path).href}?change=${number}`))
  } finally {
    change = undefined
  }
}

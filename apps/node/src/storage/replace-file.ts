import { renameSync, writeFileSync } from 'node:fs'
import { flushFolder } from './flush-folder.ts'

/** Writes a file whole or not at all: a kill or a power cut leaves the old text or the new one. */
export function replaceFile(path: string, text: string): void {
  const fresh = `${path}.new`
  writeFileSync(fresh, text, { mode: 0o600, flush: true })
  renameSync(fresh, path)
  flushFolder(path)
}

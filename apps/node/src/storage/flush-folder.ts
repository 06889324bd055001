import { closeSync, constants, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** A new name in a folder stands after a power cut only when the folder was flushed too. */
export function flushFolder(path: string): void {
  const folder = openSync(dirname(path), constants.O_RDONLY)
  fsyncSync(folder)
  closeSync(folder)
}

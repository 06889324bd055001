import type { SignFile } from '../src/keys/sign-state.ts'

/** A sign-state file that lives as long as the process. */
export function memoryPages(): SignFile {
  const pages = [new Uint8Array(4_096), new Uint8Array(4_096)]
  let isEmpty = true
  return {
    place: 'memory',
    get isEmpty() {
      return isEmpty
    },
    read: (page) => pages[page] ?? new Uint8Array(4_096),
    write: (page, bytes) => {
      pages[page] = bytes.slice()
      isEmpty = false
    },
    close: () => undefined,
  }
}

import { assert } from '@vc/kernel'
import { fits } from './seal.ts'
import { type Entry, type Space, type Store, spaces, type Write } from './store.ts'

const latin = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'latin1'))

/** A store that lives as long as the process: for tests and for replaying a chain beside the real one. Values have no seal: this does not rot. */
export function openMemoryStore(): Store {
  const tables = new Map<Space, Map<string, Uint8Array>>(spaces.map((space) => [space, new Map()]))
  const table = (space: Space) => tables.get(space) ?? new Map<string, Uint8Array>()
  return {
    get: (space, key) => {
      const value = table(space).get(latin(key))
      return value?.slice()
    },
    range: (space, start, end) => range(table(space), start, end),
    commit: (writes) => {
      for (const { key } of writes) assert(fits(key), 'a key of the store has 1 to 1,900 bytes')
      for (const write of writes) put(table(write.space), write)
    },
    close: async () => undefined,
  }
}

function put(table: Map<string, Uint8Array>, { key, value }: Write): void {
  if (value === undefined) table.delete(latin(key))
  else table.set(latin(key), value.slice())
}

function* range(table: Map<string, Uint8Array>, start: Uint8Array, end?: Uint8Array): Iterable<Entry> {
  const first = latin(start)
  const last = end && latin(end)
  const names = [...table.keys()]
    .filter((name) => name >= first && (last === undefined || name < last))
    .sort()
  for (const name of names) {
    const value = table.get(name)
    if (value) yield [bytes(name), value.slice()]
  }
}

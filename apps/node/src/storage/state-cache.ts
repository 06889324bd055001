import { type Changes, inOwnMemory, type MemoryState, memoryState, type StateReader } from '@vc/ledger'
import { stateReader } from './state-reader.ts'
import type { Store } from './store.ts'

/** Unspent outputs: the one table that is large by nature. */
const OUTPUTS = 'o'
const TABLES = [...'abcdefghijklmnpqrstuvwxyz']
/** A table with more entries than this is read from the store. */
const MOST_OF_TABLE = 20_000

/** The state of the head, as the store has it, with what is asked most in memory. */
export type StateCache = StateReader & {
  /** The store has taken these changes. */
  readonly moved: (changes: Changes) => void
}

/**
 * Keeps small tables whole (records, rosters, stakes, the debt index, what stands once) and of the outputs those last
 * read or written, `mostOutputs` at most: what is not there then costs no look at the disk, and most that is neither.
 * Only `moved` changes what it says, so it is called with every commit to the state.
 */
export function stateCache(store: Store, mostOutputs = 200_000): StateCache {
  const disk = stateReader(store)
  const { tables, sizes } = loadTables(disk)
  const outputs = lately<Uint8Array>(mostOutputs)
  const isSmall = (key: string) => sizes.has(key.slice(0, 1))
  const output = (key: string) => {
    const known = outputs.get(key)
    if (known !== undefined) return known
    const found = disk.get(key)
    if (found !== undefined) outputs.set(key, found)
    return found
  }
  return {
    get: (key) => (key.startsWith(OUTPUTS) ? output(key) : isSmall(key) ? tables.get(key) : disk.get(key)),
    range: (prefix) => (isSmall(prefix) ? tables.range(prefix) : disk.range(prefix)),
    moved: (changes) => {
      for (const [key, value] of changes) {
        if (key.startsWith(OUTPUTS)) outputs.set(key, value && inOwnMemory(value))
        else if (isSmall(key)) keep(tables, sizes, key, value)
      }
    },
  }
}

function loadTables(disk: StateReader) {
  const tables = memoryState()
  const sizes = new Map<string, number>()
  for (const table of TABLES) {
    const entries = firstOf(disk.range(table))
    if (entries === undefined) continue
    for (const [key, value] of entries) tables.put(key, value)
    sizes.set(table, entries.length)
  }
  return { tables, sizes }
}

/** All entries, unless they are too many. */
function firstOf(entries: Iterable<[string, Uint8Array]>): [string, Uint8Array][] | undefined {
  const found: [string, Uint8Array][] = []
  for (const entry of entries) {
    if (found.length === MOST_OF_TABLE) return undefined
    found.push(entry)
  }
  return found
}

/** A table that has grown too large is dropped; from then on the store answers for it. */
function keep(
  tables: MemoryState,
  sizes: Map<string, number>,
  key: string,
  value: Uint8Array | undefined,
): void {
  const table = key.slice(0, 1)
  const change = Number(value !== undefined) - Number(tables.get(key) !== undefined)
  if (value === undefined) tables.delete(key)
  else tables.put(key, inOwnMemory(value))
  const size = (sizes.get(table) ?? 0) + change
  sizes.set(table, size)
  if (size <= MOST_OF_TABLE) return
  sizes.delete(table)
  for (const [old] of [...tables.range(table)]) tables.delete(old)
}

/** The values last read or written: two generations, of which the older is forgotten when the younger is full. */
function lately<T>(most: number) {
  let [young, old] = [new Map<string, T>(), new Map<string, T>()]
  const set = (key: string, value: T | undefined) => {
    if (value === undefined) {
      young.delete(key)
      old.delete(key)
      return
    }
    young.set(key, value)
    if (young.size > most / 2) [young, old] = [new Map(), young]
  }
  const get = (key: string) => {
    const value = young.get(key)
    if (value !== undefined) return value
    const aged = old.get(key)
    if (aged !== undefined) set(key, aged)
    return aged
  }
  return { get, set }
}

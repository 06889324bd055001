/** Reads the state: entries by key. Keys have signs up to U+00FF; `state-keys.ts` says which there are. */
export interface StateReader {
  get(key: string): Uint8Array | undefined
  /** Entries whose key starts with `prefix`, by ascending key. */
  range(prefix: string): Iterable<[string, Uint8Array]>
}

/** What a block changes: the new value of each key touched, undefined where the entry is gone. */
export type Changes = ReadonlyMap<string, Uint8Array | undefined>

/**
 * Keys by their first field and then by their first two, so that a range need not look at all of them. They are put in
 * order when first asked for: most keys never are.
 */
class KeyGroups {
  readonly #tables = new Map<string, Map<string, Set<string>>>()
  readonly #waiting = new Map<string, string[]>()

  add(key: string): void {
    inMap(this.#waiting, key.slice(0, 1), () => []).push(key)
  }

  delete(key: string): void {
    const name = key.slice(0, 1)
    this.#sort(name)
    const table = this.#tables.get(name)
    const group = table?.get(groupOfKey(key))
    group?.delete(key)
    if (group?.size === 0) table?.delete(groupOfKey(key))
  }

  #sort(name: string): void {
    const waiting = this.#waiting.get(name)
    if (waiting === undefined) return
    const table = inMap(this.#tables, name, () => new Map<string, Set<string>>())
    for (const key of waiting) inMap(table, groupOfKey(key), () => new Set<string>()).add(key)
    this.#waiting.delete(name)
  }

  /** Ascending. */
  under(prefix: string): readonly string[] {
    for (const name of prefix === '' ? [...this.#waiting.keys()] : [prefix.slice(0, 1)]) this.#sort(name)
    if (prefix !== '' && !this.#tables.has(prefix.slice(0, 1))) return none
    const found: string[] = []
    for (const group of this.#groupsUnder(prefix)) {
      for (const key of group) if (key.startsWith(prefix)) found.push(key)
    }
    return found.sort()
  }

  #groupsUnder(prefix: string): Iterable<Set<string>> {
    if (prefix === '') return [...this.#tables.values()].flatMap((table) => [...table.values()])
    const table = this.#tables.get(prefix.slice(0, 1))
    const name = groupOfKey(prefix)
    if (name.length === 1) return table?.values() ?? []
    return [table?.get(name) ?? new Set<string>()]
  }
}

const none: readonly string[] = []

/**
 * `x:<hash>` of `x:<hash>:…` and `g` of `g:admission`: two fields when there is a third, else the first. Outputs are one
 * group: they are many, and nobody ranges over those of one transaction.
 */
function groupOfKey(key: string): string {
  if (key.startsWith('o')) return 'o'
  const second = key.indexOf(':', 2)
  return key.slice(0, second < 0 ? 1 : second)
}

function inMap<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

/** The engine holds arrays of so many bytes itself; asking one for its buffer costs more than a copy. */
const heldByEngine = 64

/** Bytes that do not keep larger memory which they were cut from: for values that stay. */
export function inOwnMemory(bytes: Uint8Array): Uint8Array {
  const isShort = bytes.length <= heldByEngine
  return !isShort && bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice()
}

/** A state in memory: for tests, the browser and the verifier. */
export class MemoryState implements StateReader {
  readonly #entries = new Map<string, Uint8Array>()
  readonly #keys = new KeyGroups()

  get(key: string): Uint8Array | undefined {
    return this.#entries.get(key)
  }

  *range(prefix: string): Iterable<[string, Uint8Array]> {
    for (const key of this.#keys.under(prefix)) {
      const value = this.#entries.get(key)
      if (value !== undefined) yield [key, value]
    }
  }

  put(key: string, value: Uint8Array): void {
    const { size } = this.#entries
    this.#entries.set(key, value)
    if (this.#entries.size > size) this.#keys.add(key)
  }

  delete(key: string): void {
    this.#entries.delete(key)
    this.#keys.delete(key)
  }

  /** Takes over what an overlay changed, or an undo. */
  apply(changes: Changes): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.delete(key)
      else this.put(key, inOwnMemory(value))
    }
  }
}

/** An empty state in memory. */
export function memoryState(): MemoryState {
  return new MemoryState()
}

/** Changes over a state that stays as it is: what a block, or one transaction, would make of it. */
export class Overlay implements StateReader {
  readonly #base: StateReader
  readonly #changes = new Map<string, Uint8Array | undefined>()
  readonly #fresh = new Set<string>()
  readonly #keys = new KeyGroups()

  constructor(base: StateReader) {
    this.#base = base
  }

  get(key: string): Uint8Array | undefined {
    const changed = this.#changes.get(key)
    return changed !== undefined || this.#changes.has(key) ? changed : this.#base.get(key)
  }

  *range(prefix: string): Iterable<[string, Uint8Array]> {
    const changed = this.#keys.under(prefix)
    let next = 0
    for (const entry of this.#base.range(prefix)) {
      for (; next < changed.length && (changed[next] ?? '') < entry[0]; next += 1) {
        yield* this.#changed(changed[next] ?? '')
      }
      if (!this.#changes.has(entry[0])) yield entry
    }
    for (; next < changed.length; next += 1) yield* this.#changed(changed[next] ?? '')
  }

  put(key: string, value: Uint8Array): void {
    this.#change(key, value)
  }

  delete(key: string): void {
    this.#change(key, undefined)
  }

  #change(key: string, value: Uint8Array | undefined): void {
    const { size } = this.#changes
    this.#changes.set(key, value)
    if (this.#changes.size > size) this.#keys.add(key)
  }

  /** Puts an entry that the state below does not have: the caller knows, and `undo` need not ask. */
  putNew(key: string, value: Uint8Array): void {
    this.#fresh.add(key)
    this.put(key, value)
  }

  /** Every key touched so far with its new value. */
  changes(): Changes {
    return this.#changes
  }

  /** The exact inverse of the changes: the undo journal. */
  undo(): Changes {
    const undo = new Map<string, Uint8Array | undefined>()
    for (const key of this.#changes.keys()) {
      undo.set(key, this.#fresh.has(key) ? undefined : this.#base.get(key))
    }
    return undo
  }

  *#changed(key: string): Iterable<[string, Uint8Array]> {
    const value = this.#changes.get(key)
    if (value !== undefined) yield [key, value]
  }
}

/** The exact inverse of `changes`, taken from the state before they are applied: the undo journal. */
export function undoOf(changes: Changes, base: StateReader): Changes {
  const undo = new Map<string, Uint8Array | undefined>()
  for (const key of changes.keys()) undo.set(key, base.get(key))
  return undo
}

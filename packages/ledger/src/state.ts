import { OUTPUT_PREFIX } from './state-keys.ts'

const OUTPUTS = OUTPUT_PREFIX.slice(0, 1)

/** Reads the state: entries by key. Keys have signs up to U+00FF; `state-keys.ts` says which there are. */
export interface StateReader {
  get(key: string): Uint8Array | undefined
  /** Entries whose key starts with `prefix`, by ascending key. */
  range(prefix: string): Iterable<[string, Uint8Array]>
}

/** What a block changes: the new value of each key touched, once, undefined where the entry is gone. */
export type Changes = Pick<
  ReadonlyMap<string, Uint8Array | undefined>,
  'size' | 'keys' | typeof Symbol.iterator
>

/** Keys with the order that they were asked for in, as long as it holds. */
type Group = { readonly keys: Set<string>; sorted: readonly string[] | undefined }
type Table = { readonly groups: Map<string, Group>; sorted: readonly string[] | undefined }

/**
 * The keys of some entries by their first field and then by their first two, so that a range need not look at all of
 * them. They are put in order when first asked for: most keys never are. Outputs are in no order at all: they are most
 * of a state, and who ranges over them wants every one.
 */
class KeyGroups {
  readonly #entries: ReadonlyMap<string, unknown>
  readonly #tables = new Map<string, Table>()
  readonly #waiting = new Map<string, string[]>()

  constructor(entries: ReadonlyMap<string, unknown>) {
    this.#entries = entries
  }

  add(key: string): void {
    if (!isOutput(key)) inMap(this.#waiting, key.slice(0, 1), () => []).push(key)
  }

  delete(key: string): void {
    if (isOutput(key)) return
    const name = key.slice(0, 1)
    this.#sort(name)
    const table = this.#tables.get(name)
    const group = table?.groups.get(groupOfKey(key))
    if (!table || !group?.keys.delete(key)) return
    group.sorted = undefined
    table.sorted = undefined
    if (group.keys.size === 0) table.groups.delete(groupOfKey(key))
  }

  #sort(name: string): void {
    const waiting = this.#waiting.get(name)
    if (waiting === undefined) return
    const table = inMap(this.#tables, name, (): Table => ({ groups: new Map(), sorted: undefined }))
    for (const key of waiting) {
      const group = inMap(
        table.groups,
        groupOfKey(key),
        (): Group => ({ keys: new Set(), sorted: undefined }),
      )
      group.keys.add(key)
      group.sorted = undefined
    }
    table.sorted = undefined
    this.#waiting.delete(name)
  }

  /** Ascending. */
  under(prefix: string): readonly string[] {
    if (prefix === '' || isOutput(prefix)) return startingWith(prefix, [...this.#entries.keys()].sort())
    const name = prefix.slice(0, 1)
    this.#sort(name)
    const table = this.#tables.get(name)
    if (table === undefined) return none
    const group = groupOfKey(prefix)
    return startingWith(prefix, group.length > 1 ? keysOf(table.groups.get(group)) : allOf(table))
  }
}

function keysOf(group: Group | undefined): readonly string[] {
  if (group === undefined) return none
  group.sorted ??= [...group.keys].sort()
  return group.sorted
}

function allOf(table: Table): readonly string[] {
  table.sorted ??= [...table.groups.values()].flatMap(({ keys }) => [...keys]).sort()
  return table.sorted
}

const none: readonly never[] = []

/** Of keys in their order; all of them, most of the time. */
function startingWith(prefix: string, sorted: readonly string[]): readonly string[] {
  const isAll = sorted[0]?.startsWith(prefix) && sorted.at(-1)?.startsWith(prefix)
  return isAll ? sorted : sorted.filter((key) => key.startsWith(prefix))
}

const isOutput = (key: string) => key.startsWith(OUTPUTS)

/** `x:<hash>` of `x:<hash>:…` and `g` of `g:admission`: two fields when there is a third, else the first. */
function groupOfKey(key: string): string {
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
  readonly #keys = new KeyGroups(this.#entries)

  get(key: string): Uint8Array | undefined {
    return this.#entries.get(key)
  }

  range(prefix: string): Iterable<[string, Uint8Array]> {
    const keys = this.#keys.under(prefix)
    return keys.length === 0 ? none : this.#entriesOf(keys)
  }

  *#entriesOf(keys: readonly string[]): Iterable<[string, Uint8Array]> {
    for (const key of keys) {
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
  readonly #before: (Uint8Array | undefined)[] = []
  readonly #keys = new KeyGroups(this.#changes)

  constructor(base: StateReader) {
    this.#base = base
  }

  get(key: string): Uint8Array | undefined {
    const changed = this.#changes.get(key)
    return changed !== undefined || this.#changes.has(key) ? changed : this.#base.get(key)
  }

  range(prefix: string): Iterable<[string, Uint8Array]> {
    const changed = this.#keys.under(prefix)
    const below = this.#base.range(prefix)
    return changed.length === 0 ? below : this.#merged(below, changed)
  }

  *#merged(
    below: Iterable<[string, Uint8Array]>,
    changed: readonly string[],
  ): Iterable<[string, Uint8Array]> {
    let next = 0
    for (const entry of below) {
      for (; next < changed.length && (changed[next] ?? '') < entry[0]; next += 1) {
        yield* this.#changed(changed[next] ?? '')
      }
      if (!this.#changes.has(entry[0])) yield entry
    }
    for (; next < changed.length; next += 1) yield* this.#changed(changed[next] ?? '')
  }

  /** Was any entry touched whose key starts with this? */
  touches(prefix: string): boolean {
    return this.#keys.under(prefix).length > 0
  }

  put(key: string, value: Uint8Array): void {
    if (this.#isFirst(key, value)) this.#before.push(this.#base.get(key))
  }

  delete(key: string): void {
    if (this.#isFirst(key, undefined)) this.#before.push(this.#base.get(key))
  }

  /** The same for an entry that the caller has just read. */
  deleteRead(key: string, value: Uint8Array): void {
    if (this.#isFirst(key, undefined)) this.#before.push(value)
  }

  /** Puts an entry that the state below does not have: the caller knows, and the undo need not ask. */
  putNew(key: string, value: Uint8Array): void {
    if (this.#isFirst(key, value)) this.#before.push(undefined)
  }

  /** Changes an entry; was it untouched so far? */
  #isFirst(key: string, value: Uint8Array | undefined): boolean {
    const { size } = this.#changes
    this.#changes.set(key, value)
    if (this.#changes.size === size) return false
    this.#keys.add(key)
    return true
  }

  /** Every key touched so far with its new value. */
  changes(): Changes {
    return this.#changes
  }

  /** The exact inverse of the changes: the undo journal. */
  undo(): Changes {
    return new Journal([...this.#changes.keys()], this.#before.slice())
  }

  *#changed(key: string): Iterable<[string, Uint8Array]> {
    const value = this.#changes.get(key)
    if (value !== undefined) yield [key, value]
  }
}

/** Keys, each once, with a value each: what is read from its beginning to its end needs no map. */
class Journal implements Changes {
  readonly #keys: readonly string[]
  readonly #values: readonly (Uint8Array | undefined)[]

  constructor(keys: readonly string[], values: readonly (Uint8Array | undefined)[]) {
    this.#keys = keys
    this.#values = values
  }

  get size(): number {
    return this.#keys.length
  }

  keys(): MapIterator<string> {
    return this.#keys.values()
  }

  *[Symbol.iterator](): MapIterator<[string, Uint8Array | undefined]> {
    for (let at = 0; at < this.#keys.length; at += 1) yield [this.#keys[at] ?? '', this.#values[at]]
  }
}

/** The exact inverse of `changes`, taken from the state before they are applied: the undo journal. */
export function undoOf(changes: Changes, base: StateReader): Changes {
  const undo = new Map<string, Uint8Array | undefined>()
  for (const key of changes.keys()) undo.set(key, base.get(key))
  return undo
}

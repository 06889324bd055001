import { byteText } from './bytes.ts'

/**
 * Remembers what `make` gave for the bytes last asked for, refusals too: `most` of them at most, in two generations of
 * which the older is forgotten when the younger is full. `drop` is given what is forgotten.
 */
export function lately<T>(
  most: number,
  make: (bytes: Uint8Array) => T,
  drop?: (value: T) => void,
): (bytes: Uint8Array) => T {
  let [young, old] = [new Map<string, { readonly value: T }>(), new Map<string, { readonly value: T }>()]
  const turn = () => {
    if (drop) for (const [name, { value }] of old) if (!young.has(name)) drop(value)
    ;[young, old] = [new Map(), young]
  }
  return (bytes) => {
    const name = byteText(bytes)
    const known = young.get(name)
    if (known !== undefined) return known.value
    const entry = old.get(name) ?? { value: make(bytes) }
    young.set(name, entry)
    if (2 * young.size >= most) turn()
    return entry.value
  }
}

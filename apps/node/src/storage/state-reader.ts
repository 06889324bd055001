import type { Changes, StateReader } from '@vc/ledger'
import type { Store, Write } from './store.ts'

const ascii = (key: string): Uint8Array => Buffer.from(key, 'latin1')

/** The state of the head, read from the store. */
export function stateReader(store: Store): StateReader {
  return {
    get: (key) => store.get('state', ascii(key)),
    range: (prefix) => range(store, prefix),
  }
}

/** A change set, or its undo, as writes of the store. */
export function stateWrites(changes: Changes): Write[] {
  const writes: Write[] = []
  for (const [key, value] of changes) writes.push({ space: 'state', key: ascii(key), value })
  return writes
}

function* range(store: Store, prefix: string): Iterable<[string, Uint8Array]> {
  const start = prefix === '' ? new Uint8Array([0]) : ascii(prefix)
  const end = prefix === '' ? [] : [after(prefix)]
  for (const [key, value] of store.range('state', start, ...end)) {
    yield [Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1'), value]
  }
}

/** The first key behind all that start with a prefix of ASCII. */
function after(prefix: string): Uint8Array {
  const bytes = ascii(prefix)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) + 1
  return bytes
}

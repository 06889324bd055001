import { writeSync } from 'node:fs'
import { must } from '@vc/kernel'
import { openDiskStore } from '../../src/storage/disk-store.ts'
import type { Store, Write } from '../../src/storage/store.ts'

// writing-process.ts PATH write [unsafe]: commits one batch after the other, and says the number of each once it is on disk.
// writing-process.ts PATH check: says the number of the last batch; ends badly when one of them is not whole.

const [path, act, way] = process.argv.slice(2)
const perBatch = 40
const valueBytes = 200

const LAST = Buffer.from('last')
const be32 = (number: number) => Buffer.from(Uint32Array.of(number).buffer).reverse()

/** A batch of its number: entries all over the tree, and the number of the last batch. */
function batch(number: number): Write[] {
  const writes = Array.from({ length: perBatch }, (_, i): Write => {
    const key = be32(Math.imul(number * perBatch + i, 2_654_435_761) >>> 0)
    return { space: 'state', key, value: Buffer.alloc(valueBytes, number) }
  })
  return [...writes, { space: 'meta', key: LAST, value: be32(number) }]
}

function lastOf(store: Store): number {
  const bytes = store.get('meta', LAST)
  return bytes === undefined ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
}

function isWhole(store: Store, number: number): boolean {
  return batch(number).every(({ space, key, value }) => {
    const found = store.get(space, key)
    return found !== undefined && (key === LAST || Buffer.from(found).equals(must(value, 'it writes')))
  })
}

const store = openDiskStore(must(path, 'a path'), { noSync: way === 'unsafe' })
const last = lastOf(store)
if (act === 'check') {
  for (let number = 1; number <= last; number += 1) if (!isWhole(store, number)) process.exit(3)
  writeSync(1, `${last}\n`)
  process.exit(0)
}
for (let number = last + 1; ; number += 1) {
  store.commit(batch(number))
  writeSync(1, `${number}\n`)
}

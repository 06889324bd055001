import { type Changes, memoryState } from '@vc/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openMemoryStore } from './memory-store.ts'
import { stateCache } from './state-cache.ts'
import { stateReader, stateWrites } from './state-reader.ts'

const keys = ['t', 'g:a', 'x:1:1', 'x:1:2', 'x:2:1', 's:0:0', ...'0123456789'].map((key) =>
  key.length === 1 && key !== 't' ? `o:${key}:0` : key,
)
const change = fc.array(
  fc.tuple(
    fc.constantFrom(...keys),
    fc.option(fc.uint8Array({ minLength: 1, maxLength: 3 }), { nil: undefined }),
  ),
  { maxLength: 12 },
)

test('a cached state says what the store says, after any commits, however little it may keep', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.integer({ min: 0, max: 12 }), (commits, most) => {
      const store = openMemoryStore()
      const plain = stateReader(store)
      const cached = stateCache(store, most)
      for (const commit of commits) {
        const changes: Changes = new Map(commit)
        store.commit(stateWrites(changes))
        cached.moved(changes)
        for (const key of keys) expect(cached.get(key)).toEqual(plain.get(key))
        for (const prefix of ['x:', 'x:1:', 'g:', 's:', 'o:', 't', 'q:']) {
          expect([...cached.range(prefix)]).toEqual([...plain.range(prefix)])
        }
      }
    }),
  )
})

test('a table that outgrows the memory given to it is read from the store', () => {
  const store = openMemoryStore()
  const cached = stateCache(store)
  const changes = memoryChanges(20_001)
  store.commit(stateWrites(changes))
  cached.moved(changes)
  expect(cached.get('c:7')).toEqual(Uint8Array.of(1))
  const gone: Changes = new Map([['c:7', undefined]])
  store.commit(stateWrites(gone))
  expect(cached.get('c:7')).toBeUndefined()
  expect(stateCache(store).get('c:8')).toEqual(Uint8Array.of(1))
})

function memoryChanges(count: number): Changes {
  const state = memoryState()
  for (let i = 0; i < count; i += 1) state.put(`c:${i}`, Uint8Array.of(1))
  return new Map(state.range('c:'))
}

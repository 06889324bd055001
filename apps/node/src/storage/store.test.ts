import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openDiskStore } from './disk-store.ts'
import { openMemoryStore } from './memory-store.ts'
import { type Space, type Store, StoreFullError } from './store.ts'

const folders: string[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vc-store-'))
  folders.push(path)
  return path
}
afterAll(() => folders.map((path) => rmSync(path, { recursive: true, force: true })))

const key = (...bytes: number[]) => new Uint8Array(bytes)
const write = (space: Space, name: Uint8Array, value: Uint8Array | undefined) => ({ space, key: name, value })

const kinds: [string, () => Store][] = [
  ['in memory', openMemoryStore],
  ['on disk', () => openDiskStore(folder())],
]

describe.each(kinds)('a store %s', (_, open) => {
  it('gives back what was committed, each space for itself', () => {
    const store = open()
    store.commit([write('state', key(1), key(9)), write('block', key(1), key(8, 8))])
    expect(store.get('state', key(1))).toEqual(key(9))
    expect(store.get('block', key(1))).toEqual(key(8, 8))
    expect(store.get('undo', key(1))).toBeUndefined()
  })
  it('keeps empty values apart from missing ones', () => {
    const store = open()
    store.commit([write('state', key(1), key())])
    expect(store.get('state', key(1))).toEqual(key())
  })
  it('lets the last write of a key win and takes keys away', () => {
    const store = open()
    store.commit([write('state', key(1), key(1)), write('state', key(1), key(2))])
    expect(store.get('state', key(1))).toEqual(key(2))
    store.commit([write('state', key(1), undefined), write('state', key(2), undefined)])
    expect(store.get('state', key(1))).toBeUndefined()
  })
  it('ranges in the order of bytes, without the end', () => {
    const store = open()
    const names = [key(2), key(1, 255), key(255), key(1), key(128), key(1, 0)]
    store.commit(names.map((name) => write('state', name, name)))
    const between = [...store.range('state', key(1), key(255))].map(([name]) => name)
    expect(between).toEqual([key(1), key(1, 0), key(1, 255), key(2), key(128)])
    expect([...store.range('state', key(129))]).toEqual([[key(255), key(255)]])
    expect([...store.range('block', key(0))]).toEqual([])
  })
  it('commits nothing of a batch that fails', () => {
    const store = open()
    expect(() => store.commit([write('state', key(1), key(1)), write('state', key(), key(1))])).toThrow()
    expect(store.get('state', key(1))).toBeUndefined()
  })
  it('holds a block of four million bytes and keys of 1,900', () => {
    const store = open()
    const block = new Uint8Array(4_000_000).fill(7)
    const long = new Uint8Array(1_900).fill(3)
    store.commit([write('block', key(1), block), write('state', long, key(1))])
    expect(store.get('block', key(1))?.length).toBe(4_000_000)
    expect(store.get('state', long)).toEqual(key(1))
  })
  it('gives values that a caller may change without changing the store', () => {
    const store = open()
    store.commit([write('state', key(1), key(1))])
    store.get('state', key(1))?.fill(9)
    expect(store.get('state', key(1))).toEqual(key(1))
  })
})

describe('a store on disk', () => {
  it('still holds everything after it was opened anew', async () => {
    const path = folder()
    const first = openDiskStore(path)
    first.commit([write('meta', key(1), key(5))])
    await first.close()
    expect(openDiskStore(path).get('meta', key(1))).toEqual(key(5))
  })
  it('says so when one bit of a value has changed on disk', async () => {
    const path = folder()
    const first = openDiskStore(path)
    const value = new Uint8Array(Buffer.from('a value that stands exactly once on this disk'))
    first.commit([write('state', key(1), value)])
    await first.close()
    for (const name of readdirSync(path)) flip(join(path, name), value)
    const second = openDiskStore(path)
    expect(() => second.get('state', key(1))).toThrow('storage-rot in state at 01')
    expect(() => [...second.range('state', key(0))]).toThrow('storage-rot')
  })
  it('refuses what would pass its bound, whole, and goes on with more room', async () => {
    const path = folder()
    const most = 2 ** 20
    const small = openDiskStore(path, { most })
    const value = new Uint8Array(20_000).fill(1)
    const pair = (at: number) => [write('block', key(at), value), write('index', key(at), key(at))]
    const fill = () => {
      for (let at = 1; at < 200; at += 1) small.commit(pair(at))
    }
    expect(fill).toThrow(StoreFullError)
    const held = (store: Store) => [...store.range('block', key(0))].length
    const count = held(small)
    expect(count).toBeGreaterThan(20)
    expect([...small.range('index', key(0))]).toHaveLength(count)
    expect(small.size().bytes).toBeLessThanOrEqual(most)
    expect(small.size().bytes).toBeGreaterThan(0.9 * most)
    expect(() => small.commit(pair(200))).toThrow('store-full')
    expect(held(small)).toBe(count)
    await small.close()
    const large = openDiskStore(path, { most: 2 * most })
    expect(held(large)).toBe(count)
    large.commit(pair(200))
    expect(large.get('block', key(200))).toEqual(value)
    expect(large.size().bytes).toBe(statSync(join(path, 'data.mdb')).size)
  })
  it('never grows past its bound, whatever is written', async () => {
    const path = folder()
    const most = 2 ** 21
    const store = openDiskStore(path, { most })
    let refused = 0
    for (let turn = 0; turn < 400; turn += 1) {
      const writes = Array.from({ length: 1 + ((turn * 7) % 30) }, (_, at) =>
        write('state', key(turn % 256, at, turn >> 8), new Uint8Array((turn * 131 + at * 977) % 9_000)),
      )
      try {
        store.commit(turn % 5 === 4 ? writes.map((one) => ({ ...one, value: undefined })) : writes)
      } catch (error) {
        expect(error).toBeInstanceOf(StoreFullError)
        refused += 1
      }
      expect(store.size().bytes).toBeLessThanOrEqual(most)
    }
    expect(refused).toBeGreaterThan(0)
  })
})

function flip(path: string, value: Uint8Array): void {
  const bytes = readFileSync(path)
  for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 1)) bytes[at] = 0x62
  writeFileSync(path, bytes)
}

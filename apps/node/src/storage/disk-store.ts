import { statSync } from 'node:fs'
import { join } from 'node:path'
import { assert, must } from '@vc/kernel'
import { type Database, open, type RootDatabase } from 'lmdb'
import { fits, sealed, unsealed } from './seal.ts'
import {
  type Entry,
  type Space,
  type Store,
  StoreFullError,
  type StoreSize,
  spaces,
  type Write,
} from './store.ts'

type Tree = Database<Buffer, Uint8Array>

/** What LMDB calls the file in a folder, and how it cuts it. */
const DATA = 'data.mdb'
const PAGE = 4_096
/** Pages that a write may take besides those of its value: its way down the tree, and the list of free ones. */
const WAY = 8
/** Of a store that was not told another bound. */
export const MOST_STORED = 128 * 2 ** 30

export type DiskStore = Store & { readonly size: () => StoreSize }

/**
 * The store on disk (LMDB). `overlappingSync` is off: with it on a power cut can leave a file that does not
 * open (reliability.md 0.1). `readOnly`: for a reader beside a node; `noSync`: to show what a power cut takes from who does
 * not wait for the disk. Commits are synchronous transactions, since the asynchronous ones do not roll back. `most`: bytes
 * that the file may have (reliability.md 6.5). LMDB would let it grow for ever; a commit that might pass the bound throws
 * StoreFullError before it writes anything. What old pages are free again is not counted on.
 */
export function openDiskStore(
  path: string,
  { readOnly = false, noSync = false, most = MOST_STORED } = {},
): DiskStore {
  const root: RootDatabase<Buffer, Uint8Array> = open({
    path,
    readOnly,
    // A folder whatever its name: else a dot in it would make it a file.
    noSubdir: false,
    overlappingSync: false,
    noSync,
    maxDbs: spaces.length + 1,
    encoding: 'binary',
    keyEncoding: 'binary',
  })
  const trees = new Map<Space, Tree>(
    spaces.map((name) => [
      name,
      root.openDB<Buffer, Uint8Array>({ name, encoding: 'binary', keyEncoding: 'binary' }),
    ]),
  )
  const tree = (space: Space) => must(trees.get(space), 'every space has a tree')
  const size = () => ({ bytes: statSync(join(path, DATA)).size, most })
  return {
    get: (space, key) => {
      const value = tree(space).get(key)
      return value && unsealed(space, key, value)
    },
    range: (space, start, end) => range(tree(space), space, start, end),
    commit: (writes) => {
      for (const { key } of writes) assert(fits(key), 'a key of the store has 1 to 1,900 bytes')
      const now = size()
      if (now.bytes + mostWritten(writes) > most) throw new StoreFullError(now)
      root.transactionSync(() => {
        for (const write of writes) put(tree(write.space), write)
      })
    },
    close: () => root.close(),
    size,
  }
}

/** Bytes by which these writes may let the file grow. */
function mostWritten(writes: readonly Write[]): number {
  const pages = writes.reduce((sum, { value }) => sum + Math.ceil((value?.length ?? 0) / PAGE) + 1, WAY)
  return PAGE * pages
}

function put(tree: Tree, { space, key, value }: Write): void {
  if (value === undefined) tree.removeSync(key)
  else tree.putSync(key, sealed(space, key, value))
}

function* range(tree: Tree, space: Space, start: Uint8Array, end?: Uint8Array): Iterable<Entry> {
  const bounds = end ? { start: Buffer.from(start), end: Buffer.from(end) } : { start: Buffer.from(start) }
  for (const { key, value } of tree.getRange(bounds)) {
    const name = new Uint8Array(key)
    yield [name, unsealed(space, name, value)]
  }
}

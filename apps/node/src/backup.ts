import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { open } from 'lmdb'
import { NodeHalt } from './halt.ts'
import { lockFolder } from './lock-folder.ts'
import { checkSnapshot, signSnapshot } from './snapshot.ts'

/** What LMDB calls the file in a folder. */
const DATA = 'data.mdb'

/**
 * Copies the chain of a data folder, as it stands at one moment, to a folder that is not there yet; its node may run
 * meanwhile. What it holds is signed with the node's stake key, so that others can join from it. Keys and sign-state are
 * not in it. Gives the bytes written.
 */
export async function backUpChain(dataDir: string, to: string): Promise<number> {
  const store = join(dataDir, 'store')
  if (!existsSync(store)) throw new NodeHalt('no-chain', { dataDir })
  if (existsSync(to)) throw new NodeHalt('backup-exists', { to })
  const fresh = `${to}-new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  const root = open({ path: store, readOnly: true, noSubdir: false, overlappingSync: false })
  await root.backup(fresh, true)
  await root.close()
  await signSnapshot(fresh, dataDir)
  renameSync(fresh, to)
  return statSync(join(to, DATA)).size
}

/**
 * Puts the chain of a backup, its own or another member's, into a data folder whose node does not run, after checking
 * it (checkSnapshot); the one that was there stands beside it as `store-before`. The node then catches up from its
 * peers. Gives the height; what lies below has not been judged by this node.
 */
export async function restoreChain(
  from: string,
  dataDir: string,
  trusted: readonly string[] = [],
): Promise<number> {
  if (!existsSync(join(from, DATA))) throw new NodeHalt('no-backup', { from })
  if (!existsSync(join(dataDir, 'genesis.block'))) throw new NodeHalt('no-network', { dataDir })
  const { height } = await checkSnapshot(from, dataDir, trusted)
  const unlock = await lockFolder(dataDir)
  const store = join(dataDir, 'store')
  const fresh = `${store}-new`
  rmSync(fresh, { recursive: true, force: true })
  const root = open({ path: from, readOnly: true, noSubdir: false, overlappingSync: false })
  mkdirSync(dirname(fresh), { recursive: true })
  mkdirSync(fresh)
  await root.backup(fresh, true)
  await root.close()
  if (existsSync(store)) {
    rmSync(`${store}-before`, { recursive: true, force: true })
    renameSync(store, `${store}-before`)
  }
  renameSync(fresh, store)
  unlock()
  return height
}

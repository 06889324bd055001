import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { open } from 'lmdb'
import { NodeHalt } from './halt.ts'
import { lockFolder } from './lock-folder.ts'

/** What LMDB calls the file in a folder. */
const DATA = 'data.mdb'

/**
 * Copies the chain of a data folder, as it stands at one moment, to a folder that is not there yet; its node may run
 * meanwhile. Keys and sign-state are not in it. Gives the bytes written.
 */
export async function backUpChain(dataDir: string, to: string): Promise<number> {
  const store = join(dataDir, 'store')
  if (!existsSync(store)) throw new NodeHalt('no-chain', { dataDir })
  if (existsSync(to)) throw new NodeHalt('backup-exists', { to })
  const fresh = `${to}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  const root = open({ path: store, readOnly: true, overlappingSync: false })
  await root.backup(fresh, true)
  await root.close()
  renameSync(fresh, to)
  return statSync(join(to, DATA)).size
}

/**
 * Puts the chain of a backup into a data folder whose node does not run; the one that was there stands beside it as
 * `store.before`. The node then catches up from its peers.
 */
export async function restoreChain(from: string, dataDir: string): Promise<void> {
  if (!existsSync(join(from, DATA))) throw new NodeHalt('no-backup', { from })
  if (!existsSync(join(dataDir, 'genesis.block'))) throw new NodeHalt('no-network', { dataDir })
  const unlock = await lockFolder(dataDir)
  const store = join(dataDir, 'store')
  const fresh = `${store}.new`
  rmSync(fresh, { recursive: true, force: true })
  const root = open({ path: from, readOnly: true, overlappingSync: false })
  mkdirSync(dirname(fresh), { recursive: true })
  mkdirSync(fresh)
  await root.backup(fresh, true)
  await root.close()
  if (existsSync(store)) {
    rmSync(`${store}.before`, { recursive: true, force: true })
    renameSync(store, `${store}.before`)
  }
  renameSync(fresh, store)
  unlock()
}

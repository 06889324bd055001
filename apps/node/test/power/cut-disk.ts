import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert } from '@vc/kernel'

/** A disk whose power can be cut: a file system of its own over a file (reliability.md 2). */
export type CutDisk = {
  readonly folder: string
  /** All that was not synced is gone, and nothing can be written any more. */
  readonly cut: () => void
  /** The power is there again; who wrote has ended. */
  readonly back: () => void
  readonly remove: () => void
}

const ran = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0

/** Undefined where we may not mount a file, or have no XFS and the tool that shuts it down. */
export function openCutDisk(): CutDisk | undefined {
  const root = mkdtempSync(join(tmpdir(), 'vc-power-'))
  const [image, folder] = [join(root, 'disk'), join(root, 'mounted')]
  mkdirSync(folder)
  const mount = () => ran('mount', '-o', 'loop', image, folder)
  const made =
    ran('xfs_io', '-V') && ran('truncate', '-s', '512M', image) && ran('mkfs.xfs', '-q', image) && mount()
  const remove = () => {
    ran('umount', '-l', folder)
    rmSync(root, { recursive: true, force: true })
  }
  if (!made) {
    remove()
    return undefined
  }
  return {
    folder,
    cut: () => assert(ran('xfs_io', '-x', '-c', 'shutdown', folder), 'the file system is shut down'),
    back: () => assert(ran('umount', folder) && mount(), 'the file system is mounted again'),
    remove,
  }
}

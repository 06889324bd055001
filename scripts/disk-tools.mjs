// What cuts a file system off from its disk, for the tests of power cuts.
import { existsSync } from 'node:fs'
import { apt, mayInstall } from './apt.mjs'

/** Installs xfsprogs when we may; without it those tests skip. */
export function installDiskTools() {
  if (existsSync('/usr/sbin/xfs_io') || !mayInstall()) return
  console.log('Installing xfsprogs (apt-get) …')
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'xfsprogs')
}

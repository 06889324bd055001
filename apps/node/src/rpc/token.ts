import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { NodeHalt } from '../halt.ts'
import type { Guard } from './server.ts'

/** What changes something or is dear to answer, and so wants the token. */
const GUARDED = [
  'submit',
  'submitMany',
  'judgeDraft',
  'replaceCreditPolicy',
  'giveNotice',
  'signShares',
  'propose',
  'chooseProposal',
  'previewConfiguration',
]

/**
 * The guard of a token file, made when it is missing; none without a path. Halts when others of this machine may read it.
 * `hasReadPort`: who only reads has a port of its own, and nobody is answered here without the token.
 */
export function openGuard(path: string | undefined, { hasReadPort = false } = {}): Guard | undefined {
  if (path === undefined) return undefined
  if (!existsSync(path))
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  if ((statSync(path).mode & 0o077) !== 0) throw new NodeHalt('token-file-open-to-others', { path })
  return { token: readFileSync(path, 'utf8').trim(), methods: hasReadPort ? 'all' : GUARDED }
}

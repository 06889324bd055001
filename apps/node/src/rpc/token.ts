import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Method } from '@vc/client'
import { NodeHalt } from '../halt.ts'
import type { Guard } from './server.ts'

/** Of every method: what changes something, tells it to others or is dear to answer wants the token. */
const WANTS: Readonly<Record<Method, 'token' | 'nothing'>> = {
  status: 'nothing',
  blocks: 'nothing',
  block: 'nothing',
  output: 'nothing',
  record: 'nothing',
  roster: 'nothing',
  transaction: 'nothing',
  waitForHeight: 'nothing',
  peers: 'nothing',
  producer: 'nothing',
  members: 'nothing',
  creditStanding: 'nothing',
  creditWindows: 'nothing',
  configuration: 'nothing',
  configurationDocuments: 'nothing',
  checkProposal: 'nothing',
  submit: 'token',
  submitMany: 'token',
  submitClaim: 'token',
  judgeDraft: 'token',
  signShares: 'token',
  replaceCreditPolicy: 'token',
  giveNotice: 'token',
  propose: 'token',
  chooseProposal: 'token',
  previewConfiguration: 'token',
}
const GUARDED = Object.entries(WANTS).flatMap(([method, wanted]) => (wanted === 'token' ? [method] : []))

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

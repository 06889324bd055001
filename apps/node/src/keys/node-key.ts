import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { equalBytes, fromHex, schnorrPublicKey } from '@vc/crypto'
import { z } from 'zod'
import { NodeHalt } from '../halt.ts'
import { keptLinks, openRevealChain, type RevealChain } from './reveal-chain.ts'

const secret = z.string().regex(/^[0-9a-f]{64}$/)

/** The key file: what draws, signs and reveals for one stake. */
export const keyFileSchema = z.strictObject({
  format: z.literal('vc-node-key-1'),
  stakeSecret: secret,
  commitmentSecret: secret,
  commitmentLength: z
    .number()
    .int()
    .min(1_024)
    .max(2 ** 24)
    .multipleOf(1_024),
})
export type KeyFile = z.infer<typeof keyFileSchema>

export type NodeKey = {
  readonly stakeSecret: Uint8Array
  readonly producerKey: Uint8Array
  readonly reveals: RevealChain
}

/** Opens the key file. Halts when others of this machine may read it, or it is not of this format. */
export function openNodeKey(path: string): NodeKey {
  if ((statSync(path).mode & 0o077) !== 0) throw new NodeHalt('key-file-open-to-others', { path })
  const parsed = keyFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new NodeHalt('key-file-malformed', { path })
  const stakeSecret = fromHex(parsed.data.stakeSecret)
  return {
    stakeSecret,
    producerKey: schnorrPublicKey(stakeSecret),
    reveals: openRevealChain(linksOf(path, parsed.data)),
  }
}

/** The links beside the key file (`…reveals`), as secret as the key; made anew when they are missing or others. */
export function linksOf(
  path: string,
  key: Pick<KeyFile, 'commitmentSecret' | 'commitmentLength'>,
): Uint8Array {
  const file = `${path}.reveals`
  const secret = fromHex(key.commitmentSecret)
  const kept = existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined
  const right =
    kept && kept.length === 32 + key.commitmentLength / 8 && equalBytes(kept.subarray(0, 32), secret)
  if (kept && right) return kept
  const links = keptLinks(secret, key.commitmentLength)
  writeFileSync(file, links, { mode: 0o600 })
  return links
}

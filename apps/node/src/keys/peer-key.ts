import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { fromHex, toHex } from '@vc/crypto'
import { z } from 'zod'
import { NodeHalt } from '../halt.ts'

/** The peer's key file: with it a node proves that it is the peer of its `member` record. It signs no block. */
const peerFileSchema = z.strictObject({
  format: z.literal('vc-peer-key-1'),
  seed: z.string().regex(/^[0-9a-f]{64}$/),
})
export type PeerFile = z.infer<typeof peerFileSchema>

/** The seed of the key, 32 bytes. Halts when others of this machine may read the file, or it is not of this format. */
export function openPeerSeed(path: string): Uint8Array {
  if ((statSync(path).mode & 0o077) !== 0) throw new NodeHalt('key-file-open-to-others', { path })
  const parsed = peerFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new NodeHalt('key-file-malformed', { path })
  return fromHex(parsed.data.seed)
}

/** PKCS#8 of an Ed25519 seed (RFC 8410) up to the seed itself. */
const PKCS8 = '302e020100300506032b657004220420'
/** What stands before the key in its SubjectPublicKeyInfo. */
const SPKI = 12

/** The Ed25519 public key of a seed: the key of the peer's `member` record. */
export function peerKeyOfSeed(seed: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(PKCS8 + toHex(seed), 'hex'), format: 'der', type: 'pkcs8' })
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI))
}

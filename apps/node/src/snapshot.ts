import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { canonicalBytes, members, parseConfiguration, recomputedStateHash } from '@vc/consensus'
import { equalBytes, fromHex, signSchnorr, taggedHash, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must, parseJson } from '@vc/kernel'
import { z } from 'zod'
import { openChain } from './chain/chain.ts'
import { chainStore } from './chain/chain-store.ts'
import { NodeHalt } from './halt.ts'
import { openNodeKey } from './keys/node-key.ts'
import { openDiskStore } from './storage/disk-store.ts'
import { openMemoryStore } from './storage/memory-store.ts'
import { stateReader } from './storage/state-reader.ts'

const id = z.string().regex(/^[0-9a-f]{64}$/)
const facts = z.strictObject({
  format: z.literal('vc-snapshot-1'),
  network: id,
  height: z.number().int().nonnegative(),
  hash: id,
  stateHash: id,
  /** SHA256 of the file of the chain. */
  file: id,
  /** Stake key of the member who signs. */
  key: id,
})
const manifest = z.strictObject({ facts, signature: z.string().regex(/^[0-9a-f]{128}$/) })
type Facts = z.infer<typeof facts>

const MANIFEST = 'snapshot.json'
const DATA = 'data.mdb'
const messageOf = (told: Facts) => taggedHash('vdn/snapshot', canonicalBytes(told))

/** Says what a copied chain holds, signed with the stake key of the node that it comes from. */
export async function signSnapshot(folder: string, dataDir: string): Promise<void> {
  const { stakeSecret, producerKey } = openNodeKey(join(dataDir, 'node-key.json'))
  const { adds: _, ...held } = await readHeld(folder)
  const told: Facts = {
    format: 'vc-snapshot-1',
    ...held,
    file: await digestOf(folder),
    key: toHex(producerKey),
  }
  const signature = toHex(signSchnorr(messageOf(told), stakeSecret))
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify({ facts: told, signature }, null, 2)}\n`)
}

/**
 * Checks a snapshot against the network of a data folder: signed by a member of its genesis, or by one of `trusted`
 * (stake keys, hex); the file is the one signed; its entries, each hashed anew, give the state hash of its head. What
 * lies below the head is not judged. Halts with `snapshot-malformed`, `-other-network`, `-signer`, `-signature`,
 * `-file` or `-state`.
 */
export async function checkSnapshot(
  folder: string,
  dataDir: string,
  trusted: readonly string[] = [],
): Promise<{ readonly height: number; readonly hash: string }> {
  const { facts: told, signature } = readManifest(folder)
  const { network, signers, checks } = await readGenesis(dataDir)
  const refuse = (code: string) => {
    throw new NodeHalt(`snapshot-${code}`, { folder, height: told.height, key: told.key })
  }
  if (told.network !== network) refuse('other-network')
  if (![...signers, ...trusted].includes(told.key)) refuse('signer')
  if (!checks.schnorr(fromHex(signature), messageOf(told), fromHex(told.key))) refuse('signature')
  if ((await digestOf(folder)) !== told.file) refuse('file')
  const held = await readHeld(folder)
  const same = held.hash === told.hash && held.stateHash === told.stateHash && held.network === network
  if (!same || !held.adds) refuse('state')
  return { height: told.height, hash: told.hash }
}

function readManifest(folder: string) {
  const path = join(folder, MANIFEST)
  const parsed = existsSync(path) ? manifest.safeParse(parseJson(readFileSync(path, 'utf8'))) : undefined
  if (!parsed?.success) throw new NodeHalt('snapshot-malformed', { folder })
  return parsed.data
}

/** What the file itself says, and whether its entries add up to it. */
async function readHeld(folder: string) {
  const store = openDiskStore(folder, { readOnly: true })
  const blocks = chainStore(store)
  const { height, hash, header } = must(blocks.head(), 'a founded chain has a head')
  const network = must(blocks.hashAt(0), 'a founded chain has its genesis')
  const adds = equalBytes(recomputedStateHash(stateReader(store)), header.stateHash)
  await store.close()
  return { network: toHex(network), height, hash: toHex(hash), stateHash: toHex(header.stateHash), adds }
}

async function digestOf(folder: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(join(folder, DATA)), digest)
  return digest.digest('hex')
}

async function readGenesis(dataDir: string) {
  const bytes = new Uint8Array(readFileSync(join(dataDir, 'genesis.block')))
  const configuration = parseConfiguration(new Uint8Array(readFileSync(join(dataDir, 'configuration.json'))))
  if (!configuration.ok) throw new NodeHalt('configuration-refused', configuration.refusal)
  const { checks } = await openSignatureChecks()
  const chain = openChain({
    store: openMemoryStore(),
    genesis: bytes,
    configuration: configuration.value,
    checks,
  })
  const signers = [...members(chain.state)].map(({ stakeKey }) => toHex(stakeKey))
  return { network: toHex(chain.network), signers, checks }
}

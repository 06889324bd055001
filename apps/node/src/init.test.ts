import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeBlock, members, parseConfiguration } from '@vc/consensus'
import { p256PublicKey, sha256, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { afterAll, expect, it } from 'vitest'
import { openChain } from './chain/chain.ts'
import { initNetwork } from './init.ts'
import { openPeerSeed, peerKeyOfSeed } from './keys/peer-key.ts'
import { privateKeyOf } from './network/peer-id.ts'
import { openMemoryStore } from './storage/memory-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-init-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a network of four has one genesis, in which each node is a member by the key that it proves to its peers', async () => {
  const folders = [1, 2, 3, 4].map((n) => join(folder, `node-${n}`))
  const [dataDir = '', ...otherDataDirs] = folders
  await initNetwork({
    ...{ dataDir, otherDataDirs, name: 'dev-four', origins: ['http://localhost'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    ...{ allotments: [], time: 1_800_000_000, commitmentLength: 1_024 },
  })
  const bytes = folders.map((one) => new Uint8Array(readFileSync(join(one, 'genesis.block'))))
  const genesis = must(bytes[0], 'a genesis')
  for (const other of bytes) expect(other).toEqual(genesis)
  expect(decodeBlock(genesis, 4_000_000).ok).toBe(true)
  const configuration = parseConfiguration(new Uint8Array(readFileSync(join(dataDir, 'configuration.json'))))
  const document = must(configuration.ok ? configuration.value : undefined, 'a configuration')
  const { checks } = await openSignatureChecks()
  const chain = openChain({ store: openMemoryStore(), genesis, configuration: document, checks })
  const certificates = [...members(chain.state)].map(({ certificateHash }) => toHex(certificateHash))
  for (const one of folders) {
    const seed = openPeerSeed(join(one, 'peer-key.json'))
    expect((await privateKeyOf(seed)).publicKey.raw).toEqual(peerKeyOfSeed(seed))
    expect(certificates).toContain(toHex(sha256(readFileSync(join(one, 'certificate.json')))))
    expect(statSync(join(one, 'rpc-token')).mode & 0o077).toBe(0)
  }
  expect(new Set(certificates).size).toBe(4)
})

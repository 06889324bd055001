import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfiguration } from '@vc/consensus'
import { p256PublicKey, sha256, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backUpChain, restoreChain } from './backup.ts'
import { initNetwork } from './init.ts'
import { openNodeKey } from './keys/node-key.ts'
import { openSignState } from './keys/sign-state.ts'
import { openNode } from './node.ts'
import { openDiskStore } from './storage/disk-store.ts'

const START = 1_800_000_000
const folder = mkdtempSync(join(tmpdir(), 'vc-snapshot-'))
const dirOf = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const network = (dataDir: string, name: string) =>
  initNetwork({
    ...{ dataDir, name, origins: ['http://localhost'], rpIds: ['localhost'], allotments: [] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    ...{ time: START, commitmentLength: 1_024 },
  })

/** Opens the node of a folder at a moment, lets it do something, closes it; gives where it stands. */
async function withNode(dataDir: string, seconds: number, from = START + 60) {
  const { backend, checks } = await openSignatureChecks()
  const parsed = parseConfiguration(new Uint8Array(readFileSync(join(dataDir, 'configuration.json'))))
  const configuration = must(parsed.ok ? parsed.value : undefined, 'a configuration')
  const genesis = new Uint8Array(readFileSync(join(dataDir, 'genesis.block')))
  const store = openDiskStore(join(dataDir, 'store'))
  let now = from * 1_000
  const signState = openSignState(join(dataDir, 'sign-state'), { create: false })
  const producer = { key: openNodeKey(join(dataDir, 'node-key.json')), signState }
  const policy = { minFee: 0n, transactions: 10, bytes: 10_000 }
  const rules = { genesis, configuration, backend, checks, policy, producer }
  const node = openNode({ store, ...rules, clock: { nowMs: () => now }, log: pino({ level: 'silent' }) })
  for (let second = 0; second < seconds; second += 1) {
    now += 1_000
    node.tick()
  }
  const { height, hash } = node.chain.head
  await store.close()
  signState.close()
  return { height, hash: toHex(hash) }
}

/** Another folder of the same network, which knows its genesis and nothing else. */
function joining(name: string): string {
  mkdirSync(dirOf(name))
  for (const file of ['genesis.block', 'configuration.json'])
    cpSync(join(dirOf('one'), file), join(dirOf(name), file))
  return dirOf(name)
}

describe('a signed snapshot of a chain', () => {
  let stood: { height: number; hash: string }
  beforeAll(async () => {
    await network(dirOf('one'), 'dev-snapshot')
    stood = await withNode(dirOf('one'), 60)
    await backUpChain(dirOf('one'), dirOf('copy'))
  })
  const copied = (name: string) => {
    cpSync(dirOf('copy'), dirOf(name), { recursive: true })
    return dirOf(name)
  }
  const code = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)
  const refused = (from: string, to: string) => restoreChain(from, to).then(() => 'taken', code)

  it('gives another node of the network the same chain, which goes on from there', async () => {
    expect(stood.height).toBeGreaterThan(10)
    const other = joining('other')
    expect(await restoreChain(dirOf('copy'), other)).toBe(stood.height)
    for (const file of ['node-key.json', 'sign-state']) cpSync(join(dirOf('one'), file), join(other, file))
    const { hash } = JSON.parse(readFileSync(join(dirOf('copy'), 'snapshot.json'), 'utf8')).facts
    expect(hash).toBe(stood.hash)
  })

  it('puts back the chain of the same node, and keeps the one that was there beside it', async () => {
    const later = await withNode(dirOf('one'), 20, START + 130)
    expect(later.height).toBeGreaterThan(stood.height)
    expect(await restoreChain(dirOf('copy'), dirOf('one'))).toBe(stood.height)
    expect(await withNode(dirOf('one'), 0)).toEqual(stood)
    expect(await backUpChain(dirOf('one'), dirOf('again'))).toBeGreaterThan(10_000)
  })

  it('is refused when a byte is another, when something else is said of it, or when it is no snapshot', async () => {
    const file = join(copied('rotten'), 'data.mdb')
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const to = joining('two')
    expect(await refused(dirOf('rotten'), to)).toBe('snapshot-file')
    const said = join(copied('said'), 'snapshot.json')
    const { facts, signature } = JSON.parse(readFileSync(said, 'utf8'))
    writeFileSync(said, JSON.stringify({ facts: { ...facts, height: facts.height + 1 }, signature }))
    expect(await refused(dirOf('said'), to)).toBe('snapshot-signature')
    writeFileSync(said, '{')
    expect(await refused(dirOf('said'), to)).toBe('snapshot-malformed')
  })

  it('is refused when no member signed it, or when it is of another network', async () => {
    await network(dirOf('foreign'), 'dev-foreign')
    expect(await refused(dirOf('copy'), dirOf('foreign'))).toBe('snapshot-other-network')
    await withNode(dirOf('foreign'), 5)
    await backUpChain(dirOf('foreign'), dirOf('foreign-copy'))
    expect(await refused(dirOf('foreign-copy'), joining('three'))).toBe('snapshot-other-network')
    const stranger = dirOf('stranger')
    cpSync(dirOf('one'), stranger, { recursive: true })
    cpSync(join(dirOf('foreign'), 'node-key.json'), join(stranger, 'node-key.json'))
    await backUpChain(stranger, dirOf('stranger-copy'))
    expect(await refused(dirOf('stranger-copy'), joining('four'))).toBe('snapshot-signer')
    const { key } = JSON.parse(readFileSync(join(dirOf('stranger-copy'), 'snapshot.json'), 'utf8')).facts
    expect(await restoreChain(dirOf('stranger-copy'), dirOf('four'), [key])).toBe(stood.height)
  })
})

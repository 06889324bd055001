import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configurationId, encodeProposal, type Proposal, proposalId, targetIdOf } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import git from 'isomorphic-git'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { openRepository } from './repository.ts'

const START = 1_800_000_000
const checks = rememberChecks((await openSignatureChecks()).checks)
const network = found({ seed: 'git', stakes: [10n ** 9n], coins: 1, time: START, blocks: 1_000 })
const folder = fs.mkdtempSync(join(tmpdir(), 'vc-repository-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const log = pino({ level: 'silent' })
let seconds = START

const node = openNode({
  ...{ store: openMemoryStore(), genesis: network.genesis, configuration: network.configuration },
  ...{ backend: 'test', checks, log, clock: { nowMs: () => seconds * 1_000 } },
  policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
  producer: { key: must(network.keys[0], 'a key'), signState: openSignFile(memoryPages()) },
})
const produceTo = (height: number) => {
  while (node.chain.head.height < height) {
    seconds += 1
    node.tick()
  }
}
const dir = (name: string) => join(folder, name)
const open = (name: string) =>
  openRepository({ gitdir: dir(name), genesis: network.genesis, chain: node.chain, log })
const tip = (name: string, ref: string) => git.resolveRef({ fs, gitdir: dir(name), ref })

const written: Omit<Proposal, 'target'> = {
  ...{ kind: 'proposal', group: null, protocol: 1, from: 54, trial: {} },
  title: { en: 'Smaller transactions', zh: '更小的交易' },
  reason: { en: 'Nobody needs more.', zh: '已经够用。' },
  origin: toHex(configurationId(network.configuration)),
  vote: { from: 4, to: 33, threshold: 750 },
  changes: { maxTransactionBytes: 50_000 },
}
const proposal: Proposal = { ...written, target: targetIdOf(written, network.configuration) }
const id = toHex(proposalId(proposal))
const branch = `proposal/${id.slice(0, 16)}`

/** The commit of version 0 and that of the proposal. */
const KNOWN = {
  main: '6870c210203ce0220866fe9776d2c20fe4876414',
  proposal: '5f4fcfb8134f48ba2c6e5b2303d991e39792946b',
}

/** What an operator pushes with any git: another author, time and message. */
async function push(name: string, ref: string, bytes: Uint8Array) {
  const place = { fs, gitdir: dir(name) }
  const oid = await git.writeBlob({ ...place, blob: bytes })
  const tree = await git.writeTree({
    ...place,
    tree: [{ mode: '100644', path: 'proposal.json', oid, type: 'blob' }],
  })
  const author = { name: 'Operator', email: 'operator@example.org' }
  await git.commit({ ...place, message: 'Mine', author, tree, parent: [], ref: `refs/heads/${ref}` })
}

test('every node writes the same commits, and a pushed proposal becomes the one that all have', async () => {
  const first = await open('first')
  await push('first', 'proposal/mine', encodeProposal(proposal))
  await push('first', 'proposal/nonsense', Buffer.from('{"kind":"proposal"}'))
  await first.turn()
  expect(node.chain.configurations.findProposal(id)).toMatchObject({ from: 54 })
  await open('second')
  for (const name of ['first', 'second']) {
    expect(await git.listBranches({ fs, gitdir: dir(name) })).toEqual(['main', branch])
  }
  expect(await tip('first', 'main')).toBe(KNOWN.main)
  expect(await tip('first', branch)).toBe(KNOWN.proposal)
  expect(await tip('second', branch)).toBe(KNOWN.proposal)
})

test('a version is written when it is final; what somebody moves is put back', async () => {
  produceTo(2)
  node.chain.configurations.choices.set(id, 'vote')
  produceTo(70)
  const first = await open('first')
  const version = must(node.chain.configuration, 'a version')
  expect(version.version).toBe(1)
  expect(first.commitOf(toHex(configurationId(version)))).toBe(await tip('first', 'main'))
  const log = await git.log({ fs, gitdir: dir('first'), ref: 'main' })
  expect(log.map(({ commit }) => commit.message)).toEqual(['Configuration 1\n', 'Configuration 0\n'])
  await git.writeRef({ fs, gitdir: dir('first'), ref: 'refs/heads/main', value: KNOWN.main, force: true })
  await first.turn()
  expect((await git.log({ fs, gitdir: dir('first'), ref: 'main' })).length).toBe(2)
  expect(node.face.configuration().versions.map(({ version }) => version)).toEqual([0, 1])
})

test('a node does not run on another history, and writes anew what can not be read', async () => {
  await push('second', 'main', Buffer.from('{}'))
  await expect(open('second')).rejects.toMatchObject({ code: 'configuration-repository' })
  fs.rmSync(dir('second'), { recursive: true })
  await open('second')
  const main = await tip('second', 'main')
  const place = { fs, gitdir: dir('second') }
  const { commit } = await git.readCommit({ ...place, oid: main })
  const moved = await git.writeCommit({
    ...place,
    commit: { ...commit, author: { ...commit.author, timestamp: 1 } },
  })
  await git.writeRef({ ...place, ref: 'refs/heads/main', value: moved, force: true })
  await expect(open('second')).rejects.toMatchObject({ facts: { version: 1, why: 'commit' } })

  fs.writeFileSync(join(dir('second'), 'objects', main.slice(0, 2), main.slice(2)), '')
  await git.writeRef({ ...place, ref: 'refs/heads/main', value: main, force: true })
  await open('second')
  expect(await tip('second', 'main')).toBe(main)
  expect(fs.existsSync(`${dir('second')}.unreadable-1`)).toBe(true)
})

test("the system's own git finds nothing wrong with it", () => {
  const isThere = (() => {
    try {
      return execFileSync('git', ['--version']).length > 0
    } catch {
      return false
    }
  })()
  if (!isThere) console.warn('SKIPPED: no git on this machine, so its word on the repository is missing')
  if (!isThere) return
  const say = (...args: string[]) =>
    execFileSync('git', ['--git-dir', dir('first'), ...args], { encoding: 'utf8', stdio: 'pipe' })
  expect(say('fsck', '--strict', '--no-dangling')).toBe('')
  expect(say('show', 'main:configuration.json')).toContain('"version":1')
  expect(say('log', '-1', '--format=%an %ae %ai', 'main')).toBe(
    'value-debt network configuration@network.invalid 2027-01-15 08:00:54 +0000\n',
  )
})

import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import {
  type BallotMember,
  type BallotSigner,
  ballotDescriptor,
  castBallot,
  fromHex,
  hash160,
  nobleBallotSigner,
  nobleChecks,
  registerBallotMember,
  schnorrPublicKey,
  sha256,
  toHex,
  utf8,
} from '@vc/crypto'
import { openBlstSigner } from '@vc/crypto/blst'
import { openCollectiveChecks } from '@vc/crypto/native'
import { schema } from '@vc/db'
import { armFailpoints, must } from '@vc/kernel'
import {
  applyTransaction,
  collectiveScript,
  defaultConfiguration,
  encodeTransaction,
  inputDigest,
  judgeTransaction,
  keyHashScript,
  memoryState,
  type NamedOutput,
  Overlay,
  putVotes,
  type Transaction,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { sample } from './sample-transactions.ts'
import { scriptedNode } from './scripted-node.ts'
import { drain, readTransaction, type SigningPerson, signingPerson } from './worker-kit.ts'

const MEMBERS = 500
const operatingKey = new Uint8Array(32).fill(11)
const friend = '0f'.repeat(20)
const owner = hash160(utf8('an account'))
/** Secrets below the order of the curve. */
const secretOf = (i: number) => Uint8Array.of(0, ...sha256(utf8(`member ${i}`)).subarray(1))
const node = scriptedNode()
const state = new Overlay(memoryState())
let network: TestNetwork
let checks: typeof nobleChecks
let deps: WorkerDeps
let keeper: SigningPerson
let signer: BallotSigner
let members: readonly BallotMember[]
let descriptor: Uint8Array

beforeAll(async () => {
  network = await startTestNetwork()
  checks = { ...nobleChecks, collectives: await openCollectiveChecks() }
  keeper = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  signer = (await openBlstSigner()) ?? nobleBallotSigner
  members = Array.from({ length: MEMBERS }, (_, i) => registerBallotMember(secretOf(i), 1, owner, signer))
  descriptor = must(ballotDescriptor(members, 251), 'a majority can be met')
  const pays = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const operator = keyHashScript(hash160(schnorrPublicKey(operatingKey)))
  const genesis = sample([], [pays(operator, 10_000n), pays(collectiveScript(sha256(descriptor)), 5_000n)])
  applyTransaction(state, genesis, 0)
  node.mine([genesis])
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  deps = { db, client: node.client, log, hooks: submissionHooks, operatingKey, dataDir: '/nowhere' }
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 180_000)
afterAll(() => network?.stop())
afterEach(() => armFailpoints(undefined))

function judged(tx: Transaction) {
  const place = { network: network.deps().env.network, configuration: defaultConfiguration, checks }
  const height = node.height() + 1
  return judgeTransaction(tx, viewOf(state, { height }), { ...place, height })
}

/** A final block of all that waits, each judged as a node would after those before it. */
async function nextBlock() {
  const height = node.height() + 1
  for (const [hex = '', ...more] of node.submitted.splice(0)) {
    for (const tx of [hex, ...more].map(readTransaction)) {
      expect(judged(tx)).toMatchObject({ ok: true })
      applyTransaction(state, tx, height)
    }
  }
  node.minePool()
  node.finalise(height)
  await followChain(deps)
  await drain(deps)
}

function fileOf(list: readonly BallotMember[]) {
  const rows = list.map(
    ({ key, possession, weight }, i) =>
      `Member ${i},${toHex(owner)},${toHex(key)},${weight},${toHex(possession)}`,
  )
  const text = ['name,owner,key,weight,possession', ...rows].join('\n')
  return { fileName: 'members.csv', content: Buffer.from(text).toString('base64'), name: 'Growers' }
}

const ask = async <T>(path: string, input: object) => (await keeper.browser.ask(path, input)).value as T

test('500 members are registered by file, whole or not at all, and stand on the ledger', async () => {
  const [first] = members
  const stolen = members.map((member, i) =>
    i === 7 && first ? { ...member, possession: first.possession } : member,
  )
  const bad = await keeper.browser.importFile('collectives.import', fileOf(stolen))
  expect(bad.code).toBe('rows-bad')
  expect(await deps.db.select().from(schema.collectives)).toHaveLength(0)
  const seen = await keeper.browser.importFile('collectives.preview', {
    ...{
      fileName: 'm.csv',
      content: fileOf([...members.slice(0, 3), ...stolen.slice(7, 8), ...members.slice(0, 1)]).content,
    },
  })
  expect(seen.value).toMatchObject({
    ...{ count: 3, majority: 2 },
    bad: [
      { line: 5, code: 'member-possession', column: 'possession' },
      { line: 6, code: 'row-repeated', facts: { first: 2 } },
    ],
  })
  const { value } = await keeper.browser.importFile('collectives.import', fileOf(members))
  expect(value).toMatchObject({ count: MEMBERS, isNew: true })
  expect((await keeper.browser.importFile('collectives.import', fileOf(members))).value).toEqual({
    ...(value as object),
    isNew: false,
  })
  await drain(deps)
  await nextBlock()
  await nextBlock()
  const [row] = await ask<{ id: string }[]>('collectives.list', {})
  expect(row).toMatchObject({
    step: 'registered',
    finality: 'final',
    members: MEMBERS,
    threshold: 251,
    held: 5_000n,
  })
  expect(await deps.db.select().from(schema.collectiveSeats)).toHaveLength(MEMBERS)
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
}, 120_000)

type Proposal = { transaction: string; named: { amount: string; script: string }[]; txid: string }

/** A proposal to pay the friend, with what its input wants signed. */
async function proposed(amount: bigint) {
  const [collective] = await ask<{ id: string }[]>('collectives.list', {})
  const commandKey = crypto.randomUUID()
  const asked = { commandKey, collectiveId: collective?.id, to: friend, amount, purpose: 'Seed', days: 3 }
  const { value } = await keeper.browser.call('collectives.propose', asked)
  const { proposalId } = value as { proposalId: string }
  expect(proposalId).toBe(commandKey)
  const { transaction, named } = await ask<Proposal>('collectives.proposal', { proposalId })
  const outputs = named.map(({ amount: text, script, ...rest }) => ({
    ...(rest as Pick<NamedOutput, 'element' | 'layer'>),
    ...{ amount: BigInt(text), script: fromHex(script) },
  }))
  const tx = readTransaction(transaction)
  const digest = inputDigest({ tx, named: outputs, network: network.deps().env.network }, 0)
  return { proposalId, tx, digest }
}
const voteOf = (digest: Uint8Array, i: number) => castBallot(descriptor, digest, secretOf(i), signer)

test('250 of 500 do not spend, 251 do, with one witness; the roll call is what the ledger says', async () => {
  const { proposalId, tx, digest } = await proposed(900n)
  const votes = Array.from({ length: 251 }, (_, i) => {
    const member = Math.min(2 * i, MEMBERS - 1)
    return { member, signature: voteOf(digest, member) }
  })
  const cast = ({ member, signature }: (typeof votes)[number]) =>
    keeper.browser.call('collectives.vote', {
      ...{ proposalId, key: toHex(must(members[member], 'a member').key), signatures: [toHex(signature)] },
    })
  const [last] = votes.slice(250)
  const [one, two] = votes
  const swapped = { member: one?.member ?? 0, signature: two?.signature ?? new Uint8Array(96) }
  expect((await cast(swapped)).code).toBe('vote-wrong')
  const foreign = { proposalId, key: 'ab'.repeat(48), signatures: ['00'.repeat(96)] }
  expect((await keeper.browser.call('collectives.vote', foreign)).code).toBe('seat-unknown')
  for (const vote of votes.slice(0, 250)) expect((await cast(vote)).code).toBe('ok')
  expect((await cast(must(one, 'a vote'))).value).toMatchObject({ votedWeight: 250, isEnough: false })
  await drain(deps)
  expect(node.submitted).toEqual([])
  const ballots = votes.map(({ member, signature }) => ({ member, signatures: [signature] }))
  const few = must(putVotes(tx, descriptor, ballots.slice(0, 250)), 'votes join')
  expect(judged(few)).toMatchObject({ refusal: { code: 'script', facts: { input: 0, error: 'collective' } } })
  const handIn = (transaction: string) =>
    keeper.browser.call('collectives.handIn', { proposalId, transaction })
  expect((await handIn(toHex(encodeTransaction(few)))).code).toBe('witness-wrong')

  expect((await cast(must(last, 'a vote'))).value).toMatchObject({ isEnough: true })
  // A worker that is killed before and after it has joined the votes joins them once.
  let faults = 2
  armFailpoints((at) => {
    if (/^job-(?:before|after)-/.test(at) && faults-- > 0) throw new Error(at)
  })
  await drain(deps)
  armFailpoints(undefined)
  const sent = await deps.db.select().from(schema.submissions)
  expect(sent.filter(({ subjectKind }) => subjectKind === 'collective-proposal')).toHaveLength(1)
  await nextBlock()
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({
    stage: 'final',
    votes: 251,
    threshold: 251,
  })
  const roll = await ask<{ rows: { position: number; isCounted: boolean }[] }>('collectives.roll', {
    ...{ proposalId, limit: 200 },
  })
  const counted = roll.rows.filter(({ isCounted }) => isCounted).map(({ position }) => position)
  expect(counted).toEqual(
    votes
      .map(({ member }) => member)
      .filter((member) => member < 200)
      .sort((a, b) => a - b),
  )
  expect((await cast(must(one, 'a vote'))).code).toBe('vote-closed')
  expect((await ask<{ held: bigint }[]>('collectives.list', {}))[0]?.held).toBe(4_000n)
}, 120_000)

test('a proposal that waits keeps its coins, one that is taken back frees them, and any member joins the votes', async () => {
  const { proposalId: waiting } = await proposed(100n)
  const [collective] = await ask<{ id: string }[]>('collectives.list', {})
  const asked = { collectiveId: collective?.id, to: friend, amount: 100n, purpose: 'More', days: 3 }
  const again = () =>
    keeper.browser.call('collectives.propose', { ...asked, commandKey: crypto.randomUUID() })
  expect((await again()).code).toBe('collective-short')
  expect((await keeper.browser.call('collectives.withdraw', { proposalId: waiting })).code).toBe('ok')
  const { proposalId, tx, digest } = await proposed(100n)
  const ballots = Array.from({ length: 251 }, (_, i) => ({ member: i, signatures: [voteOf(digest, i)] }))
  const transaction = toHex(encodeTransaction(must(putVotes(tx, descriptor, ballots), 'votes join')))
  expect((await keeper.browser.call('collectives.handIn', { proposalId, transaction })).code).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({ stage: 'final' })
}, 120_000)

test('strangers find neither the collective nor its votes', async () => {
  const stranger = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  const [collective] = await ask<{ id: string }[]>('collectives.list', {})
  expect((await stranger.browser.ask('collectives.list', {})).value).toEqual([])
  expect((await stranger.browser.ask('collectives.show', { collectiveId: collective?.id })).code).toBe(
    'not-found',
  )
})

import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import {
  collectiveDescriptor,
  collectiveSecret,
  credentialMember,
  credentialOf,
  fromHex,
  hash160,
  nobleChecks,
  schnorrPublicKey,
  sha256,
  toHex,
  utf8,
} from '@vc/crypto'
import { openCollectiveChecks } from '@vc/crypto/native'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  applyTransaction,
  collectiveDebtScript,
  collectiveLots,
  collectiveScript,
  DEBT,
  defaultConfiguration,
  encodeTransaction,
  judgeTransaction,
  keyHashScript,
  memoryState,
  Overlay,
  outputsOf,
  putRelease,
  putVote,
  repay,
  signInput,
  type Transaction,
  txidOf,
  VALUE,
  viewOf,
  writtenOutput,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { accumulatedOf, arithmetic } from './accumulated-kit.ts'
import { giveAccount } from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import { scriptedNode } from './scripted-node.ts'
import { drain, readTransaction, type SigningPerson, signingPerson } from './worker-kit.ts'

const operatingKey = new Uint8Array(32).fill(11)
const node = scriptedNode()
const state = new Overlay(memoryState())
const names = ['An', 'Bo', 'Cai']
const owners = names.map((name) => hash160(utf8(`account of ${name}`)))
const three = names.map((name, i) => ({ name, owner: must(owners[i], 'an account') }))
const machines = accumulatedOf(three, 2, () => network.deps().env.network)
const { members, descriptor, keyOf, file } = machines
let network: TestNetwork
let checks: typeof nobleChecks
let deps: WorkerDeps
let people: readonly SigningPerson[]

beforeAll(async () => {
  network = await startTestNetwork()
  checks = { ...nobleChecks, collectives: await openCollectiveChecks() }
  const { organisationId } = await network.found('holder')
  people = await Promise.all(names.map(() => signingPerson(network, organisationId, 'holder')))
  await Promise.all(
    people.map((person, i) => giveAccount(network, person, `key ${i}`, owners[i] ?? new Uint8Array(20))),
  )
  const pays = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const operator = keyHashScript(hash160(schnorrPublicKey(operatingKey)))
  const held = pays(collectiveScript(sha256(descriptor)), 5_000n)
  const genesis = sample([], [pays(operator, 10_000n), held])
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

function judged(tx: Transaction) {
  const place = { network: network.deps().env.network, configuration: defaultConfiguration, checks }
  const height = node.height() + 1
  return judgeTransaction(tx, viewOf(state, { height }), { ...place, height })
}

async function nextBlock() {
  const height = node.height() + 1
  for (const tx of node.submitted.splice(0).flat().map(readTransaction)) {
    expect(judged(tx)).toMatchObject({ ok: true })
    applyTransaction(state, tx, height)
  }
  node.minePool()
  node.finalise(height)
  await followChain(deps)
  await drain(deps)
}

const browserOf = (i: number) => must(people[i], 'a person').browser
const ask = async <T>(path: string, input: object) => (await browserOf(0).ask(path, input)).value as T

test('a collective of VCC1 is registered by choice: credentials are checked, and only the record goes to the ledger', async () => {
  const { value: seen } = await browserOf(0).importFile('collectives.preview', file())
  expect(seen).toMatchObject({ count: 3, bad: [] })
  const plain = { ...file(), kind: 'VCB1' }
  expect((await browserOf(0).importFile('collectives.preview', plain)).value).toMatchObject({ count: 0 })
  const { code } = await browserOf(0).importFile('collectives.import', { ...file(), name: 'Machines' })
  expect(code).toBe('ok')
  await drain(deps)
  await nextBlock()
  await nextBlock()
  const [row] = await ask<{ id: string }[]>('collectives.list', {})
  expect(row).toMatchObject({ step: 'registered', weight: 3, threshold: 2, held: 5_000n })
  const shown = await ask('collectives.show', { collectiveId: row?.id })
  expect(shown).toMatchObject({ scheme: 'VCC1', members: 3, mySeats: [{ position: 0 }] })
}, 60_000)

const commit = (proposalId: string, i: number, round: number, by = i) =>
  machines.commit(browserOf(by), proposalId, i, round)
const answer = (proposalId: string, i: number, round: number, lie = 0n, under = descriptor) =>
  machines.answer(browserOf(i), proposalId, i, { round, lie, under })

test('two rounds spend: voters are fixed, each answers, a silent one restarts, and the published roll fits the witness', async () => {
  const [collective] = await ask<{ id: string }[]>('collectives.list', {})
  const proposalId = crypto.randomUUID()
  const asked = { collectiveId: collective?.id, to: '0f'.repeat(20), amount: 900n, purpose: 'Fuel', days: 3 }
  expect((await browserOf(0).call('collectives.propose', { ...asked, commandKey: proposalId })).code).toBe(
    'ok',
  )

  expect(await commit(proposalId, 0, 0)).toBe('ok')
  expect(await commit(proposalId, 1, 0, 2)).toBe('seat-unknown')
  expect(await commit(proposalId, 1, 0)).toBe('ok')
  expect(await commit(proposalId, 2, 0)).toBe('round-fixed')
  expect(await answer(proposalId, 0, 0)).toBe('ok')
  expect(await answer(proposalId, 1, 0, 1n)).toBe('vote-wrong')
  expect(await answer(proposalId, 2, 0)).toBe('round-open')
  await drain(deps)
  expect(node.submitted).toEqual([])

  // Bo stays silent; the next round is Cai's, with fresh numbers of everybody.
  expect((await browserOf(2).call('collectives.restart', { proposalId })).value).toEqual({ round: 1 })
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({ votes: 0, round: { round: 1 } })
  for (const i of [0, 2]) expect(await commit(proposalId, i, 1)).toBe('ok')
  for (const i of [2, 0]) expect(await answer(proposalId, i, 1)).toBe('ok')
  await drain(deps)
  const [sent] = node.submitted.flat().map(readTransaction)
  const [witness] = sent?.witnesses[0] ?? []
  expect(witness).toHaveLength(1153)
  const forged = putVote(
    must(sent, 'a payment'),
    0,
    Uint8Array.from(witness ?? [], (byte, i) => (i === 40 ? byte ^ 1 : byte)),
  )
  expect(judged(forged)).toMatchObject({ refusal: { code: 'script', facts: { error: 'collective' } } })
  await nextBlock()
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({ stage: 'final', scheme: 'VCC1' })
  const roll = await ask<{ rows: { isCounted: boolean }[] }>('collectives.roll', { proposalId })
  expect(roll).toMatchObject({ isOnLedger: true })
  expect(roll.rows.map(({ isCounted }) => isCounted)).toEqual([true, false, true])
}, 60_000)

const dee = credentialMember(
  {
    secret: collectiveSecret(sha256(utf8('seed of Dee'))),
    weight: 1,
    owner: hash160(utf8('account of Dee')),
    k: 77n,
  },
  arithmetic,
)
const changed = [...members.slice(0, 2), dee]
const nextDescriptor = must(collectiveDescriptor(changed.map(credentialOf), 2, arithmetic), 'two of three')

function changeFile() {
  const join = ['join', 'Dee', toHex(dee.owner), toHex(dee.key), 1, toHex(dee.possession)].join(',')
  const leave = ['leave', '', '', keyOf(2), '', ''].join(',')
  const text = ['change,name,owner,key,weight,possession', join, leave].join('\n')
  return { fileName: 'change.csv', content: Buffer.from(text).toString('base64') }
}

test('members release the lots that they owe, and whoever brings the value clears one', async () => {
  const [collective] = await ask<{ id: string }[]>('collectives.list', {})
  const id = sha256(descriptor)
  const owes = (amount: bigint) =>
    ({ element: DEBT, amount, script: collectiveDebtScript(id, 90_000) }) as const
  const coin = {
    element: VALUE,
    amount: 2_000n,
    script: keyHashScript(hash160(schnorrPublicKey(operatingKey))),
  }
  const grant = sample([], [owes(400n), owes(600n), { ...coin, element: VALUE }])
  applyTransaction(state, grant, node.height())
  const at = new Date()
  const asked = { kind: 'release', purpose: 'Seed', step: 'open', descriptor, closesAt: 100_000 } as const
  const [row] = await deps.db
    .insert(schema.collectiveProposals)
    .values({
      ...{ ...asked, collectiveId: collective?.id ?? '', transaction: toHex(encodeTransaction(grant)) },
      ...{ txid: toHex(txidOf(grant)), named: [], outpoints: [] },
      ...{ createdBy: must(people[0], 'a person').personId, createdAt: at, updatedAt: at },
    })
    .returning()
  const proposalId = must(row, 'a vote').id
  for (const i of [0, 1]) expect(await commit(proposalId, i, 0)).toBe('ok')
  for (const i of [0, 1]) expect(await answer(proposalId, i, 0)).toBe('ok')
  await drain(deps)
  const [joined] = await deps.db
    .select()
    .from(schema.collectiveProposals)
    .where(eq(schema.collectiveProposals.id, proposalId))
  const releases = (joined?.joined?.releases ?? []).map(fromHex)
  expect(releases.map(({ length }) => length)).toEqual([1153, 1153])
  const values = [writtenOutput(grant, 2)]
  const debts = collectiveLots(grant).slice(1)
  const cleared = repay({ debts, values, fee: 100n, changeTo: coin.script })
  const of = { named: outputsOf([...values, ...debts]), network: network.deps().env.network, index: 0 }
  const paid = signInput({ ...of, tx: cleared, secret: operatingKey })
  const [first, second] = releases as [Uint8Array, Uint8Array]
  expect(judged(putRelease(paid, 1, first))).toMatchObject({ refusal: { code: 'script' } })
  expect(judged(putRelease(paid, 1, second))).toMatchObject({ ok: true, value: { fee: 100n } })
}, 60_000)

test('the old majority changes the members: the list is the descriptor’s, who left votes no more, who came is counted', async () => {
  const [collective] = await ask<{ id: string }[]>('collectives.list', {})
  const collectiveId = collective?.id
  const seen = await browserOf(0).importFile('collectives.previewChange', { ...changeFile(), collectiveId })
  expect(seen.value).toMatchObject({ comes: 1, goes: 1, count: 3, weight: 3, bad: [] })
  const proposalId = crypto.randomUUID()
  const asked = {
    ...changeFile(),
    collectiveId,
    commandKey: proposalId,
    threshold: 2,
    purpose: 'Dee for Cai',
  }
  expect((await browserOf(0).importFile('collectives.proposeChange', { ...asked, days: 3 })).code).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({ stage: 'open', kind: 'members' })
  expect(await ask('collectives.change', { proposalId })).toMatchObject({
    nextDescriptor: toHex(nextDescriptor),
    terms: { before: { count: 3, threshold: 2 }, after: { count: 3, weight: 3 } },
  })
  for (const i of [1, 2]) expect(await commit(proposalId, i, 0)).toBe('ok')
  for (const i of [1, 2]) expect(await answer(proposalId, i, 0)).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({ stage: 'final' })
  const { rows } = await ask<{ rows: { key: string; name: string }[] }>('collectives.members', {
    collectiveId,
  })
  expect(rows.map(({ name }) => name)).toEqual(['An', 'Bo', 'Dee'])
  const [now, first] = await ask<{ came: object; went: object }[]>('collectives.history', { collectiveId })
  expect(now).toMatchObject({
    members: 3,
    came: { names: [{ name: 'Dee' }] },
    went: { names: [{ name: 'Cai' }] },
  })
  expect(first).toMatchObject({ isFirst: true })
}, 60_000)

test('the new list spends; who left has no seat', async () => {
  const [collective] = await ask<{ id: string; held: bigint }[]>('collectives.list', {})
  const proposalId = crypto.randomUUID()
  const asked = { collectiveId: collective?.id, to: '0e'.repeat(20), amount: 500n, purpose: 'Seed', days: 3 }
  expect((await browserOf(0).call('collectives.propose', { ...asked, commandKey: proposalId })).code).toBe(
    'ok',
  )
  expect(await commit(proposalId, 2, 0)).toBe('seat-unknown')
  for (const i of [0, 1]) expect(await commit(proposalId, i, 0)).toBe('ok')
  for (const i of [0, 1]) expect(await answer(proposalId, i, 0, 0n, nextDescriptor)).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({ stage: 'final' })
  expect((await ask<{ held: bigint }[]>('collectives.list', {}))[0]?.held).toBeLessThan(
    collective?.held ?? 0n,
  )
}, 60_000)

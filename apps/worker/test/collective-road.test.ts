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
import { outputAtOf, schema } from '@vc/db'
import { armFailpoints, must } from '@vc/kernel'
import {
  ADMISSION,
  applyGenesisTransaction,
  applyTransaction,
  collectiveScript,
  DEBT,
  defaultConfiguration,
  encodeTransaction,
  genesisRoster,
  giveCredit,
  inputDigest,
  judgeTransaction,
  keyHashScript,
  memoryState,
  type NamedOutput,
  Overlay,
  putVotes,
  signInput,
  type Transaction,
  VALUE,
  viewOf,
  writtenOutput,
} from '@vc/ledger'
import { and, eq, isNull } from 'drizzle-orm'
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
let roster: Transaction

beforeAll(async () => {
  network = await startTestNetwork()
  checks = { ...nobleChecks, collectives: await openCollectiveChecks() }
  keeper = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  signer = (await openBlstSigner()) ?? nobleBallotSigner
  members = Array.from({ length: MEMBERS }, (_, i) => registerBallotMember(secretOf(i), 1, owner, signer))
  descriptor = must(ballotDescriptor(members, 251), 'a majority can be met')
  const pays = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const operator = keyHashScript(hash160(schnorrPublicKey(operatingKey)))
  const genesis = sample(
    [],
    [
      pays(operator, 10_000n),
      pays(collectiveScript(sha256(descriptor)), 5_000n),
      pays(collectiveScript(sha256(boardDescriptor())), 700n),
    ],
  )
  const agents = [operatingKey, utf8('second agent'), utf8('third agent')]
  const keys = agents.map((secret, i) => schnorrPublicKey(i === 0 ? secret : sha256(secret)))
  roster = genesisRoster(ADMISSION, keys, defaultConfiguration)
  applyGenesisTransaction(state, roster)
  applyTransaction(state, genesis, 0)
  node.mine([roster, genesis])
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  deps = { db, client: node.client, log, hooks: submissionHooks, operatingKey, dataDir: '/nowhere' }
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 180_000)
afterAll(() => network?.stop())
afterEach(() => armFailpoints(undefined))

/** Five of the members, of whom three decide: known before they have formed their group. */
const board = [1, 2, 3, 4, 5]
const boardDescriptor = () =>
  must(
    ballotDescriptor(
      board.map((i) => must(members[i], 'a member')),
      3,
    ),
    'three of five',
  )

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

const lineOf = ({ key, possession, weight }: BallotMember, i: number) =>
  `Member ${i},${toHex(owner)},${toHex(key)},${weight},${toHex(possession)}`

function fileOf(list: readonly BallotMember[]) {
  const rows = list.map(lineOf)
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

/** The whole collective, beside the groups of its members. */
async function registered() {
  const rows = await ask<{ id: string; name: string }[]>('collectives.list', {})
  return must(
    rows.find(({ name }) => name === 'Growers'),
    'a collective',
  )
}

type Proposal = { transaction: string; named: { amount: string; script: string }[]; txid: string }

/** A proposal to pay the friend, of the whole collective unless told, with what its input wants signed. */
async function proposed(amount: bigint, by?: string) {
  const collectiveId = by ?? (await registered()).id
  const commandKey = crypto.randomUUID()
  const asked = { commandKey, collectiveId, to: friend, amount, purpose: 'Seed', days: 3 }
  const { value } = await keeper.browser.call('collectives.propose', asked)
  const { proposalId } = value as { proposalId: string }
  expect(proposalId).toBe(commandKey)
  return { proposalId, ...(await paperOf(proposalId, 0)) }
}

/** The transaction of a proposal, and what an input of it wants signed. */
async function paperOf(proposalId: string, input: number) {
  const { transaction, named } = await ask<Proposal>('collectives.proposal', { proposalId })
  const outputs = named.map(({ amount: text, script, ...rest }) => ({
    ...(rest as Pick<NamedOutput, 'element' | 'layer'>),
    ...{ amount: BigInt(text), script: fromHex(script) },
  }))
  const tx = readTransaction(transaction)
  const digest = inputDigest({ tx, named: outputs, network: network.deps().env.network }, input)
  return { tx, digest }
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
  expect(await registered()).toMatchObject({ held: 4_000n })
}, 120_000)

test('500 are given credit by one vote of theirs: the collective owes it, and its coin comes back', async () => {
  const id = sha256(descriptor)
  const { outputs } = schema
  const under = and(eq(outputs.script, collectiveScript(id)), isNull(outputs.spentHeight))
  const lying = await deps.db.select().from(outputs).where(under)
  const coin = outputAtOf(
    must(
      lying.find(({ amount }) => amount > 0n),
      'the collective has a coin',
    ),
  )
  const source = writtenOutput(roster, 1)
  const grant = giveCredit({
    ...{ managementCredit: source, amount: 1_000n, fee: 100n, debtorKeyHash: owner },
    ...{ lots: [{ amount: 1_000n, expiryHeight: 900 }], payTo: keyHashScript(fromHex(friend)) },
    voted: { id, coin },
  })
  const signing = {
    ...{ tx: grant, named: [source.output, coin.output], network: network.deps().env.network },
  }
  const signed = signInput({ ...signing, index: 0, secret: operatingKey })
  const digest = inputDigest({ ...signing, tx: signed }, 1)
  const byVoteOf = (count: number) => {
    const ballots = Array.from({ length: count }, (_, i) => ({ member: i, signatures: [voteOf(digest, i)] }))
    return must(putVotes(signed, descriptor, ballots, [1]), 'votes join')
  }
  expect(judged(byVoteOf(250))).toMatchObject({ refusal: { code: 'script', facts: { input: 1 } } })
  await node.client.submit([toHex(encodeTransaction(byVoteOf(251)))])
  await nextBlock()
  const owed = await deps.db.select().from(outputs).where(eq(outputs.standard, 'collective-debt'))
  expect(owed).toMatchObject([{ element: DEBT, amount: 1_000n, spentHeight: null }])
  expect(toHex(must(owed[0], 'a lot').script)).toContain(toHex(id))
  expect(await registered()).toMatchObject({ held: 4_000n })
}, 120_000)

test('a proposal that waits keeps its coins, one that is taken back frees them, and any member joins the votes', async () => {
  const { proposalId: waiting } = await proposed(100n)
  const asked = { collectiveId: (await registered()).id, to: friend, amount: 100n, purpose: 'More', days: 3 }
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

test('a group of five members has an account of its own: three of them spend from it, and the whole collective’s stays', async () => {
  const parent = await registered()
  const keys = board.map((i) => toHex(must(members[i], 'a member').key))
  const asked = { collectiveId: parent.id, name: 'Irrigation', keys }
  const stranger = registerBallotMember(secretOf(900), 1, owner, signer)
  const foreign = { ...asked, keys: [...keys, toHex(stranger.key)] }
  expect((await keeper.browser.call('collectives.formGroup', foreign)).code).toBe('seat-unknown')
  const { value } = await keeper.browser.call('collectives.formGroup', asked)
  expect((await keeper.browser.call('collectives.formGroup', asked)).value).toMatchObject({ isNew: false })
  await drain(deps)
  await nextBlock()
  const { collectiveId } = value as { collectiveId: string }
  const show = (id: string) =>
    ask<{ account: string; held: bigint }>('collectives.show', { collectiveId: id })
  const shown = await show(collectiveId)
  expect(shown).toMatchObject({ name: 'Irrigation', parentId: parent.id, members: 5, threshold: 3 })
  const whole = await show(parent.id)
  expect(shown.account).not.toBe(whole.account)
  const groups = await ask('collectives.groups', { collectiveId: parent.id })
  expect(groups).toMatchObject([{ id: collectiveId, step: 'registered', finality: 'final' }])

  const { proposalId, tx, digest } = await proposed(300n, collectiveId)
  const under = boardDescriptor()
  const signatureOf = (i: number) => castBallot(under, digest, secretOf(i), signer)
  const two = [0, 1].map((member) => ({ member, signatures: [signatureOf(must(board[member], 'one'))] }))
  expect(judged(must(putVotes(tx, under, two), 'votes join'))).toMatchObject({ refusal: { code: 'script' } })
  const cast = async (i: number) => {
    const vote = { proposalId, key: toHex(must(members[i], 'a member').key) }
    return keeper.browser.call('collectives.vote', { ...vote, signatures: [toHex(signatureOf(i))] })
  }
  expect((await cast(6)).code).toBe('seat-unknown')
  for (const [i, isEnough] of [
    [1, false],
    [3, false],
    [5, true],
  ] as const)
    expect((await cast(i)).value).toMatchObject({ isEnough })
  await drain(deps)
  await nextBlock()
  expect(await ask('collectives.proposal', { proposalId })).toMatchObject({ stage: 'final', votes: 3 })
  expect(shown.held).toBe(700n)
  expect((await show(collectiveId)).held).toBe(300n)
  expect((await show(parent.id)).held).toBe(whole.held)
}, 60_000)

/** Asks for a change; the file says who comes and who goes. */
async function changeAsked(
  { come, go }: { readonly come: readonly BallotMember[]; readonly go: readonly BallotMember[] },
  threshold?: number,
) {
  const collectiveId = (await registered()).id
  const rows = [
    ...go.map(({ key }) => `leave,,,${toHex(key)},,`),
    ...come.map((member, i) => `join,${lineOf(member, MEMBERS + i)}`),
  ]
  const text = ['change,name,owner,key,weight,possession', ...rows].join('\n')
  const file = { fileName: 'change.csv', content: Buffer.from(text).toString('base64'), collectiveId }
  const asked = { ...file, commandKey: crypto.randomUUID(), purpose: 'A new season', days: 3 }
  const preview = await keeper.browser.importFile('collectives.previewChange', file)
  const terms = threshold === undefined ? asked : { ...asked, threshold }
  const propose = () => keeper.browser.importFile('collectives.proposeChange', terms)
  return { proposalId: asked.commandKey, preview, propose }
}
const standing = (proposalId: string) =>
  ask<{ stage: string; transaction: string }>('collectives.proposal', { proposalId })

test('the old majority changes who the members are and how many decide; the new list is there before the vote opens', async () => {
  const overtaken = await proposed(100n)
  const known = must(members[20], 'a member')
  const wrong = await changeAsked({
    come: [known],
    go: [registerBallotMember(secretOf(900), 1, owner, signer)],
  })
  expect(wrong.preview.value).toMatchObject({
    bad: [
      { line: 2, code: 'member-unknown' },
      { line: 3, code: 'member-present' },
    ],
  })
  expect((await wrong.propose()).code).toBe('rows-bad')
  expect((await (await changeAsked({ come: [], go: [] })).propose()).code).toBe('members-same')
  expect((await (await changeAsked({ come: [], go: members })).propose()).code).toBe('members-none')

  const change = await changeAsked({ come: [], go: members.slice(4) }, 3)
  expect(change.preview.value).toMatchObject({
    comes: 0,
    goes: 496,
    count: 4,
    weight: 4,
    majority: 3,
    bad: [],
  })
  expect((await change.propose()).code).toBe('ok')
  expect((await change.propose()).value).toEqual({ proposalId: change.proposalId })
  expect(await standing(change.proposalId)).toMatchObject({ stage: 'preparing', transaction: '' })
  expect((await (await changeAsked({ come: [], go: members.slice(3) })).propose()).code).toBe(
    'change-under-way',
  )
  await drain(deps)
  expect(await standing(change.proposalId)).toMatchObject({ stage: 'preparing' })
  await nextBlock()
  expect(await standing(change.proposalId)).toMatchObject({ stage: 'open' })

  const { tx, digest } = await paperOf(change.proposalId, 1)
  const ballots = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      member: i,
      signatures: [voteOf(digest, MEMBERS - 1 - i)],
    })).map((ballot, i) => ({ ...ballot, member: MEMBERS - 1 - i }))
  const joined = (count: number) => must(putVotes(tx, descriptor, ballots(count), [1]), 'votes join')
  expect(judged(joined(250))).toMatchObject({ refusal: { code: 'script', facts: { input: 1 } } })
  const handIn = (transaction: Transaction) =>
    keeper.browser.call('collectives.handIn', {
      ...{ proposalId: change.proposalId, transaction: toHex(encodeTransaction(transaction)) },
    })
  const whole = joined(251)
  const unsigned = {
    ...whole,
    witnesses: whole.witnesses.map((items, i) => (i === 0 ? items.slice(2) : items)),
  }
  expect((await handIn(unsigned)).code).toBe('witness-wrong')
  expect((await handIn(whole)).code).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect(await standing(change.proposalId)).toMatchObject({ stage: 'final' })
  expect(await registered()).toMatchObject({ members: 4, weight: 4, threshold: 3, held: 3_800n })
  expect(await standing(overtaken.proposalId)).toMatchObject({ stage: 'overtaken' })
  const late = { proposalId: overtaken.proposalId, key: toHex(known.key) }
  const lateVote = { ...late, signatures: [toHex(voteOf(overtaken.digest, 20))] }
  expect((await keeper.browser.call('collectives.vote', lateVote)).code).toBe('vote-overtaken')
}, 120_000)

test('who came votes and who left does not; the history says who it was, and a rebuild tells the same', async () => {
  const four = members.slice(0, 4)
  const inForce = must(ballotDescriptor(four, 3), 'three of four')
  const newcomer = registerBallotMember(secretOf(MEMBERS), 2, owner, signer)
  const change = await changeAsked({ come: [newcomer], go: four.slice(0, 1) })
  expect((await change.propose()).code).toBe('ok')
  await drain(deps)
  await nextBlock()
  const castFor = async (proposalId: string, input: number, under: Uint8Array, i: number, weight = 1) => {
    const { digest } = await paperOf(proposalId, input)
    const { key } = registerBallotMember(secretOf(i), weight, owner, signer)
    const signature = castBallot(under, digest, secretOf(i), signer)
    const vote = { proposalId, key: toHex(key), signatures: [toHex(signature)] }
    return (await keeper.browser.call('collectives.vote', vote)).code
  }
  expect(await castFor(change.proposalId, 1, inForce, 20)).toBe('seat-unknown')
  for (const i of [0, 1, 2]) expect(await castFor(change.proposalId, 1, inForce, i)).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect(await standing(change.proposalId)).toMatchObject({ stage: 'final' })
  expect(await registered()).toMatchObject({ members: 4, weight: 5, threshold: 3 })
  const after = must(ballotDescriptor([...four.slice(1), newcomer], 3), 'three of five')
  const { proposalId } = await proposed(50n)
  expect(await castFor(proposalId, 0, after, 0)).toBe('seat-unknown')
  expect(await castFor(proposalId, 0, after, MEMBERS, 2)).toBe('ok')
  expect(await castFor(proposalId, 0, after, 3)).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect(await standing(proposalId)).toMatchObject({ stage: 'final' })
  const group = { collectiveId: (await registered()).id, name: 'Who left' }
  const keys = [0, 1, 2].map((i) => toHex(must(members[i], 'a member').key))
  expect((await keeper.browser.call('collectives.formGroup', { ...group, keys })).code).toBe('seat-unknown')
  const history = await ask<object[]>('collectives.history', { collectiveId: (await registered()).id })
  expect(history).toMatchObject([
    {
      ...{ members: 4, weight: 5, threshold: 3, isFirst: false },
      came: { count: 1, names: [{ name: 'Member 500', weight: 2 }] },
      went: { count: 1, names: [{ name: 'Member 0' }] },
    },
    { members: 4, threshold: 3, came: { count: 0 }, went: { count: 496 } },
    { members: MEMBERS, threshold: 251, isFirst: true, came: { count: MEMBERS }, went: { count: 0 } },
  ])
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
}, 120_000)

test('strangers find neither the collective nor its votes', async () => {
  const stranger = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  const { id: collectiveId } = await registered()
  expect((await stranger.browser.ask('collectives.list', {})).value).toEqual([])
  expect((await stranger.browser.ask('collectives.show', { collectiveId })).code).toBe('not-found')
})

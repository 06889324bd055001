import type { TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, sha256, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { armFailpoints, must } from '@vc/kernel'
import { COUNCIL, genesisRoster, VALUE } from '@vc/ledger'
import {
  checkpointOf,
  isFoundedAs,
  type RolesTerms,
  rolesMark,
  type UnionMember,
  type UnionRole,
} from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { creditDeskOf } from './credit-desk.ts'
import { foundedChain, giveAccount, type JudgedChain, type Keys, keysOf } from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import type { ScriptedNode } from './scripted-node.ts'
import { unionOf } from './union-kit.ts'
import { readTransaction, type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

const FEE = 100n
const [operator, mill, coop, farm] = ['operator', 'mill', 'coop', 'farm'].map(keysOf) as [
  Keys,
  Keys,
  Keys,
  Keys,
]
/** A company, a cooperative and a family farm as one: two of three decide. */
const union = unionOf([mill, coop, farm], 2)
const roles = ['leader', 'cooperative', 'farm']
const HOLDS = 20_000n

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let chain: JudgedChain
let leader: SigningPerson
let council: readonly SigningPerson[]

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  // What open acts hold is judged by the database's own clock.
  network.clock().advance(Date.now() - network.clock().nowMs())
  const person = async (role: 'holder' | 'regulator') =>
    signingPerson(network, (await network.found(role)).organisationId, role)
  leader = await person('holder')
  await giveAccount(network, leader, 'mill', mill.hash)
  council = [await person('regulator'), await person('regulator'), await person('regulator')]
  const { configuration } = network.deps().env
  const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const founding = [
    sample([], [value(operator.script, 50_000n), value(union.script, HOLDS)]),
    genesisRoster(
      COUNCIL,
      council.map(({ actKey }) => fromHex(actKey)),
      configuration,
    ),
    ...creditDeskOf(sha256(utf8('no agent')), [], configuration),
  ]
  ;({ node, deps, chain } = await foundedChain(network, founding, operator.secret))
}, 120_000)
afterAll(() => network?.stop())
afterEach(() => armFailpoints(undefined))

const found = (text: string, change: object = {}) =>
  leader.browser.importFile('unions.found', {
    ...{ fileName: 'union.csv', content: Buffer.from(text).toString('base64') },
    ...{ name: 'Rice of Green Valley', ...change },
  })
const lines = (said: readonly string[] = roles) => union.file(said.map((role) => ['role', role] as const))

type Shown = {
  id: string
  stage: string
  given: number | null
  need: number | null
  ledgerId: string
  chainId: string
  genesis: string
  held: bigint
  owed: bigint
  threshold: bigint
  founders: (Omit<UnionMember, 'weight'> & { weight: bigint })[]
  members: (Omit<UnionMember, 'weight' | 'role'> & { role: UnionRole | null; weight: bigint })[]
  listed: { genesis: string; level: number; authorities: string[] } | null
}
const show = async (collectiveId: string) =>
  (await leader.browser.ask('unions.show', { collectiveId })).value as Shown

/** The act that waits for the council, of the union's newest draft. */
async function draft(): Promise<string> {
  const { acts } = schema
  const rows = await deps.db.select().from(acts).where(eq(acts.kind, 'union.found'))
  return must(
    rows.find(({ status }) => status === 'open'),
    'a draft of the bundle',
  ).id
}

test('a file that makes no union is told line by line, and nothing of it is taken', async () => {
  const bad = async (said: readonly string[]) => {
    const text = lines(said)
    const seen = { fileName: 'u.csv', content: Buffer.from(text).toString('base64') }
    const { value, code } = await leader.browser.importFile('unions.preview', seen)
    const rows = (value as { bad?: { line: number; code: string }[] } | undefined)?.bad ?? []
    return [code, ...rows.map((row) => `${row.line} ${row.code}`)]
  }
  expect(await bad(roles)).toEqual(['ok'])
  expect(await bad(['leader', 'leader', 'shop'])).toEqual([
    ...['ok', '3 union-leader-twice', '4 member-role'],
  ])
  expect(await bad(['farm', 'cooperative', '家庭农场'])).toEqual(['union-leader-missing'])
  expect((await found(lines(['leader', 'leader', 'farm']))).code).toBe('rows-bad')
  expect((await found(union.file([]))).code).toBe('union-role-column')
  const stranger = await network.enrolled('holder')
  const keyless = { fileName: 'u.csv', content: Buffer.from(lines()).toString('base64'), name: 'No key' }
  expect((await stranger.browser.importFile('unions.found', keyless)).code).toBe('union-key-missing')
  expect(await deps.db.select().from(schema.unions)).toEqual([])
  expect(await deps.db.select().from(schema.collectives)).toEqual([])
})

test('one file founds community, roles and account: the council signs one bundle, killed anywhere on the way', async () => {
  const killAt = (wanted: string) => {
    let left = 1
    armFailpoints((passing) => {
      if (passing !== wanted || left === 0) return
      left -= 1
      throw new Error(`killed at ${wanted}`)
    })
  }
  killAt('union-before-signing')
  const made = await found(lines())
  const { collectiveId } = made.value as { collectiveId: string }
  let paid = await chain.nextBlock()
  expect(await show(collectiveId)).toMatchObject({ stage: 'council', given: 0, need: 2, listed: null })
  // The same file is the same union, however often it comes; as a collective of its own it is known already.
  expect((await found(lines())).value).toMatchObject({ collectiveId, isNew: false })
  const plain = { fileName: 'm.csv', content: Buffer.from(union.file([])).toString('base64'), name: 'Twin' }
  expect((await leader.browser.importFile('collectives.import', plain)).value).toMatchObject({ isNew: false })
  const [one, two] = council as [SigningPerson, SigningPerson]
  const actId = await draft()
  expect(await signAct(one, actId)).toMatchObject({ code: 'ok', value: { status: 'open' } })
  paid += await chain.nextBlock()
  expect(paid).toBe(FEE)
  expect(await show(collectiveId)).toMatchObject({ stage: 'council', given: 1, need: 2, held: HOLDS })
  for (const name of ['job-before-done', 'submit-after-send']) {
    killAt(name)
    if (name === 'job-before-done')
      expect(await signAct(two, actId)).toMatchObject({ value: { status: 'submitted' } })
    paid += await chain.nextBlock()
  }
  paid += await chain.nextBlock()
  // What prepares them, the list of members, the account and the community: paid once each.
  expect(paid).toBe(4n * FEE)
  const { stage, members, founders, listed, chainId: id, ...told } = await show(collectiveId)
  expect([stage, told.threshold, told.held, told.owed]).toEqual(['final', 2n, HOLDS, 0n])
  expect(members.map(({ role }) => role)).toEqual(roles)
  expect(listed).toMatchObject({ level: 1, authorities: [leader.actKey], genesis: told.genesis })
  // Whoever has the list finds the community's genesis again; with another role it is another one.
  const terms = { name: 'Rice of Green Valley', collective: told.ledgerId }
  const as = (change: object) => founders.map((one) => ({ ...one, weight: Number(one.weight), ...change }))
  const written = (list: readonly (UnionMember & { position?: number })[]) =>
    list.map(({ name, role, account, credential, weight }) => ({ name, role, account, credential, weight }))
  expect(isFoundedAs({ ...terms, members: written(as({})) }, { genesis: told.genesis, id })).toBe(true)
  const altered = written(as({ role: 'farm' }))
  expect(isFoundedAs({ ...terms, members: altered }, { genesis: told.genesis, id })).toBe(false)
  const { submissions } = schema
  const sent = await deps.db.select().from(submissions).where(eq(submissions.subjectKind, 'union'))
  expect(sent.map(({ state, transactions }) => [state, transactions.length])).toEqual([['final', 3]])
})

test('the account that was founded decides by the members’ votes, and strangers see nothing of the union', async () => {
  const [listed] = (await leader.browser.ask('unions.list')).value as { id: string; members: number }[]
  const { id: collectiveId, members } = must(listed, 'the union')
  expect(members).toBe(3)
  const account = (await leader.browser.ask('collectives.show', { collectiveId })).value
  expect(account).toMatchObject({ isUnion: true, members: 3, threshold: 2 })
  const proposalId = crypto.randomUUID()
  const payment = { collectiveId, to: toHex(farm.hash), amount: 500n, purpose: 'Seed', days: 3 }
  const { code } = await leader.browser.call('collectives.propose', { commandKey: proposalId, ...payment })
  expect(code).toBe('ok')
  await union.vote(leader.browser, proposalId, network.deps().env.network, 0, 2)
  await chain.nextBlock()
  await chain.nextBlock()
  expect((await show(collectiveId)).held).toBe(HOLDS - 500n - FEE)
  const stranger = await network.enrolled('holder')
  expect((await stranger.browser.ask('unions.list')).value).toEqual([])
  expect((await stranger.browser.ask('unions.show', { collectiveId })).code).toBe('not-found')
})

test('what the council takes back can be founded anew, and until then nothing of it is on the ledger', async () => {
  const pair = unionOf([keysOf('north'), keysOf('south')], 2)
  const text = pair.file([
    ['role', 'leader'],
    ['role', 'cooperative'],
  ])
  const made = await found(text, { name: 'Two valleys', threshold: 2 })
  const { collectiveId } = made.value as { collectiveId: string }
  await chain.nextBlock()
  const first = await draft()
  await deps.db.update(schema.acts).set({ status: 'withdrawn' }).where(eq(schema.acts.id, first))
  await chain.nextBlock()
  expect(await show(collectiveId)).toMatchObject({ stage: 'expired', listed: null })
  const { records } = schema
  const own = await deps.db
    .select()
    .from(records)
    .where(eq(records.key, toHex(pair.id)))
  expect(own).toEqual([])
  expect((await found(text, { name: 'Two valleys', threshold: 2 })).value).toMatchObject({
    collectiveId,
    isNew: true,
  })
  await chain.nextBlock()
  for (const member of council.slice(1)) await signAct(member, await draft())
  await chain.nextBlock()
  await chain.nextBlock()
  expect(await show(collectiveId)).toMatchObject({ stage: 'final', need: 2 })
})

const credentials = async (collectiveId: string) => {
  const { members } = await show(collectiveId)
  const by = new Map(members.map(({ name, credential }) => [name, credential]))
  return (name: string) => must(by.get(name), `a member named ${name}`)
}
const unionId = async () => {
  const rows = (await leader.browser.ask('unions.list')).value as { id: string; name: string }[]
  return must(
    rows.find(({ name }) => name === 'Rice of Green Valley'),
    'the union',
  ).id
}
const rolesNow = async (collectiveId: string) => (await show(collectiveId)).members.map(({ role }) => role)
const networkId = () => network.deps().env.network

test('members change by vote who is what, one leader at any time, and the vote is over these very roles', async () => {
  const collectiveId = await unionId()
  const of = await credentials(collectiveId)
  const [mills, coops, farms] = [of('Member 0'), of('Member 1'), of('Member 2')]
  const ask = (given: readonly { credential: string; role: string }[], browser = leader.browser) => {
    const commandKey = crypto.randomUUID()
    return browser.call('unions.askRoles', {
      ...{ commandKey, collectiveId, roles: given, purpose: 'The mill is sold', days: 3 },
    })
  }
  const stranger = await network.enrolled('holder')
  const leads = [
    { credential: coops, role: 'leader' },
    { credential: mills, role: 'none' },
  ]
  expect((await ask(leads, stranger.browser)).code).toBe('not-found')
  expect((await ask([{ credential: coops, role: 'leader' }])).code).toBe('union-leader-twice')
  expect((await ask([{ credential: mills, role: 'none' }])).code).toBe('union-leader-missing')
  expect((await ask([{ credential: farms, role: 'farm' }])).code).toBe('roles-same')
  expect((await ask([{ credential: '0a'.repeat(48), role: 'farm' }])).code).toBe('role-no-member')
  const { proposalId } = (await ask(leads)).value as { proposalId: string }
  expect((await ask([{ credential: farms, role: 'cooperative' }])).code).toBe('change-under-way')
  // What the page shows is what the bytes commit to.
  const told = (await leader.browser.ask('unions.roles', { proposalId })).value as RolesTerms & {
    member: string
  }
  expect(told.roles.map(({ name, role }) => [name, role])).toEqual([
    ['Member 1', 'leader'],
    ['Member 0', 'none'],
  ])
  const { transaction } = (await leader.browser.ask('collectives.proposal', { proposalId })).value as {
    transaction: string
  }
  const [mark] = readTransaction(transaction).outputs
  expect(toHex(must(mark, 'a mark').script)).toBe(toHex(rolesMark(told, mill.hash).to))
  const { held } = await show(collectiveId)
  await union.vote(leader.browser, proposalId, networkId(), 0)
  await chain.nextBlock()
  expect(await rolesNow(collectiveId)).toEqual(roles)
  await union.vote(leader.browser, proposalId, networkId(), 1)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await rolesNow(collectiveId)).toEqual([null, 'leader', 'farm'])
  expect((await show(collectiveId)).held).toBe(held - FEE - 1n)
  // The founding is what it was: what its genesis is the root of.
  const { founders, listed, ...now } = await show(collectiveId)
  const members = founders.map(({ name, role, account, credential, weight }) => ({
    ...{ name, role, account, credential, weight: Number(weight) },
  }))
  const terms = { name: 'Rice of Green Valley', collective: now.ledgerId, members }
  expect(isFoundedAs(terms, { genesis: listed?.genesis ?? '', id: now.chainId })).toBe(true)
})

test('who leaves has no role any more, and the rest still make a union or are asked to', async () => {
  const collectiveId = await unionId()
  const proposalId = await union.leaving(leader.browser, collectiveId, 2)
  await chain.nextBlock()
  await chain.nextBlock()
  await union.vote(leader.browser, proposalId, networkId(), 0, 1)
  await chain.nextBlock()
  expect(await rolesNow(collectiveId)).toEqual([null, 'leader'])
})

type ShownChain = {
  anchors: { height: bigint; hash: string; block: number; isBack: boolean }[]
  asked: { state: string; need: number; given: number; actId: string; height: bigint }[]
  union: { id: string } | null
}
const shownChain = async (browser: TestBrowser, chainId: string) =>
  (await browser.ask('chains.show', { chainId })).value as ShownChain
const anchor = (browser: TestBrowser, chainId: string, change: object = {}) =>
  browser.call('chains.anchor', { commandKey: crypto.randomUUID(), chainId, ...change })
const openAct = async (browser: TestBrowser, chainId: string) =>
  must(
    (await shownChain(browser, chainId)).asked.find(({ state }) => state === 'open'),
    'a draft',
  ).actId
const entriesOf = async (collectiveId: string) => {
  const { entries } = (await leader.browser.ask('unions.log', { collectiveId })).value as {
    entries: string[]
  }
  return entries.map(utf8)
}

test('a checkpoint of all that the community decided is anchored by the key that speaks for it, and an older one is refused', async () => {
  const collectiveId = await unionId()
  const { chainId } = await show(collectiveId)
  const entries = await entriesOf(collectiveId)
  const words = entries.map((entry) => JSON.parse(new TextDecoder().decode(entry)) as { kind?: string })
  expect(words.flatMap(({ kind }) => kind ?? [])).toEqual(['payment', 'roles', 'members'])
  const own = must(checkpointOf(entries), 'a checkpoint')
  const [one] = council as [SigningPerson]
  expect((await anchor(one.browser, chainId)).code).toBe('not-allowed')
  const told = { checkpoint: { height: 99n, hash: '0a'.repeat(32) } }
  expect((await anchor(leader.browser, chainId, told)).code).toBe('checkpoint-computed')
  expect((await anchor(leader.browser, chainId)).code).toBe('ok')
  expect((await anchor(leader.browser, chainId)).code).toBe('anchor-waits')
  const stranger = await network.enrolled('holder')
  expect((await anchor(stranger.browser, chainId)).code).toBe('not-chain-key')
  expect((await anchor(stranger.browser, '0b'.repeat(32))).code).toBe('not-found')
  await chain.nextBlock()
  expect((await shownChain(stranger.browser, chainId)).asked).toEqual([])
  const actId = await openAct(leader.browser, chainId)
  expect(await signAct(leader, actId)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  // Anybody on the network reads it; whose union it is the members alone.
  expect(await shownChain(stranger.browser, chainId)).toMatchObject({
    ...{ union: null, asked: [] },
    anchors: [{ height: BigInt(own.size), hash: own.hash, isBack: false }],
  })
  expect((await anchor(leader.browser, chainId)).code).toBe('anchor-not-newer')
  const [record] = (await deps.db.select().from(schema.records)).filter(({ table }) => table === 'anchor')
  expect(record?.key).toBe(chainId)
})

test('what is decided later is anchored after it; what somebody altered behind fits no checkpoint', async () => {
  const collectiveId = await unionId()
  const { chainId } = await show(collectiveId)
  const payment = { collectiveId, to: toHex(farm.hash), amount: 300n, purpose: 'Nets', days: 3 }
  const proposalId = crypto.randomUUID()
  await leader.browser.call('collectives.propose', { commandKey: proposalId, ...payment })
  await union.vote(leader.browser, proposalId, networkId(), 0, 1)
  await chain.nextBlock()
  expect((await anchor(leader.browser, chainId)).code).toBe('ok')
  await chain.nextBlock()
  await signAct(leader, await openAct(leader.browser, chainId))
  await chain.nextBlock()
  const { anchors } = await shownChain(leader.browser, chainId)
  expect(anchors.map(({ height }) => height)).toEqual([8n, 7n])
  const fit = async () => {
    const entries = await entriesOf(collectiveId)
    return anchors.map(({ height, hash }) => checkpointOf(entries, Number(height))?.hash === hash)
  }
  expect(await fit()).toEqual([true, true])
  const { collectiveProposals } = schema
  const own = eq(collectiveProposals.id, proposalId)
  const purposeAs = (purpose: string) => deps.db.update(collectiveProposals).set({ purpose }).where(own)
  await purposeAs('Boats')
  expect(await fit()).toEqual([false, true])
  await purposeAs('Nets')
  expect(await fit()).toEqual([true, true])
})

test('a chain that is kept elsewhere is listed by the council, and its own keys anchor what they say of it', async () => {
  const admission = await signingPerson(
    network,
    (await network.found('admission')).organisationId,
    'admission',
  )
  const centre = await signingPerson(network, (await network.found('issuer')).organisationId, 'issuer')
  const [key, genesis] = [sha256(utf8('a chain elsewhere')), sha256(utf8('its first block'))].map(toHex) as [
    string,
    string,
  ]
  const keys = [centre.actKey, leader.actKey]
  const list = (browser: TestBrowser, change: object = {}) =>
    browser.call('foundation.propose', {
      commandKey: crypto.randomUUID(),
      ask: { kind: 'chain.list', key, genesis, level: 2, keys, ...change },
    })
  expect((await list(leader.browser)).code).toBe('not-allowed')
  expect((await list(admission.browser, { keys: [centre.actKey, centre.actKey] })).code).toBe('chain-key-bad')
  expect((await list(admission.browser)).code).toBe('ok')
  await chain.nextBlock()
  const { acts } = schema
  const [act] = await deps.db.select().from(acts).where(eq(acts.kind, 'chain.list'))
  for (const member of council.slice(0, 2)) await signAct(member, must(act, 'a draft').id)
  await chain.nextBlock()
  expect((await list(admission.browser)).code).toBe('chain-same')
  expect((await list(admission.browser, { genesis: '0c'.repeat(32) })).code).toBe('chain-genesis-differs')
  const checkpoint = { height: 1_000n, hash: '0d'.repeat(32) }
  expect((await anchor(centre.browser, key)).code).toBe('checkpoint-missing')
  expect((await anchor(centre.browser, key, { checkpoint })).code).toBe('ok')
  await chain.nextBlock()
  const actId = await openAct(leader.browser, key)
  // Both of two keys: more than half.
  expect(await signAct(centre, actId)).toMatchObject({ value: { status: 'open' } })
  expect((await shownChain(leader.browser, key)).asked).toMatchObject([{ need: 2, given: 1 }])
  expect(await signAct(leader, actId)).toMatchObject({ value: { status: 'submitted' } })
  await chain.nextBlock()
  expect((await shownChain(centre.browser, key)).anchors).toMatchObject([checkpoint])
  const older = { checkpoint: { ...checkpoint, height: 999n } }
  expect((await anchor(centre.browser, key, older)).code).toBe('anchor-not-newer')
  const listed = (await admission.browser.ask('chains.list')).value as {
    chainId: string
    newest: object | null
  }[]
  expect(listed.find(({ chainId }) => chainId === key)?.newest).toMatchObject(checkpoint)
})

test('tables filled anew from the blocks are the same', async () => {
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
})

import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, sha256, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { armFailpoints, must } from '@vc/kernel'
import { COUNCIL, genesisRoster, VALUE } from '@vc/ledger'
import { isFoundedAs, type UnionMember } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { creditDeskOf } from './credit-desk.ts'
import { foundedChain, giveAccount, type JudgedChain, type Keys, keysOf } from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import type { ScriptedNode } from './scripted-node.ts'
import { unionOf } from './union-kit.ts'
import { type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

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
  members: (Omit<UnionMember, 'weight'> & { weight: bigint })[]
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
  const { stage, members, listed, chainId: id, ...told } = await show(collectiveId)
  expect([stage, told.threshold, told.held, told.owed]).toEqual(['final', 2n, HOLDS, 0n])
  expect(members.map(({ role }) => role)).toEqual(roles)
  expect(listed).toMatchObject({ level: 1, authorities: [leader.actKey], genesis: told.genesis })
  // Whoever has the list finds the community's genesis again; with another role it is another one.
  const terms = { name: 'Rice of Green Valley', collective: told.ledgerId }
  const as = (change: object) => members.map((one) => ({ ...one, weight: Number(one.weight), ...change }))
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

test('tables filled anew from the blocks are the same', async () => {
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
})

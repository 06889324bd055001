import { draftAct } from '@vc/api'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { openClient } from '@vc/client'
import { ed25519PublicKey, fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import { foundationGroups, listedAgents, managementCreditOf, outputAtOf, schema } from '@vc/db'
import type { FoundationAsk } from '@vc/jobs'
import { must } from '@vc/kernel'
import { acceptDebt, giveCredit, outputsOf, POWER_APPOINT, POWER_CREDIT, totals } from '@vc/ledger'
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { foundedChain, foundingNode } from './foundation-kit.ts'
import { type Begun, drain, type SigningPerson, signAct, signaturesOf, signingPerson } from './worker-kit.ts'

type Chain = Awaited<ReturnType<typeof foundedChain>>
let network: TestNetwork
let chain: Chain
let people: SigningPerson[]
let authority: SigningPerson

beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())

beforeEach(async () => {
  await network.database.sql.unsafe(
    'truncate collective_versions, collective_seats, credit_reminders, outbox',
  )
  // What only grows refers to acts: they are deleted one by one.
  for (const table of [schema.acts, schema.submissions]) await network.database.db.delete(table)
  network.reset()
  const { organisationId } = await network.found('admission')
  people = []
  for (let i = 0; i < 4; i += 1) people.push(await signingPerson(network, organisationId, 'admission'))
  authority = await signingPerson(network, (await network.found('authority')).organisationId, 'authority')
  // Nobody is admitted by software here: people appoint.
  await network.database.db.delete(schema.outbox)
  await foundAnew()
})

/** A chain of its own that so many founders began. */
async function foundAnew(founders = 3): Promise<void> {
  const tables = 'blocks, transactions, inputs, outputs, records, certificate_parts, projection_cursor'
  await network.database.sql.unsafe(`truncate ${tables}`)
  chain = await foundedChain(network, founders)
  Object.assign(network.deps(), { client: chain.node.client })
}

const person = (i: number) => must(people[i], 'one of four')
const propose = (by: SigningPerson, ask: FoundationAsk, commandKey = crypto.randomUUID()) =>
  by.browser.call('foundation.propose', { commandKey, ask })

/** Proposes, and waits for the draft: one block has the coin that pays for it. */
async function drafted(ask: FoundationAsk, by = person(0)): Promise<string> {
  expect(await propose(by, ask)).toMatchObject({ code: 'ok' })
  await drain(chain.deps)
  await chain.nextBlock()
  const { acts } = schema
  const [act] = await chain.deps.db
    .select()
    .from(acts)
    .where(eq(acts.kind, ask.kind))
    .orderBy(desc(acts.createdAt))
  return must(act, 'a draft').id
}

async function signedBy(actId: string, signers: readonly SigningPerson[]): Promise<void> {
  for (const signer of signers) expect(await signAct(signer, actId)).toMatchObject({ code: 'ok' })
  await drain(chain.deps)
  await chain.nextBlock()
}

async function done(
  ask: FoundationAsk,
  signers: readonly SigningPerson[],
  by?: SigningPerson,
): Promise<void> {
  await signedBy(await drafted(ask, by), signers)
  if (signers.length === 0) await chain.nextBlock()
}

const rosterOf = async () => must((await foundationGroups(chain.deps.db))[0], 'the admission').keys.map(toHex)
const statusOf = async (actId: string) =>
  must((await chain.deps.db.select().from(schema.acts).where(eq(schema.acts.id, actId)))[0], 'an act').status
const admission = { group: 'admission' } as const
const founder = (i: number) => toHex(must(chain.founders[i], 'a founder'))

/** Three founders in software hand over to three people, who take in a fourth. */
async function foundGroupOfFour(): Promise<void> {
  for (const i of [0, 1, 2]) {
    const ask = { kind: 'group.replace', ...admission, key: founder(i), newKey: person(i).actKey } as const
    await done(ask, people.slice(0, i))
  }
  await done({ kind: 'group.add', ...admission, key: person(3).actKey }, people.slice(0, 3))
  expect(await rosterOf()).toEqual(people.map(({ actKey }) => actKey))
}

async function appointed(ceiling: bigint, powers = POWER_CREDIT): Promise<void> {
  const agent = { key: authority.actKey, parent: '', ceiling: ceiling.toString(), powers }
  await done({ kind: 'agent.appoint', ...agent }, people.slice(0, 3))
}

const ben = new Uint8Array(32).fill(31)
const benHash = hash160(schnorrPublicKey(ben))

/** A loan of the agent to Ben, signed by both, on its way. */
async function lend(amount: bigint): Promise<string> {
  const { db } = chain.deps
  const agentHash = toHex(hash160(fromHex(authority.actKey)))
  const [row] = await managementCreditOf(db, agentHash)
  const managementCredit = outputAtOf(must(row, 'credit of the agent'))
  const lots = [{ amount, expiryHeight: 500 }]
  const tx = giveCredit({ managementCredit, amount, fee: 100n, debtorKeyHash: benHash, lots })
  const named = outputsOf([managementCredit])
  const { network: id } = network.deps().env
  const transaction = acceptDebt({ tx, named, network: id, output: 1, secret: ben })
  const drafter = { ...network.deps(), user: { organisationId: authority.organisationId } }
  const actId = await draftAct(db, drafter, {
    kind: 'credit.approve',
    subject: { kind: 'loan', id: 'of Ben' },
    legs: [{ transaction, named, sign: { inputs: [0], acceptances: [] } }],
  })
  expect(await signAct(authority, actId)).toMatchObject({ code: 'ok' })
  return actId
}

/** Value without debt: the same for ever. */
function worth(): bigint {
  const sums = totals(chain.state)
  const at = (i: number) => sums[i] ?? 0n
  return at(0) + at(3) + at(6) - at(2) - at(5) - at(8)
}

test('a group of four is founded, appoints an agent and gives it credit; struck off, its next loan is refused', async () => {
  await foundGroupOfFour()
  await appointed(10n ** 9n)
  await done({ kind: 'credit.grant', key: authority.actKey, amount: '200000000' }, people.slice(0, 2))
  const [listed] = await listedAgents(chain.deps.db)
  expect(listed).toMatchObject({ key: authority.actKey, ceiling: 10n ** 9n, held: 200_000_000n, given: 0n })
  const before = worth()
  const given = await lend(70_000n)
  await drain(chain.deps)
  await chain.nextBlock()
  expect(await statusOf(given)).toBe('final')
  expect((await listedAgents(chain.deps.db))[0]?.given).toBe(70_000n)
  expect(before - worth()).toBe(100n)
  await done({ kind: 'agent.strike', key: authority.actKey }, people.slice(1))
  expect(await listedAgents(chain.deps.db)).toEqual([])
  const { value } = await authority.browser.ask('foundation.agents')
  // Its management credit stays under its key, and nothing can draw on it.
  expect(value).toMatchObject({ struck: [{ key: authority.actKey, held: 200_000_000n, given: 70_000n }] })
  const late = await lend(50_000n)
  await drain(chain.deps)
  const [submission] = await chain.deps.db
    .select({ refusal: schema.submissions.refusal })
    .from(schema.submissions)
    .where(eq(schema.submissions.subjectId, 'of Ben'))
    .orderBy(desc(schema.submissions.createdAt))
  expect(submission?.refusal).toEqual({ code: 'management-credit', facts: { input: 0 } })
  expect(await statusOf(late)).toBe('refused')
}, 120_000)

type Founding = { readonly step: string; readonly have: number; readonly need: number }[]
const foundingOf = async () => {
  const { value } = await person(0).browser.ask('foundation.groups')
  const { groups } = value as { groups: { founding: Founding }[] }
  return must(groups[0], 'the admission').founding.map(({ step, have, need }) => `${step} ${have}/${need}`)
}

type Place = { key: string; ceiling: bigint; held: bigint; given: bigint; exposure: bigint }
type Mandates = {
  mandates: { own: Place; above: Place[]; below: Place[]; leftToGive: bigint; leftToHandDown: bigint }[]
}
const mandateOf = async ({ browser }: SigningPerson) =>
  ((await browser.ask('foundation.mandate')).value as Mandates).mandates

test('an agent hands a part of its mandate down, and takes it back, with its own key alone; both see what is used', async () => {
  await foundGroupOfFour()
  await appointed(10n ** 9n, POWER_CREDIT | POWER_APPOINT)
  await done({ kind: 'credit.grant', key: authority.actKey, amount: '200000000' }, people.slice(0, 2))
  const branch = await signingPerson(network, (await network.found('authority')).organisationId, 'authority')
  await network.database.db.delete(schema.outbox)
  expect(await mandateOf(branch)).toEqual([])
  const sub = { key: branch.actKey, parent: authority.actKey, powers: POWER_CREDIT }
  const over = { kind: 'agent.appoint', ...sub, ceiling: (10n ** 9n + 1n).toString() } as const
  expect(await propose(authority, over)).toMatchObject({ code: 'ceiling-over-parent' })
  expect(await propose(branch, { ...over, ceiling: '1' })).toMatchObject({ code: 'not-own-agent' })
  await done({ ...over, ceiling: '300000000' }, [authority], authority)
  const before = worth()
  await done({ kind: 'credit.grant', key: branch.actKey, amount: '50000000' }, [authority], authority)
  const [above] = await mandateOf(authority)
  expect(above).toMatchObject({
    ...{ own: { held: 150_000_000n }, leftToHandDown: 700_000_000n, leftToGive: 150_000_000n },
    below: [{ key: branch.actKey, ceiling: 300_000_000n, held: 50_000_000n, exposure: 0n }],
  })
  expect(await mandateOf(branch)).toMatchObject([
    { own: { key: branch.actKey }, above: [{ key: authority.actKey }], below: [], leftToGive: 50_000_000n },
  ])
  expect(await mandateOf(person(0))).toEqual([])
  await done({ kind: 'agent.strike', key: branch.actKey }, [authority], authority)
  expect((await mandateOf(authority))[0]?.below).toEqual([])
  expect(await mandateOf(branch)).toEqual([])
  // Credit is permission and no value: handing it down moved none.
  expect(worth()).toBeLessThanOrEqual(before)
  expect(before - worth()).toBeLessThan(10_000n)
}, 120_000)

test('one founder takes in people until the group gives credit, and leaves it to them', async () => {
  await foundAnew(1)
  expect(await foundingOf()).toEqual(['three 1/3', 'four 1/4', 'hardware 0/1', 'people 0/3'])
  await done({ kind: 'group.add', ...admission, key: person(0).actKey }, [])
  const agent = { key: authority.actKey, parent: '', ceiling: '1000000000', powers: POWER_CREDIT }
  await done({ kind: 'agent.appoint', ...agent }, people.slice(0, 1))
  const grant = { kind: 'credit.grant', key: authority.actKey, amount: '200000000' } as const
  const early = await propose(person(0), grant)
  expect(early).toMatchObject({ code: 'group-not-founded' })
  await done({ kind: 'group.add', ...admission, key: person(1).actKey }, people.slice(0, 1))
  const shrink = { kind: 'group.remove', ...admission, key: person(1).actKey } as const
  expect(await propose(person(0), shrink)).toMatchObject({ code: 'group-size' })
  await done({ kind: 'group.add', ...admission, key: person(2).actKey }, people.slice(0, 2))
  await done(
    { kind: 'group.replace', ...admission, key: founder(0), newKey: person(3).actKey },
    people.slice(0, 3),
  )
  expect(await foundingOf()).toEqual(['three 3/3', 'four 4/4', 'hardware 4/4', 'people 3/3'])
  await done(grant, people.slice(0, 2))
  expect((await listedAgents(chain.deps.db))[0]).toMatchObject({ held: 200_000_000n })
}, 120_000)

test('all but one signature leave a change waiting; a removal needs all but the one removed', async () => {
  await foundGroupOfFour()
  const stranger = await signingPerson(network, person(0).organisationId, 'admission')
  const addition = await drafted({ kind: 'group.add', ...admission, key: stranger.actKey })
  await signedBy(addition, people.slice(0, 3))
  expect(await statusOf(addition)).toBe('open')
  expect(await rosterOf()).toHaveLength(4)
  await signedBy(addition, people.slice(3))
  expect(await rosterOf()).toHaveLength(5)
  await done({ kind: 'group.remove', ...admission, key: stranger.actKey }, people)
  await done({ kind: 'group.remove', ...admission, key: person(3).actKey }, people.slice(0, 3))
  expect(await rosterOf()).toEqual(people.slice(0, 3).map(({ actKey }) => actKey))
  const tooFew = { kind: 'group.remove', ...admission, key: person(2).actKey } as const
  expect(await propose(person(0), tooFew)).toMatchObject({ code: 'group-size' })
}, 120_000)

test('what the law would refuse is refused before anybody signs; one proposal of a group waits at a time', async () => {
  const own = { kind: 'group.add', ...admission, key: person(0).actKey } as const
  expect(await propose(authority, own)).toMatchObject({ code: 'not-own-agent' })
  expect(await propose(person(0), { ...own, key: founder(0) })).toMatchObject({ code: 'member-known' })
  expect(await propose(person(0), { ...own, kind: 'group.remove' })).toMatchObject({ code: 'member-unknown' })
  expect(await propose(person(0), { ...own, key: `02${'ff'.repeat(32)}` })).toMatchObject({
    code: 'member-key-bad',
  })
  const grant = { kind: 'credit.grant', key: authority.actKey, amount: '1' } as const
  expect(await propose(person(0), grant)).toMatchObject({ code: 'agent-unknown' })
  const commandKey = crypto.randomUUID()
  expect(await propose(person(0), own, commandKey)).toMatchObject({ code: 'ok' })
  expect(await propose(person(0), own, commandKey)).toMatchObject({ code: 'ok' })
  expect(await propose(person(1), own)).toMatchObject({ code: 'proposal-waits' })
})

const nodeOf = (fill: number) => ({
  key: toHex(ed25519PublicKey(new Uint8Array(32).fill(fill))),
  stakeKey: toHex(schnorrPublicKey(new Uint8Array(32).fill(fill))),
  certificateHash: toHex(new Uint8Array(32).fill(fill)),
})
const first = {
  ...{ key: toHex(foundingNode.key), stakeKey: toHex(foundingNode.member.stakeKey) },
  certificateHash: toHex(foundingNode.member.certificateHash),
}
type Seat = Parameters<Chain['node']['seat']>[0][number]
/** A member as the node tells it: seen by the last blocks, or away. */
const seat = (node: ReturnType<typeof nodeOf>, stake: bigint, isAway = false): Seat => ({
  ...{ ...node, peer: node.key, roles: 3, isSuspended: false, stake: stake.toString() },
  ...(isAway ? {} : { lastBlock: 1, lastVote: 1 }),
})
type ListedMember = { key: string; roles: number; stakeKey: string; standing: { isOnline: boolean } | null }
const membersSeen = async ({ browser }: SigningPerson) =>
  (await browser.ask('foundation.members')).value as { rows: ListedMember[]; total: object | null }

/** Two of the three founders of the council hand over to people: a majority needs at least one of them. */
async function councilOfPeople(): Promise<void> {
  const council = { group: 'council' } as const
  for (const i of [0, 1]) {
    const ask = { kind: 'group.replace', ...council, key: founder(i), newKey: person(i).actKey } as const
    await done(ask, people.slice(0, i))
  }
}

test('the council admits a member to the network, changes what it does, and ends it', async () => {
  await councilOfPeople()
  const node = nodeOf(51)
  const admit = { kind: 'member.admit', ...node, roles: 1 } as const
  await done(admit, people.slice(0, 2))
  const { rows } = await membersSeen(person(0))
  expect(rows).toMatchObject([
    { ...first, roles: 7 },
    { ...node, roles: 1, standing: null },
  ])
  expect(await propose(person(0), admit)).toMatchObject({ code: 'network-member-known' })
  chain.node.seat([seat(first, 60n), seat(node, 40n)])
  await done({ kind: 'member.change', ...node, roles: 3 }, people.slice(0, 2))
  expect((await membersSeen(person(0))).total).toMatchObject({ stake: 100n, online: 100n, voters: 2 })
  await done({ kind: 'member.end', key: node.key }, people.slice(0, 2))
  expect((await membersSeen(person(0))).rows[1]).toMatchObject({ ...node, roles: 0 })
  const again = { kind: 'member.end', key: node.key } as const
  expect(await propose(person(0), again)).toMatchObject({ code: 'network-member-unknown' })
  await done(admit, people.slice(0, 2))
  expect((await membersSeen(authority)).rows[1]).toMatchObject({ ...node, roles: 1 })
}, 120_000)

test('what would leave too little stake online is refused when it is proposed, when it is read and when it is signed', async () => {
  await councilOfPeople()
  const [node, third] = [nodeOf(51), nodeOf(52)]
  for (const one of [node, third]) await done({ kind: 'member.admit', ...one, roles: 3 }, people.slice(0, 2))
  const end = { kind: 'member.end', key: node.key } as const
  chain.node.seat([seat(first, 30n, true), seat(node, 40n), seat(third, 30n)])
  expect(await propose(person(0), end)).toMatchObject({
    value: { data: { code: 'stake-online-short', facts: { left: 30n, need: 50n, all: 100n } } },
  })
  expect(await propose(person(0), { kind: 'member.change', ...node, roles: 2 })).toMatchObject({
    code: 'stake-online-short',
  })
  expect(
    await propose(person(0), { kind: 'member.change', ...node, stakeKey: third.stakeKey, roles: 3 }),
  ).toMatchObject({
    code: 'stake-key-taken',
  })
  chain.node.seat([seat(first, 30n), seat(node, 40n), seat(third, 30n)])
  const actId = await drafted(end)
  expect(await signAct(person(0), actId)).toMatchObject({ code: 'ok' })
  const signatures = signaturesOf(
    person(1),
    (await person(1).browser.ask('acts.begin', { actId })).value as Begun,
  )
  chain.node.seat([seat(first, 30n, true), seat(node, 40n), seat(third, 30n)])
  expect(await person(1).browser.ask('acts.begin', { actId })).toMatchObject({ code: 'stake-online-short' })
  const given = await person(1).browser.call('acts.finish', { actId, signatures })
  expect(given).toMatchObject({ code: 'stake-online-short' })
  expect(await statusOf(actId)).toBe('open')
  chain.node.seat([seat(first, 30n), seat(node, 40n), seat(third, 30n)])
  await signedBy(actId, people.slice(1, 2))
  expect((await membersSeen(person(0))).rows.find(({ key }) => key === node.key)).toMatchObject({ roles: 0 })
}, 120_000)

test('what was signed and is in no block yet counts as done for who signs next', async () => {
  await councilOfPeople()
  const nodes = [51, 52, 53].map(nodeOf)
  for (const one of nodes) await done({ kind: 'member.admit', ...one, roles: 1 }, people.slice(0, 2))
  chain.node.seat([seat(first, 25n), ...nodes.map((one) => ({ ...seat(one, 25n), roles: 1 }))])
  const acts: string[] = []
  for (const { key } of nodes) acts.push(await drafted({ kind: 'member.end', key }))
  const [one = '', two = '', three = ''] = acts
  for (const actId of [one, two])
    for (const signer of people.slice(0, 2))
      expect(await signAct(signer, actId)).toMatchObject({ code: 'ok' })
  expect(await person(0).browser.ask('acts.begin', { actId: three })).toMatchObject({
    value: { data: { code: 'stake-online-short', facts: { left: 25n, need: 50n, all: 100n } } },
  })
}, 120_000)

test('a member of the network is refused with keys that are none, by who is not of the admission, and twice', async () => {
  const node = nodeOf(51)
  const admit = { kind: 'member.admit', ...node, roles: 3 } as const
  expect(await propose(authority, admit)).toMatchObject({ code: 'not-own-agent' })
  expect(await propose(person(0), { ...admit, key: `02${'00'.repeat(31)}` })).toMatchObject({
    code: 'node-key-bad',
  })
  expect(await propose(person(0), { ...admit, stakeKey: 'ff'.repeat(32) })).toMatchObject({
    code: 'stake-key-bad',
  })
  expect(await propose(person(0), { ...admit, roles: 8 })).toMatchObject({ code: 'input-malformed' })
  const same = { kind: 'member.change', ...first, roles: 7 } as const
  expect(await propose(person(0), same)).toMatchObject({ code: 'network-member-same' })
  expect(await propose(person(0), { ...same, ...node })).toMatchObject({ code: 'network-member-unknown' })
  const voters = Array.from({ length: 127 }, (_, i) => ({ ...seat(nodeOf(100 + i), 0n), roles: 2 }))
  chain.node.seat([seat(first, 100n), ...voters])
  expect(await propose(person(0), admit)).toMatchObject({
    value: { data: { code: 'voters-many', facts: { voters: 129, most: 128 } } },
  })
  expect(await propose(person(0), { ...admit, roles: 1 })).toMatchObject({ code: 'ok' })
  Object.assign(network.deps(), { client: openClient('http://127.0.0.1:9') })
  expect(await propose(person(0), { kind: 'member.end', key: first.key })).toMatchObject({
    code: 'node-unreachable',
  })
  expect(await membersSeen(person(0))).toMatchObject({ rows: [{ ...first, standing: null }], total: null })
})

test('the groups are read from blocks alone: a rebuilt projection tells the same, byte for byte', async () => {
  await foundGroupOfFour()
  await appointed(1_000_000n)
  const { db, client } = chain.deps
  const seen = async () => [
    await tableDigest(db),
    (await person(0).browser.ask('foundation.groups')).value,
    (await person(0).browser.ask('foundation.agents')).value,
  ]
  const before = await seen()
  await rebuildProjections(db, client)
  expect(await seen()).toEqual(before)
  const value = before[1] as { groups: { steps: { what: string }[]; denominations: { need: number }[] }[] }
  expect(value.groups[0]?.steps.map(({ what }) => what)).toEqual([
    'found',
    'replace',
    'replace',
    'replace',
    'add',
  ])
  expect(value.groups[0]?.denominations.map(({ need }) => need)).toEqual([
    ...[1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],
  ])
}, 120_000)

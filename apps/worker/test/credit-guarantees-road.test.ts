import { draftAct } from '@vc/api'
import { callSteppedUp, type TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { decodeBlock } from '@vc/consensus'
import { fromHex, hash160, sha256, toHex, utf8 } from '@vc/crypto'
import { managementCreditOf, outputAtOf, schema, unspentByKeyHash, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import {
  buildPenalty,
  CIRCULATION,
  type Configuration,
  CREDIT,
  DEBT,
  DEBT_LAYER,
  genesisAllotment,
  genesisRecord,
  grantManagementCredit,
  keyHashScript,
  MANAGEMENT,
  type OutputAt,
  outputsOf,
  parseStandard,
  pay,
  signInput,
  signPenalty,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { creditDeskOf } from './credit-desk.ts'
import {
  accountOf,
  giveAccount,
  type JudgedChain,
  judgedChain,
  type Keys,
  keysOf,
  signByWallet,
} from './judged-chain.ts'
import { scriptedNode } from './scripted-node.ts'
import { unionOf } from './union-kit.ts'
import { readTransaction, type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

const FEE = 100n
const [operator, farm, sister] = ['operator', 'farm', 'sister'].map(keysOf) as [Keys, Keys, Keys]
/** Who keeps the reserve for bad debt, and who produces a penalty. */
const [keeper, producer] = [keysOf('keeper'), keysOf('producer')]
/** A collective of three, of which the farm is one. */
const union = unionOf([farm, keysOf('b'), keysOf('c')], 2)
const hashOf = ({ hash }: Keys) => toHex(hash)

let network: TestNetwork
let deps: WorkerDeps
let chain: JudgedChain
let node: ReturnType<typeof scriptedNode>
let farmer: SigningPerson
let authority: SigningPerson
let centre: SigningPerson
let next: TestBrowser

/** Value, two accounts, and an agent that can give credit. */
function foundingOf(agentKey: Uint8Array, configuration: Configuration): readonly Transaction[] {
  const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  return [
    genesisAllotment(CIRCULATION, TRANSFER, [
      ...[value(operator.script, 50_000n), value(farm.script, 5_000n), value(union.script, 20_000n)],
    ]),
    ...creditDeskOf(agentKey, [farm.hash, sister.hash], configuration),
    genesisRecord({
      ...{ table: 'reserve', key: utf8('bad-debt'), value: keeper.script, holderScript: operator.script },
    }),
  ]
}

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  // What open acts hold is judged by the database's own clock.
  network.clock().advance(Date.now() - network.clock().nowMs())
  const person = async (role: 'holder' | 'authority' | 'trading-centre') =>
    signingPerson(network, (await network.found(role)).organisationId, role)
  farmer = await person('holder')
  authority = await person('authority')
  centre = await person('trading-centre')
  await giveAccount(network, farmer, 'farm', farm.hash)
  next = await accountOf(network, sister)
  const founding = foundingOf(fromHex(authority.actKey), network.deps().env.configuration)
  node = scriptedNode({ parameters: { blockInterval: 60 } })
  node.mine(founding)
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const [{ db }, { client }] = [network.database, node]
  const operatingKey = operator.secret
  deps = { db, client, log, hooks: submissionHooks, operatingKey, dataDir: '/nowhere' }
  Object.assign(network.deps(), { client })
  chain = judgedChain({ network, node, deps, founding })
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 120_000)
afterAll(() => network?.stop())

const command = async <T>(browser: TestBrowser, path: string, input: object): Promise<T> => {
  const { code, value } = await browser.call(path, input)
  expect(`${path} ${code}`).toBe(`${path} ok`)
  return value as T
}
const file = (fileName: string, ...lines: string[]) => ({
  ...{ fileName, content: Buffer.from(lines.join('\n')).toString('base64') },
})

/** A work of the farm's own, on the ledger by its own key. */
async function registerWork(): Promise<void> {
  const draft = { fingerprint: toHex(sha256(utf8('a manual'))), note: 'First' }
  const work = { commandKey: crypto.randomUUID(), title: 'On melons', field: 'writing', reviewPoints: 0 }
  const { actId } = await command<{ actId: string }>(farmer.browser, 'works.register', { ...work, ...draft })
  await signByWallet(farmer.browser, actId, farm)
  await chain.nextBlock()
}

/** The first holding of certificates that a person's organisation has. */
async function firstHolding({ browser }: SigningPerson): Promise<string | undefined> {
  const { value } = await browser.ask('certificates.list', { limit: 50 })
  return (value as { rows: { holding: string }[] }).rows[0]?.holding
}

/** Drafts the handing over of forty certificates; gives the act that waits for the giver's key. */
async function draftHandOver(from: SigningPerson, to: SigningPerson): Promise<string> {
  const handed = { holding: await firstHolding(from), count: 40n, to: to.organisationId }
  const { transferId } = await command<{ transferId: string }>(from.browser, 'certificates.transfer', handed)
  await chain.nextBlock()
  const listed = (await from.browser.ask('certificates.transfers')).value as { id: string; actId: string }[]
  return must(
    listed.find(({ id }) => id === transferId),
    'a draft',
  ).actId
}

/** Forty certificates of a centre, handed on to the farm. */
async function holdCertificates(): Promise<void> {
  const meters = { ...file('m.csv', 'station,date,energy_mwh', 'wind-1,2026-01-01,40.5'), setBadAside: false }
  expect((await centre.browser.importFile('certificates.import', meters)).code).toBe('ok')
  await chain.nextBlock()
  await chain.nextBlock()
  expect((await signAct(centre, await draftHandOver(centre, farmer))).code).toBe('ok')
  await chain.nextBlock()
}

type Offered = { kind: string; reference: string; name: string }
type Guarantee = { kind: string; reference: string; description: string; cover: bigint }
const AMOUNT = 30_000n
const apply = (guarantees: readonly Guarantee[], amount = AMOUNT) =>
  farmer.browser.call('credit.submit', {
    ...{ commandKey: crypto.randomUUID(), accountId: hashOf(farm), amount, termBlocks: 600, lots: 3 },
    ...{ purpose: 'Glass houses', guarantee: 'As listed', guarantees },
  })

/** Everything that is unpaid of a key, by the projected ledger. */
async function owedBy(keys: Keys): Promise<bigint> {
  const { outputs } = schema
  const unpaid = and(
    eq(outputs.keyHash, hashOf(keys)),
    eq(outputs.element, DEBT),
    isNull(outputs.spentHeight),
  )
  const rows = await deps.db.select({ amount: outputs.amount }).from(outputs).where(unpaid)
  return rows.reduce((sum, { amount }) => sum + amount, 0n)
}

let guarantees: readonly Guarantee[]
let txid: string
let handOver: string

type Pledge = {
  text: string
  words: string
  applicationId: string
  debtor: string
  isMarked: boolean
  moved: number[]
  guarantees: { kind: string }[]
}
const pledgeOf = async (browser: TestBrowser) =>
  ((await browser.ask('credit.case', { txid })).value as { pledge: Pledge }).pledge

test('a credit with a guarantee of each kind is covered in full and given on the ledger', async () => {
  await registerWork()
  await holdCertificates()
  await union.register(farmer.browser, chain.nextBlock)
  // Drafted while nothing was pledged: the one way that is left to a right that stands behind a debt.
  handOver = await draftHandOver(farmer, centre)
  const offered = (await farmer.browser.ask('credit.pledgeable')).value as Offered[]
  expect(offered.map(({ kind }) => kind).sort()).toEqual(['certificates', 'collective', 'right'])
  const asset = { kind: 'asset', reference: toHex(sha256(utf8('an appraisal'))), name: 'A barn' }
  guarantees = [...offered, asset].map(({ kind, reference, name }) => ({
    ...{ kind, reference, description: name, cover: AMOUNT / 4n },
  }))
  const { applicationId } = (await apply(guarantees)).value as { applicationId: string }
  const review = async () => (await authority.browser.ask('credit.review', { applicationId })).value
  const position = 1 + guarantees.findIndex(({ kind }) => kind === 'collective')
  // A collective counts by its members' vote alone.
  expect(await review()).toMatchObject({
    ...{ cover: AMOUNT - AMOUNT / 4n, ceilings: { inTheWay: 'guarantee-short' } },
  })
  const vote = { commandKey: crypto.randomUUID(), applicationId, position, days: 3 }
  await command(farmer.browser, 'collectives.askGuarantee', vote)
  const { network: chainId } = network.deps().env
  await union.vote(farmer.browser, vote.commandKey, chainId, 0, 1)
  await chain.nextBlock()
  await chain.nextBlock()
  expect(await review()).toMatchObject({
    ...{ cover: AMOUNT, ceilings: { inTheWay: null } },
    guarantees: guarantees.map(({ kind }) => ({ kind, isThere: true, isOwn: true })),
  })
  const net = chain.net()
  const drafted = await command<{ actId: string }>(authority.browser, 'credit.approve', { applicationId })
  await signAct(authority, drafted.actId)
  expect(await signByWallet(farmer.browser, drafted.actId, farm)).toMatchObject({ code: 'ok' })
  expect(await chain.nextBlock()).toBe(FEE)
  expect([await owedBy(farm), chain.net()]).toEqual([AMOUNT, net - FEE])
  const shown = (await farmer.browser.ask('credit.show', { applicationId })).value
  txid = must((shown as { txid: string | null }).txid ?? undefined, 'a transaction gave it')
}, 60_000)

test('the transaction that gave the debt commits to all its terms, in a text that anyone finds again in it', async () => {
  const pledge = await pledgeOf(authority.browser)
  expect(pledge).toMatchObject({ isMarked: true, moved: [], words: 'As listed' })
  const list = guarantees.map(({ cover, ...one }) => ({ ...one, cover: cover.toString() }))
  const unpaid = and(eq(schema.outputs.txid, txid), eq(schema.outputs.element, DEBT))
  const lots = await deps.db.select().from(schema.outputs).where(unpaid).orderBy(schema.outputs.index)
  expect(lots).toHaveLength(3)
  expect(JSON.parse(pledge.text)).toEqual({
    ...{ purpose: 'Glass houses', guarantee: 'As listed', guarantees: list },
    interest: { amount: '0', premium: '0' },
    schedule: lots.map(({ amount, expiryHeight }) => ({
      amount: `${amount}`,
      expiryHeight: `${expiryHeight}`,
    })),
  })
  const { outputs } = schema
  const marks = and(eq(outputs.txid, txid), eq(outputs.standard, 'record'))
  const found = await deps.db.select({ amount: outputs.amount }).from(outputs).where(marks)
  expect(found).toEqual([{ amount: 1n }])
})

test('what stands behind an unpaid debt stands behind no other; less than full cover takes the authority’s word', async () => {
  for (const one of guarantees.filter(({ kind }) => kind === 'right' || kind === 'certificates'))
    expect((await apply([one])).code).toBe('guarantee-pledged')
  const { applicationId } = (await apply([], 10_000n)).value as { applicationId: string }
  const approve = async () => (await authority.browser.call('credit.approve', { applicationId })).code
  expect(await approve()).toBe('guarantee-short')
  const said = { applicationId, reason: 'The harvest is sold already' }
  await callSteppedUp(authority.browser, authority.key, 'credit.overrule', said)
  expect(await approve()).toBe('ok')
})

/** The agent's whole management credit goes to another output of the agent's own. */
async function moveCredit(): Promise<void> {
  const agentHash = hash160(fromHex(authority.actKey))
  const [row] = await managementCreditOf(deps.db, toHex(agentHash))
  const source = outputAtOf(must(row, 'the agent has credit'))
  const script = keyHashScript(agentHash)
  const { amount } = source.output
  const transaction = grantManagementCredit({ source, amount, to: script, changeTo: script, feeValues: [] })
  const { clock, env } = network.deps()
  const drafter = { clock, env, user: { organisationId: authority.organisationId } }
  const actId = await draftAct(deps.db, drafter, {
    ...{ kind: 'credit.grant', subject: { kind: 'group', id: 'admission' } },
    legs: [{ transaction, named: [source.output], sign: { inputs: [0], acceptances: [] } }],
  })
  expect((await signAct(authority, actId)).code).toBe('ok')
  await chain.nextBlock()
}

const draftOf = async (actId: string) =>
  ((await authority.browser.ask('acts.begin', { actId })).value as { transactions: string[] }).transactions

test('the debt moves to another debtor whole, though the credit moves between the signatures: what the first owed, and the fee, the next one owes', async () => {
  const { story } = (await farmer.browser.ask('credit.case', { txid })).value as {
    story: { lots: { txid: string; index: number; expiryHeight: number }[] }
  }
  const lots = story.lots.map((lot) => `${lot.txid}:${lot.index}`)
  const wish = { commandKey: crypto.randomUUID(), txid, lots, to: hashOf(sister), grounds: 'She goes on' }
  const { transferId } = await command<{ transferId: string }>(farmer.browser, 'credit.askTransfer', wish)
  const { actId } = await command<{ actId: string }>(authority.browser, 'credit.approveTransfer', {
    transferId,
  })
  await signAct(authority, actId)
  await signByWallet(farmer.browser, actId, farm)
  await moveCredit()
  const stale = await draftOf(actId)
  expect(chain.judge(stale.map(readTransaction))).toMatchObject({ refusal: { code: 'missing-output' } })
  // Both whose signatures are over the whole were told, once, by the worker; the debtor, whose word stands, was not.
  const told = async (browser: TestBrowser) =>
    ((await browser.ask('standing.notices')).value as { kind: string; about: string }[]).filter(
      ({ kind }) => kind === 'credit-moved',
    )
  for (const browser of [authority.browser, next])
    expect(await told(browser)).toMatchObject([{ about: expect.stringContaining(`${actId}/`) }])
  expect(await told(farmer.browser)).toEqual([])
  // The next debtor opens it: it is put on the credit of now, and what the debtor has signed stands.
  await command(next, 'credit.readyTransfer', { actId })
  expect(await draftOf(actId)).not.toEqual(stale)
  const net = chain.net()
  expect(await signByWallet(next, actId, sister)).toMatchObject({ value: { status: 'open' } })
  expect(await signAct(authority, actId)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  expect([await owedBy(farm), await owedBy(sister), chain.net()]).toEqual([0n, AMOUNT + FEE, net - FEE])
  const before = (await farmer.browser.ask('credit.case', { txid })).value
  expect(before).toMatchObject({
    story: { sums: { given: AMOUNT, transferred: AMOUNT, unpaid: 0n } },
    transfers: [{ state: 'final' }],
  })
  const [{ txid: moved = '' } = {}] = (before as { transfers: { txid: string }[] }).transfers
  const after = (await next.ask('credit.case', { txid: moved })).value as {
    story: { events: { kind: string }[]; lots: { expiryHeight: number }[] }
  }
  expect(after.story.events[0]).toMatchObject({ kind: 'taken-over', amount: AMOUNT + FEE, owed: AMOUNT })
  // Who moved a debt has not repaid it: the score's history knows of none.
  const { applicationId } = (await apply([])).value as { applicationId: string }
  expect((await authority.browser.ask('credit.review', { applicationId })).value).toMatchObject({
    standing: { inputs: { given: 0n, clearedOnTime: 0n } },
  })
  // When each lot is due has not moved.
  const dues = (of: readonly { expiryHeight: number }[]) => of.map(({ expiryHeight }) => expiryHeight)
  expect(dues(after.story.lots)).toEqual(dues(story.lots))
  // The guarantees go on with the debt, whoever owes it.
  for (const one of guarantees.filter(({ kind }) => kind === 'right'))
    expect((await apply([one])).code).toBe('guarantee-pledged')
}, 60_000)

test('the portal hands on nothing that stands behind a debt; when it moves all the same, its authority is told once', async () => {
  const handed = { holding: await firstHolding(farmer), count: 10n, to: centre.organisationId }
  expect((await farmer.browser.call('certificates.transfer', handed)).code).toBe('pledged-for-debt')
  const told = async () =>
    ((await authority.browser.ask('standing.notices')).value as { kind: string; about: string }[]).filter(
      ({ kind }) => kind === 'guarantee-moved',
    )
  expect(await told()).toEqual([])
  const net = chain.net()
  expect((await signAct(farmer, handOver)).code).toBe('ok')
  const lost = await chain.nextBlock()
  expect(chain.net()).toBe(net - lost)
  await chain.nextBlock()
  const { moved, guarantees: shown } = await pledgeOf(authority.browser)
  expect(moved.map((position) => shown[position - 1]?.kind)).toEqual(['certificates'])
  expect(await told()).toHaveLength(1)
  await chain.nextBlock()
  expect(await told()).toHaveLength(1)
}, 60_000)

type Lot = { name: string; amount: bigint; expiryHeight: number; agent: string }
/** Every unpaid lot with the agent that gave it, by the bytes of the blocks alone. */
async function scannedLots(): Promise<readonly Lot[]> {
  const all: Transaction[] = []
  for (let height = 0; height <= node.height(); height += 1) {
    const { bytes } = must((await node.client.block(height)) ?? undefined, 'a block of the chain')
    const block = decodeBlock(fromHex(bytes), 1_000_000)
    if (!block.ok) throw new Error(block.refusal.code)
    all.push(...block.value.transactions)
  }
  const byTxid = new Map(all.map((tx) => [toHex(txidOf(tx)), tx]))
  const named = all.flatMap(({ inputs }) => inputs.map(({ txid: of, index }) => `${toHex(of)}:${index}`))
  const spent = new Set(named)
  const agentOf = ({ inputs }: Transaction) => {
    const read = inputs.flatMap(({ txid: of, index }) => {
      const from = byTxid.get(toHex(of))
      const output = from?.outputs[index]
      return from?.layer === MANAGEMENT && output?.element === CREDIT ? [parseStandard(output.script)] : []
    })
    const [first] = read
    return first?.name === 'key-hash' ? toHex(first.hash) : ''
  }
  return [...byTxid].flatMap(([id, tx]) =>
    tx.outputs.flatMap(({ element, amount, script }, index) => {
      const name = `${id}:${index}`
      const parsed = parseStandard(script)
      if (element !== DEBT || spent.has(name) || parsed?.name !== 'standard-debt') return []
      return [{ name, amount, expiryHeight: parsed.expiryHeight, agent: agentOf(tx) }]
    }),
  )
}

async function goOnTo(height: number): Promise<void> {
  while (node.height() < height) node.mine()
  node.finalise(height)
  await followChain(deps)
}

/** What stages of which due heights the farmer is reminded of, of the debts that a transaction wrote. */
async function remindedOf(written: string): Promise<readonly (readonly [string, number])[]> {
  type Reminder = { txid: string; stage: string; expiryHeight: number }
  const { reminders } = (await farmer.browser.ask('credit.reminders')).value as { reminders: Reminder[] }
  const own = reminders.filter((one) => one.txid === written)
  return own.map(({ stage, expiryHeight }) => [stage, expiryHeight] as const)
}

/** What the scripted node says of how long an overdue debt is not bad yet. */
const BAD_DEBT_AGE = 60

test('every unpaid lot is listed with its agent as a scan of the blocks finds it; one that turns bad is told its authority once', async () => {
  const regulator = await network.enrolled('regulator')
  const lots = (await scannedLots()).toSorted((a, b) => a.expiryHeight - b.expiryHeight)
  expect(lots.map(({ agent }) => agent)).toEqual(Array(3).fill(toHex(hash160(fromHex(authority.actKey)))))
  const first = must(lots[0], 'the first lot')
  const told = async () =>
    ((await authority.browser.ask('standing.notices')).value as { kind: string; about: string }[]).flatMap(
      ({ kind, about }) => (kind === 'debt-bad' ? [about] : []),
    )
  await goOnTo(first.expiryHeight + BAD_DEBT_AGE - 1)
  expect(await told()).toEqual([])
  await goOnTo(first.expiryHeight + BAD_DEBT_AGE)
  expect(await told()).toEqual([first.name])
  await goOnTo(node.height() + 3)
  expect(await told()).toEqual([first.name])

  type Row = Lot & { standing: string }
  const { debts } = (await regulator.browser.ask('credit.ageing')).value as { debts: Row[] }
  const shown = debts.map(({ name, amount, expiryHeight, agent }) => ({ name, amount, expiryHeight, agent }))
  expect(shown).toEqual(lots)
  const isBad = ({ expiryHeight }: Lot) => expiryHeight + BAD_DEBT_AGE <= node.height()
  const bad = debts.filter(({ standing }) => standing === 'bad').map(({ name }) => name)
  expect(bad).toEqual(lots.filter(isBad).map(({ name }) => name))
  expect(bad).toEqual([first.name])
}, 60_000)

type Restructured = {
  restructurings: { actId: string; hasAgreed: boolean; isNeeded: boolean; state: string }[]
}
const restructurings = async (debt: string) =>
  ((await authority.browser.ask('credit.case', { txid: debt })).value as Restructured).restructurings

test('what the debtor agreed to in advance is published although the credit that it read has moved since (V-114)', async () => {
  const [, ...left] = (await scannedLots()).toSorted((a, b) => a.expiryHeight - b.expiryHeight)
  const moved = must(left[0]?.name.split(':')[0], 'the transaction of the lots')
  const renewed = { txid: moved, lots: left.map(({ name }) => name), termBlocks: 900, parts: 1 }
  const { actId } = await command<{ actId: string }>(authority.browser, 'credit.restructure', renewed)
  await signByWallet(next, actId, sister)
  expect(await restructurings(moved)).toMatchObject([
    { actId, hasAgreed: true, isNeeded: false, state: 'open' },
  ])
  await moveCredit()
  const before = await draftOf(actId)
  expect(chain.judge(before.map(readTransaction))).toMatchObject({ refusal: { code: 'missing-output' } })
  expect((await next.call('credit.readyRestructuring', { actId })).code).toBe('not-allowed')
  await command(authority.browser, 'credit.readyRestructuring', { actId })
  expect(await draftOf(actId)).not.toEqual(before)
  // The debtor's word stands: nobody but the creditor is asked again.
  expect(await restructurings(moved)).toMatchObject([{ actId, hasAgreed: true, state: 'open' }])
  expect(await signAct(authority, actId)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await restructurings(moved)).toMatchObject([{ state: 'final' }])
  const unpaid = await deps.db
    .select()
    .from(schema.outputs)
    .where(and(eq(schema.outputs.element, DEBT), isNull(schema.outputs.spentHeight)))
  const locked = unpaid.filter(({ layer }) => layer === DEBT_LAYER)
  const owed = left.reduce((sum, { amount }) => sum + amount, FEE)
  expect(locked.map(({ amount, keyHash }) => [amount, keyHash])).toEqual([[owed, hashOf(sister)]])
  expect((await authority.browser.call('credit.readyRestructuring', { actId })).code).toBe('act-closed')
}, 60_000)

/** Whether the ledger's own state calls a key overdue at the next height: what every penalty reads. */
const isOverdue = ({ hash }: Keys) => {
  const height = node.height() + 1
  return viewOf(chain.state, { height }).hasOverdueDebt(hash, height)
}

test('a debt under its debtor’s key alone is given once its restructuring is kept, and published on default (V-114)', async () => {
  const asset = { kind: 'asset', reference: toHex(sha256(utf8('a second appraisal'))), description: 'A mill' }
  const contract = { kind: 'contract', reference: toHex(sha256(utf8('a contract'))), description: 'Loan 7' }
  expect((await apply([{ ...contract, cover: 1n }])).code).toBe('input-malformed')
  const both = [
    { ...asset, cover: AMOUNT },
    { ...contract, cover: 0n },
  ]
  const asked = (await apply(both)).value as { applicationId: string }
  expect((await authority.browser.ask('credit.review', asked)).value).toMatchObject({
    cover: AMOUNT,
    guarantees: [{ kind: 'asset' }, { kind: 'contract', reference: contract.reference, warnings: [] }],
  })
  const draft = () =>
    command<{ actId: string; keptActId: string }>(authority.browser, 'credit.approve', {
      ...{ ...asked, isKept: true },
    })
  const { actId, keptActId } = await draft()
  expect(await draft()).toMatchObject({ actId, keptActId })
  expect((await signAct(authority, actId)).code).toBe('kept-unsigned')
  // Who signs the grant is told all that its mark is over, the contract's hash and the heights of R among it.
  expect((await authority.browser.ask('acts.begin', { actId })).value).toMatchObject({
    terms: {
      ...asked,
      guarantees: both,
      heights: [expect.any(Number), expect.any(Number), expect.any(Number)],
    },
  })
  // The debtor signs no such grant: it is told the same with what is kept, and the grant that this restructures.
  const [grantBytes] = await draftOf(actId)
  expect((await farmer.browser.ask('acts.begin', { actId: keptActId })).value).toMatchObject({
    terms: { ...asked, guarantees: both, grant: grantBytes },
  })
  const shown = (await farmer.browser.ask('credit.show', asked)).value
  expect(shown).toMatchObject({ stage: 'approving', keptActId })
  // The debtor signs for its lots alone; the act stays with the authority.
  expect(await signByWallet(farmer.browser, keptActId, farm)).toMatchObject({ value: { status: 'open' } })
  expect((await farmer.browser.ask('credit.show', asked)).value).toMatchObject({ stage: 'accepted' })
  expect(await signAct(authority, actId)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  const { txid: grant } = (await farmer.browser.ask('credit.show', asked)).value as { txid: string }
  expect(await owedBy(farm)).toBe(AMOUNT)
  // What the authority keeps of it now is not taken back by mistake.
  const back = { actId: keptActId }
  expect((await authority.browser.call('acts.withdraw', back)).code).toBe('kept-needed')
  const no = { ...back, reason: 'Not now' }
  expect((await authority.browser.call('acts.decline', no)).code).toBe('kept-needed')
  expect(await restructurings(grant)).toMatchObject([{ actId: keptActId, isNeeded: true }])

  type Row = { txid: string; amount: bigint; expiryHeight: number; standing: string }
  const aged = async () =>
    ((await authority.browser.ask('credit.ageing')).value as { debts: Row[] }).debts.filter(
      (debt) => debt.txid === grant,
    )
  const dues = (await aged()).map(({ expiryHeight }) => expiryHeight)
  expect(dues).toHaveLength(3)
  expect(dues.every((height) => height > node.height())).toBe(true)
  type Owed = { accounts: { debtKeyHash: string; lots: { expiryHeight: number }[] }[] }
  const { accounts } = (await farmer.browser.ask('credit.debts')).value as Owed
  expect(accounts.flatMap(({ lots }) => lots.map((lot) => lot.expiryHeight)).sort()).toEqual(dues)
  const { pledge } = (await farmer.browser.ask('credit.case', { txid: grant })).value as { pledge: Pledge }
  expect(pledge.isMarked).toBe(true)
  // The contract's own hash is in the text whose mark the grant has (V-024).
  expect(pledge.text).toContain(contract.reference)

  // Nobody reads R's heights in a block: the portal reminds of them all the same, at each stage, and of no other debt so early.
  expect(await remindedOf(grant)).toEqual([])
  const [first = 0] = dues
  await goOnTo(first - 1)
  expect(await remindedOf(grant)).toEqual([['last', first]])
  await goOnTo(Math.max(...dues) + 1)
  expect(await remindedOf(grant)).toEqual(dues.map((due) => ['due', due]))
  expect((await aged()).map(({ standing }) => standing)).not.toContain('current')
  // Its page says so too, and that only what is kept makes it due.
  const page = (await farmer.browser.ask('credit.case', { txid: grant })).value as {
    story: { lots: { standing: string; kept: { expiryHeight: number; standing: string } | null }[] }
  }
  expect(page.story.lots.map(({ kept }) => kept?.expiryHeight)).toEqual(dues)
  expect(page.story.lots.map(({ kept, standing }) => [standing, kept?.standing])).not.toContainEqual([
    'current',
    'current',
  ])
  // No height opens such a debt: for the ledger nobody is late until the authority publishes what it kept.
  expect(isOverdue(farm)).toBe(false)
  await command(authority.browser, 'credit.readyRestructuring', { actId: keptActId })
  expect(await signAct(authority, keptActId)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(0n)
  expect(isOverdue(farm)).toBe(true)
  expect(await owedBy(farm)).toBe(AMOUNT)
  published = (await scannedLots()).filter(({ expiryHeight }) => dues.includes(expiryHeight))
  expect(published.map(({ amount }) => amount)).toEqual(Array(3).fill(AMOUNT / 3n))
  // They go on under the debts that stand in the blocks now, and under no other.
  expect(await remindedOf(grant)).toEqual([])
  const [now = ''] = must(published[0], 'a lot').name.split(':')
  expect(await remindedOf(now)).toEqual(dues.map((due) => ['due', due]))
  kept = grant
}, 60_000)

/** The debt under its debtor's key, and the lots that its published restructuring wrote. */
let kept: string
let published: readonly Lot[]

/** What the farm signs over to its sister while it is late: no block may hold it. */
async function attempt(coin: OutputAt): Promise<Transaction> {
  const { network: chainId } = network.deps().env
  const payments = [{ to: sister.script, amount: coin.output.amount / 2n }]
  const tx = pay({ values: [coin], payments, fee: FEE, changeTo: farm.script })
  const named = [coin.output]
  return signInput({ tx, named, network: chainId, index: 0, secret: farm.secret })
}

test('with what was published a producer freezes what the debtor signs away, and the debt’s page shows it (V-114)', async () => {
  const { env } = network.deps()
  const filter = { element: VALUE, layer: CIRCULATION, free: true } as const
  const coin = outputAtOf(must((await unspentByKeyHash(deps.db, hashOf(farm), filter))[0], 'a coin'))
  const evidence = await attempt(coin)
  expect(chain.judge([evidence])).toMatchObject({ refusal: { code: 'debtor-overdue' } })
  const read = await unspentByNames(deps.db, [must(published[0], 'a lot').name])
  const debts = read.map(outputAtOf)
  const penalty = buildPenalty({
    ...{ debts, frozen: [{ value: coin, evidence, index: 0 }], reserveScript: keeper.script },
    ...{ bountyTo: producer.script, configuration: env.configuration, height: node.height() + 1 },
  })
  const named = outputsOf([...debts, coin])
  const binding = { named, network: env.network, debts: debts.length, stakeSecret: producer.secret }
  const signed = signPenalty({ ...binding, tx: penalty })
  expect(chain.judge([signed])).toMatchObject({ refusal: { code: 'penalty-producer' } })
  expect(chain.judge([signed], { stakeKey: producer.key })).toMatchObject({ ok: true })
  const net = chain.net()
  await chain.nextBlock([signed])
  expect([chain.net(), isOverdue(farm)]).toEqual([net, true])
  expect(chain.judge([evidence])).toMatchObject({ ok: false })
  const { amount } = coin.output
  const bounty = amount / 10n
  const { value } = await authority.browser.ask('credit.case', { txid: kept })
  const { story, evidence: shown } = value as { story: { events: { kind: string }[] }; evidence: object }
  expect(story.events.filter(({ kind }) => kind === 'penalty')).toMatchObject([
    { txid: toHex(txidOf(signed)), height: node.height(), amount, toReserve: amount - bounty, bounty },
  ])
  const pays = [{ amount: amount / 2n, to: hashOf(sister) }, { to: hashOf(farm) }]
  const attempts = [{ txid: toHex(txidOf(evidence)), input: 0, frozen: amount, pays }]
  expect(shown).toMatchObject([{ txid: toHex(txidOf(signed)), attempts }])
  // The penalty clears nothing: what was owed is owed.
  expect(await owedBy(farm)).toBe(AMOUNT)
}, 60_000)

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeBlock } from '@vc/client'
import { decodeBlock } from '@vc/consensus'
import { actChallenge, encodeBase64url, fromHex, sha256, toHex, utf8 } from '@vc/crypto'
import { overview, schema, totals, writeOutbox } from '@vc/db'
import { memberships, sealedSeeds } from '@vc/db/identity'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import { configurationOf, decodeTransaction, type NamedOutput, sheetHashOf } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../apps/cli/src/run-cli.ts'
import { foundNetwork } from '../apps/launcher/src/found-network.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import { accountOf, walletOf } from '../apps/portal/src/features/wallet/open-wallet.ts'
import { startWorker } from '../apps/worker/src/worker.ts'
import { releasesOf } from '../apps/worker/test/releases.ts'
import { foundOrganisation } from '../packages/api/src/people/found-organisation.ts'
import {
  callSteppedUp,
  enrolPerson,
  TEST_ORIGIN,
  type TestBrowser,
  testAuthenticator,
  testBrowser,
  testDeps,
} from '../packages/api/src/testing.ts'

let database: TestDatabase
let node: NodeProcess
let worker: { stop: () => Promise<void> }
let deps: ReturnType<typeof testDeps>
const folder = mkdtempSync(join(tmpdir(), 'vc-credit-'))
const said: string[] = []
const log = {
  info: () => {},
  warn: (facts: object, line: string) => said.push(`${line} ${JSON.stringify(facts)}`),
  error: (facts: object, line: string) => said.push(`${line} ${JSON.stringify(facts)}`),
}

beforeAll(async () => {
  const folders = { node: join(folder, 'node'), worker: join(folder, 'worker'), postgres: '' }
  await foundNetwork(folders, TEST_ORIGIN, Date.now())
  node = await startNode(folders.node)
  database = await startTestDatabase()
  const { network, parameters } = await node.client.status()
  const clock = { nowMs: () => Date.now(), advance: () => {} }
  const facts = { network: fromHex(network), configuration: configurationOf(parameters) }
  deps = { ...testDeps(database.db, clock, facts), client: node.client }
  const settings = {
    ...{ databaseUrl: database.url, redisUrl: undefined, nodeUrl: node.url, dataDir: folders.worker },
    ...{ keyFile: join(folders.worker, 'operating.key'), concurrency: 2, logLevel: 'silent', failpoints: '' },
  }
  worker = await startWorker(settings, log)
}, 120_000)
afterAll(async () => {
  await worker?.stop()
  node?.kill('SIGTERM')
  await node?.ended
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function enrolled(role: 'holder' | 'authority' | 'node-operator' | 'regulator', name: string) {
  const { token } = await foundOrganisation(database.db, deps, { name, nameZh: name, roles: [role] })
  const browser = testBrowser(deps)
  return { browser, ...(await enrolPerson(browser, token, 'Li Na')) }
}

/** Asks until the answer is as wanted. */
async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, what: string): Promise<T> {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await ask()
    if (wanted(answer)) return answer
    await sleep(250)
  }
  const asJson = JSON.stringify(await ask(), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  const rows = await database.db.select().from(schema.submissions)
  const sent = rows.map(({ subjectId, state, refusal, outpoints, txids }) => ({
    subjectId,
    state,
    refusal,
    outpoints,
    txids,
  }))
  throw new Error(
    `${what} did not come: ${asJson}\n${said.slice(-5).join('\n')}\n${JSON.stringify(sent, null, 1)}`,
  )
}

const ask = async <T>(browser: TestBrowser, path: string, input?: unknown) =>
  (await browser.ask(path, input)).value as T
type Begun = {
  transactions: string[]
  network: string
  named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  required: {
    transaction: number
    part: string
    index: number
    key: string
    sighash: string
    mine: boolean
    actKey: string | null
  }[]
}

type Verdict = {
  said: 'taken' | 'refused' | 'share' | 'silent'
  code?: string
  before?: bigint[]
  after?: bigint[]
}
type Balance = { holder: string; element: number; layer: number; before: bigint; after: bigint }
type Filled = { before: bigint; after: bigint; ceiling: bigint }
type Result = {
  verdict: Verdict
  balances: Balance[]
  fee: bigint
  agent: Filled | null
  debtor: Filled | null
}
/** What an act would make of the present state, as its signer is shown. */
const resultOf = async (browser: TestBrowser, actId: string) =>
  (await ask<{ result: Result }>(browser, 'acts.begin', { actId })).result

type Shown = {
  element: number
  layer: number
  amount: bigint
  standard: string | null
  spentBy: string | null
}
/** That everybody has what an act's signer was shown, as the explorer says. */
async function expectHeld(browser: TestBrowser, { balances }: Result) {
  expect(balances.length).toBeGreaterThan(0)
  for (const { holder: keyHash, element, layer, after } of balances) {
    const { outputs } = await ask<{ outputs: Shown[] }>(browser, 'explorer.account', { keyHash })
    // What lies under a mark pays nobody.
    const held = outputs.filter(
      (one) => one.element === element && one.layer === layer && one.standard !== 'record' && !one.spentBy,
    )
    const sum = held.reduce((all, { amount }) => all + amount, 0n)
    expect([keyHash, element, layer, sum]).toEqual([keyHash, element, layer, after])
  }
}

/** The same act again, which takes signatures. */
async function repeatAct(actId: string): Promise<string> {
  const [act] = await database.db.select().from(schema.acts).where(eq(schema.acts.id, actId))
  const id = randomUUID()
  const fresh = { id, status: 'open' as const, signatures: [], submissionId: null }
  await database.db.insert(schema.acts).values({ ...must(act, 'a drafted act'), ...fresh })
  return id
}

/** Value less debt, out of the nine totals of a ledger. */
const netOf = (sums: readonly bigint[] = []) =>
  sums.reduce((net, sum, at) => net + (at % 3 === 0 ? sum : at % 3 === 2 ? -sum : 0n), 0n)

type Effect = {
  seconds: number
  stretches: {
    start: number
    from: number
    to: number
    by: bigint[]
    released: bigint
    circulating: bigint
  }[]
  producers: { producerKey: string; isHere: boolean; blocks: number; giving: number; released: bigint }[]
}

/** The network's effect as the API tells it, against the ledger's own judgement of each block of the node. */
async function sameAsBlocks(browser: TestBrowser): Promise<void> {
  for (const unit of ['epoch', 'day']) {
    const { seconds, stretches, producers } = await ask<Effect>(browser, 'network.creditEffect', { unit })
    const to = must(stretches.at(-1), 'a stretch').to
    const chain: NodeBlock[] = []
    while (chain.length <= to) chain.push(...(await node.client.blocks({ from: chain.length, count: 64 })))
    const told = releasesOf(chain.slice(0, to + 1))
    const sumOf = (some: typeof told) => some.reduce((sum, { released }) => sum + released, 0n)
    expect(sumOf(told)).toBeGreaterThanOrEqual(50_000n)
    const from = must(stretches[0], 'a stretch').from
    for (const stretch of stretches) {
      const within = told.filter(({ time }) => Math.floor(time / seconds) * seconds === stretch.start)
      expect(stretch.released).toBe(sumOf(within.filter(({ height }) => height >= from)))
      const decoded = decodeBlock(fromHex(must(chain[stretch.to], 'its last block').bytes), 4_000_000)
      expect(decoded.ok && decoded.value.header.totals[6]).toBe(stretch.circulating)
    }
    for (const { producerKey, isHere, blocks, giving, released } of producers) {
      const own = told.filter((one) => one.height >= Math.max(1, from) && one.producerKey === producerKey)
      const gave = own.filter((one) => one.released > 0n).length
      expect({ isHere, blocks, giving, released }).toEqual({
        ...{ isHere: true, blocks: own.length, giving: gave, released: sumOf(own) },
      })
    }
    expect(producers).toHaveLength(1)
  }
}

async function signAsHolder(browser: TestBrowser, actId: string, entropy: Uint8Array) {
  const { required } = await ask<Begun>(browser, 'acts.begin', { actId })
  const wallet = walletOf(entropy.slice())
  const signatures = required
    .filter(({ mine }) => mine)
    .map(({ transaction, part, index, key, sighash }) => {
      return { transaction, part, index, key, by: wallet.sign(key, fromHex(sighash)) }
    })
  return browser.call('acts.finish', { actId, signatures })
}

async function signByHardware(
  browser: TestBrowser,
  actId: string,
  key: ReturnType<typeof testAuthenticator>,
) {
  const begun = await ask<Begun>(browser, 'acts.begin', { actId })
  const decoded = decodeTransaction(fromHex(begun.transactions[0] ?? ''), 100_000)
  if (!decoded.ok) throw new Error(decoded.refusal.code)
  const named = (begun.named[0] ?? []).map((output): NamedOutput => {
    return { ...output, amount: BigInt(output.amount), script: fromHex(output.script) }
  })
  const sheet = sheetHashOf(decoded.value, named, { network: fromHex(begun.network), decimals: 2 })
  const signatures = begun.required
    .filter(({ mine }) => mine)
    .map(({ transaction, part, index, key: asked, sighash, actKey }) => {
      const { response } = key.get({ challenge: encodeBase64url(actChallenge(fromHex(sighash), sheet)) })
      const { authenticatorData, clientDataJSON, signature } = response
      const by = {
        authenticatorData,
        clientDataJSON,
        signature,
        sheetHash: encodeBase64url(sheet),
        publicKey: actKey,
      }
      return { transaction, part, index, key: asked, by }
    })
  return browser.call('acts.finish', { actId, signatures })
}

type Refused = { readonly data: { readonly facts: Readonly<Record<string, unknown>> } }
const factsOf = ({ value }: { readonly value: unknown }) => (value as Refused).data.facts
type Terms = { accounts: { accountId: string; isActive: boolean }[] }
type Standing = {
  height: number
  score: number
  terms: { term: string; weight: number; permille: number; points: number }[]
  inputs: Record<string, bigint>
}
type Review = {
  agent?: { key: string; ceiling: bigint; exposure: bigint; unpaid: bigint; source: bigint }
  standing: Standing
}
/** What a command line says of the node's blocks, line by line, blanks as one. */
async function vc(...args: string[]): Promise<string[]> {
  const lines: string[] = []
  expect(await runCli(args, (line) => lines.push(line.replace(/\s+/g, ' ')), { NODE_URL: node.url })).toBe(0)
  return lines
}
type Circulation = {
  equation: { height: number; holds: boolean } & Record<'base' | 'locked' | 'debt' | 'formula', bigint>
  counts: { mode: string; count: number }[]
}
/** The command line says the same of circulation as the portal, out of the blocks alone (V-130, V-131). */
async function expectCirculation(browser: TestBrowser): Promise<void> {
  const { equation, counts } = await ask<Circulation>(browser, 'overview.circulation', {})
  const { height, holds, base, locked, debt, formula } = equation
  expect(holds).toBe(true)
  const modes = ['direct-value', 'debt-value', 'direct-debt'].map((mode) => {
    const of = counts.filter((one) => one.mode === mode)
    return `${mode} ${of.reduce((sum, { count }) => sum + count, 0)} transactions`
  })
  expect((await vc('ratios', '--at', String(height))).slice(7)).toEqual([
    ...modes,
    `circulation ${formula} = ${base} base − ${locked} locked + ${debt} debt`,
  ])
}
type Listed = { rows: { stage: string; refusal: unknown; txid: string | null }[] }
type Allowance = { most: bigint | null; bound: string | null }
type Moment = Allowance & { height: number; entered: bigint; meanAge: number }
const openPolicy = { speed: null, stop: null, reserveShare: null, meanAge: null, isStopped: false }
type Debts = { accounts: { value: bigint; lots: { name: string; amount: bigint }[] }[] }

test('credit is applied for, approved, accepted, given and repaid on a real node, accounts and agents first', async () => {
  const holder = await enrolled('holder', 'Green Valley Co-op')
  const authority = await enrolled('authority', 'Rural Credit Authority')
  const entropy = sha256(utf8('a seed for this test alone'))
  const { accountId, xpub, debtKeyHash } = accountOf(entropy)
  const sealed = { ciphertext: '00'.repeat(60), salt: toHex(sha256(entropy)) }
  const seed = { credentialId: holder.key.id, ...sealed, accountId, xpub, debtKeyHash }
  expect((await callSteppedUp(holder.browser, holder.key, 'seeds.store', seed)).code).toBe('ok')

  const hardware = testAuthenticator()
  const options = await callSteppedUp(authority.browser, authority.key, 'actKeys.begin', { label: 'act key' })
  const response = hardware.create(options.value as { challenge: string; user: { id: string } })
  expect((await authority.browser.call('actKeys.finish', { response })).code).toBe('ok')

  const terms = () => ask<Terms>(holder.browser, 'credit.terms')
  await until(terms, ({ accounts }) => accounts[0]?.isActive === true, 'the account')
  const application = {
    ...{ commandKey: randomUUID(), accountId, amount: 50_000n, termBlocks: 600, lots: 5 },
    ...{ purpose: 'Seed for forty hectares', guarantee: 'Two members answer for it' },
  }
  const asked = await holder.browser.call('credit.submit', application)
  expect(asked.code).toBe('ok')
  const id = asked.value as { applicationId: string }
  const review = () => ask<Review>(authority.browser, 'credit.review', id)
  const { agent } = await until(review, (one) => (one.agent?.source ?? 0n) > 0n, 'the agent')
  expect(agent?.exposure).toBe(0n)

  // Words cover nothing: without a reason that the authority's key signs nothing is given (V-141).
  expect((await authority.browser.call('credit.approve', id)).code).toBe('guarantee-short')
  const against = { ...id, reason: 'Two members answer for it' }
  expect((await callSteppedUp(authority.browser, authority.key, 'credit.overrule', against)).code).toBe('ok')
  const drafted = await authority.browser.call('credit.approve', id)
  expect(drafted.code).toBe('ok')
  const { actId } = drafted.value as { actId: string }
  const promised = await resultOf(authority.browser, actId)
  expect(promised).toMatchObject({
    ...{
      agent: { before: 0n, after: 50_000n, ceiling: agent?.ceiling },
      debtor: { before: 0n, after: 50_000n },
    },
    verdict: { said: 'taken' },
  })
  const { before: sumsBefore, after: sumsAfter } = promised.verdict
  expect(promised.fee).toBe(100n)
  expect(netOf(sumsAfter) + promised.fee).toBe(netOf(sumsBefore))
  // What else an agent has under way is no matter of the debtor's.
  expect(await resultOf(holder.browser, actId)).toMatchObject({ agent: null, verdict: { said: 'taken' } })
  expect(await signByHardware(authority.browser, actId, hardware)).toMatchObject({
    value: { status: 'open' },
  })
  // While the operator's emergency switch is on, the node's own blocks hold no new credit (V-154).
  const operator = await enrolled('node-operator', 'Node Operations')
  const policy = (change: object) =>
    callSteppedUp(operator.browser, operator.key, 'network.replaceCreditPolicy', { ...openPolicy, ...change })
  expect(await policy({ isStopped: true })).toMatchObject({ value: { most: 0n, bound: 'switch' } })
  expect(await signAsHolder(holder.browser, actId, entropy)).toMatchObject({ value: { status: 'submitted' } })
  const list = () => ask<Listed>(holder.browser, 'credit.list', {})
  await until(node.client.status, ({ mempool }) => mempool === 1, 'the loan at the node')
  const { head } = await node.client.status()
  const { mempool } = await node.client.waitForHeight(head.height + 3, 60_000)
  expect(mempool).toBe(1)
  // What the operator lets in again a regulator has meanwhile halted in the whole network (consensus.md 18).
  const regulator = await enrolled('regulator', 'Regulator')
  const notice = (kind: 'halt' | 'lift', text: string) =>
    callSteppedUp(regulator.browser, regulator.key, 'audit.giveNotice', { kind, text })
  expect(await notice('halt', 'the reserve is counted')).toMatchObject({ code: 'ok' })
  expect(await policy({ isStopped: false })).toMatchObject({ value: { most: 0n, bound: 'notice' } })
  expect(await ask(holder.browser, 'network.halts')).toMatchObject([{ text: 'the reserve is counted' }])
  const halted = await node.client.status()
  await node.client.waitForHeight(halted.head.height + 1, 60_000)
  expect((await node.client.status()).mempool).toBe(1)
  expect(await notice('lift', '')).toMatchObject({ code: 'ok' })
  // Of the same block or of the next one.
  expect(['notice-repeated', 'nothing-halted']).toContain((await notice('lift', '')).code)
  expect(await ask(holder.browser, 'network.halts')).toEqual([])
  await until(list, ({ rows: [one] }) => one?.stage === 'in-block' || one?.stage === 'final', 'the block')
  await until(list, ({ rows: [one] }) => one?.stage === 'final', 'finality')
  expect((await review()).agent?.exposure).toBe(50_000n)
  await expectHeld(operator.browser, promised)
  // Producers have half of a fee at once and the rest with the block after (consensus.md 10): then the sum is what it was.
  const sums = async () => (await node.client.status()).totals.map(BigInt)
  const whole = await until(sums, (all) => netOf(all) >= netOf(sumsBefore), 'the reward')
  expect(whole[8]).toBe(sumsAfter?.[8])

  const debts = () => ask<Debts>(holder.browser, 'credit.debts')
  const before = await debts()
  expect(before.accounts[0]).toMatchObject({ value: 49_899n })
  const lots = (before.accounts[0]?.lots ?? []).slice(0, 4).map(({ name }) => name)
  const repayment = await holder.browser.call('credit.repay', { commandKey: randomUUID(), lots })
  expect(repayment.code).toBe('ok')
  const repaid = (repayment.value as { actId: string }).actId
  const cleared = await resultOf(holder.browser, repaid)
  expect(cleared.verdict.said).toBe('taken')
  expect(await signAsHolder(holder.browser, repaid, entropy)).toMatchObject({
    value: { status: 'submitted' },
  })
  const after = await until(debts, ({ accounts }) => accounts[0]?.lots.length === 1, 'the repayment')
  expect(after.accounts[0]?.value).toBe(9_799n)
  await expectHeld(operator.browser, cleared)
  // The same act once more: the ledger has spent what it names, and its signer would be told.
  const again = await repeatAct(repaid)
  expect((await resultOf(holder.browser, again)).verdict).toMatchObject({
    ...{ said: 'refused', code: 'missing-output' },
  })
  expect(await ask(authority.browser, 'credit.ageing')).toMatchObject({
    sums: { current: 10_000n, overdue: 0n },
  })

  // The same bounds over past blocks: what came in, less what was repaid, is taken off the day's speed (V-151).
  const bounds = { ...openPolicy, speed: 30_000n }
  const replayed = () =>
    ask<Moment[]>(operator.browser, 'network.replayCreditPolicy', { policy: bounds, blocks: 1_000 })
  const moments = await until(replayed, (all) => all.at(-1)?.entered === 10_000n, 'the replay')
  expect(moments[0]).toMatchObject({ height: 0, entered: 0n, most: 30_000n, bound: 'speed' })
  expect(moments.at(-1)).toMatchObject({ most: 20_000n, bound: 'speed' })
  expect(moments.some(({ entered, most }) => entered === 50_000n && most === 0n)).toBe(true)
  expect(await policy(bounds)).toMatchObject({ value: { most: 20_000n, bound: 'speed' } })

  // What all nodes' policies let in together is what the blocks say, block by block (V-150).
  await sameAsBlocks(operator.browser)
  expect((await holder.browser.ask('network.creditEffect', { unit: 'day' })).code).toBe('not-allowed')

  // Anyone recomputes score and exposure from the node's blocks: equal to the portal's to the unit.
  const { standing, agent: room } = await review()
  expect(standing.inputs).toMatchObject({ given: 50_000n, clearedOnTime: 40_000n, unpaid: 10_000n })
  const said = await vc('score', accountId, '--at', String(standing.height))
  expect(said).toContain(`score ${standing.score} of 1000`)
  for (const [name, amount] of Object.entries(standing.inputs)) expect(said).toContain(`${name} ${amount}`)
  for (const { term, points, weight, permille } of standing.terms)
    expect(said).toContain(`${term} ${points} of ${weight} (${permille} ‰)`)
  const out = await vc('exposure', room?.key ?? '')
  expect(out).toEqual(
    expect.arrayContaining([`ceiling ${room?.ceiling}`, `unpaid ${room?.unpaid}`, 'unpaid 10000']),
  )
  expect(out).toContain(`owed by ${debtKeyHash} 10000`)

  // So are both ratios of the network (V-018).
  const { height = 0, circulatingValue = 0n, debt = 0n } = (await overview(database.db)) ?? {}
  expect(debt).toBe(10_000n)
  const parts = (debt * 1_000_000n) / circulatingValue
  const ratio = `${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')}`
  expect((await vc('ratios', '--at', String(height))).slice(0, 7)).toEqual([
    ...[`at block ${height}`, `circulating ${circulatingValue}`, 'debt 10000', 'overdue 0', 'bad 0'],
    ...[`debt ratio ${ratio} %`, 'bad-debt ratio 0.0000 %'],
  ])
  await expectCirculation(holder.browser)

  // The most value there can be: base value and the credit that was given and is open (V-016), from the outputs themselves.
  const [at, all] = await database.db.transaction(
    async (tx) => [await overview(tx), await totals(tx)] as const,
    { isolationLevel: 'repeatable read' },
  )
  const sumOf = (wanted: number) =>
    all.reduce(
      (sum, { layer, element, amount }) => (layer > 0 && element === wanted ? sum + amount : sum),
      0n,
    )
  const [value, unused, owed] = [sumOf(0), sumOf(1), sumOf(2)]
  expect(owed).toBe(10_000n)
  expect(at).toMatchObject({ baseValue: value - owed, grantedCredit: owed + unused, ceiling: value + unused })

  // More than what the window has left is no capacity, said with the block and the hour from which there is (V-075).
  const more = { ...application, commandKey: randomUUID(), amount: 25_000n }
  const full = await holder.browser.call('credit.submit', more)
  expect(full.code).toBe('no-capacity')
  expect(factsOf(full)).toMatchObject({ left: 20_000n, bound: 'speed', opens: 'later' })
  const { height: opens, at: opensAt } = factsOf(full) as { height: number; at: number }
  const now = await node.client.status()
  const { blockInterval } = now.parameters as { blockInterval: number }
  const day = 86_400 / blockInterval
  expect(opens - now.head.height).toBeGreaterThan(day - 600)
  expect(opens - now.head.height).toBeLessThanOrEqual(day)
  expect(opensAt / 1_000 - now.head.time).toBe((opens - now.head.height) * blockInterval)
  const never = await holder.browser.call('credit.submit', { ...more, amount: 30_001n })
  expect(factsOf(never)).toMatchObject({ opens: 'never' })
  // Applied for all the same and given, it stays queued with that reason, and goes on when the operator raises the speed (V-019).
  const queued = await holder.browser.call('credit.submit', { ...more, queues: true })
  const second = queued.value as { applicationId: string }
  const late = { ...second, reason: 'The harvest is sold already' }
  expect((await callSteppedUp(authority.browser, authority.key, 'credit.overrule', late)).code).toBe('ok')
  const held = (await authority.browser.call('credit.approve', second)).value as { actId: string }
  await signByHardware(authority.browser, held.actId, hardware)
  await signAsHolder(holder.browser, held.actId, entropy)
  const shown = () => ask<{ waiting: unknown; stage: string }>(holder.browser, 'credit.show', second)
  await until(node.client.status, ({ mempool }) => mempool === 1, 'the second loan at the node')
  await node.client.waitForHeight((await node.client.status()).head.height + 2, 60_000)
  expect(await shown()).toMatchObject({
    stage: 'submitted',
    waiting: { why: 'speed', next: { height: opens } },
  })
  expect(await policy({ speed: 40_000n })).toMatchObject({ value: { most: 30_000n, bound: 'speed' } })
  await until(shown, ({ stage }) => stage === 'final', 'the second loan')
}, 180_000)

test('an account without its extended key, or with that of another, is not admitted (V-021)', async () => {
  const { browser, key, personId } = await enrolled('holder', 'Flat Keys')
  const [member] = await database.db.select().from(memberships).where(eq(memberships.personId, personId))
  if (!member) throw new Error('a member of an organisation')
  const { organisationId } = member
  const [flat, mixed, others] = ['flat', 'mixed', 'others'].map((name) => accountOf(sha256(utf8(name))))
  if (!flat || !mixed || !others) throw new Error('three accounts')
  const claims = [
    { ...flat, xpub: null, reason: 'extended-key-missing' },
    { ...mixed, xpub: others.xpub, reason: 'extended-key-foreign' },
  ]
  for (const { accountId, debtKeyHash, xpub, reason } of claims) {
    const sealed = { credentialId: key.id, ciphertext: '00'.repeat(60), salt: '11'.repeat(32) }
    const facts = { ...sealed, accountId, debtKeyHash, ...(xpub === null ? {} : { xpub }) }
    expect((await callSteppedUp(browser, key, 'seeds.store', facts)).code).toBe(reason)
    // What an older portal kept is not admitted either.
    const subject = `account:${accountId}`
    await database.db.transaction(async (tx) => {
      await tx.insert(sealedSeeds).values({
        ...{ personId, organisationId, credentialId: key.id, createdAt: new Date(), xpub },
        ...{ ciphertext: new Uint8Array(60), salt: new Uint8Array(32) },
        ...{ accountId: fromHex(accountId), debtKeyHash: fromHex(debtKeyHash) },
      })
      await writeOutbox(tx, { topic: 'admit', payload: { subject }, key: `admit-${subject}` })
    })
    const admitted = () =>
      database.db.select().from(schema.admissions).where(eq(schema.admissions.subject, subject))
    const [known] = await until(admitted, ({ length }) => length === 1, 'the answer')
    expect(known).toMatchObject({ state: 'refused', reason })
  }
}, 60_000)

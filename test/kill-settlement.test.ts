import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { foundOrganisation } from '@vc/api'
import { httpBrowser } from '@vc/api/testing'
import { openClient } from '@vc/client'
import { tokenFrom } from '@vc/client/token-file'
import { fromHex, hash160, toHex, utf8 } from '@vc/crypto'
import { openDatabase } from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { must } from '@vc/kernel'
import { seeded } from '@vc/kernel/testing'
import { replay } from '@vc/node'
import { followChain, rebuildProjections, tableDigest } from '@vc/worker'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startNode } from '../apps/node/test/node-process.ts'
import { submissionHooks } from '../apps/worker/src/hooks.ts'
import { type LaunchedNetwork, launchNetwork } from './launched-network.ts'
import { joinCentre, type Member, payIn, signAct } from './settlement-people.ts'

const OBLIGATIONS = 1000
const PARTIES = 40
const FUNDS = 10n ** 13n
const KILLS = 20
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31))
const below = seeded(seed)
const targets = ['node', 'worker', 'portal', 'postmaster', 'backend'] as const
type Target = (typeof targets)[number]

let network: LaunchedNetwork
// A second try has a network of its own.
beforeEach(async () => {
  console.log(`KILL_SEED=${seed}`)
  network = await launchNetwork()
}, 600_000)
afterEach(async () => {
  await network?.stop()
  network?.remove()
}, 60_000)

/** Half of the parties have an account on the ledger; for the others the centre keeps the money. */
const isPaid = (party: number) => party % 2 === 0
const codeOf = (party: number) => `P${String(party).padStart(2, '0')}`
const addressOf = (code: string) => toHex(hash160(utf8(code)))

/** A file of obligations, and what it makes each party's net position: a sum and nothing else. */
function drawObligations(batch: number) {
  const lines = ['debtor,creditor,amount,reference']
  const nets = new Map<string, bigint>()
  const add = (code: string, amount: bigint) => nets.set(code, (nets.get(code) ?? 0n) + amount)
  for (let n = 0; n < OBLIGATIONS; n += 1) {
    const debtor = below(PARTIES)
    const creditor = (debtor + 1 + below(PARTIES - 1)) % PARTIES
    const cents = BigInt(1 + below(1_000_000))
    const text = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
    lines.push(`${codeOf(debtor)},${codeOf(creditor)},${text},${batch}-${n}`)
    add(codeOf(debtor), -cents)
    add(codeOf(creditor), cents)
  }
  return { file: Buffer.from(`${lines.join('\n')}\n`).toString('base64'), nets }
}

/** What the page of the batch said last, and how often it has said something. */
let stageNow = 'import'
let heard = 0

/** Kills with SIGKILL, at random moments, whatever is drawn; each target as often as the others. */
async function strike(told: string[]): Promise<void> {
  const draws = Array.from({ length: KILLS }, (_, n) => must(targets[n % targets.length], 'a target'))
  for (let at = draws.length - 1; at > 0; at -= 1) {
    const other = below(at + 1)
    const [one, two] = [must(draws[at], 'a draw'), must(draws[other], 'a draw')]
    draws[at] = two
    draws[other] = one
  }
  let last: Record<string, number> = {}
  for (const target of draws) {
    // Half of them strike as soon as it may be, also what still recovers; half strike a network that answers again.
    const before = heard
    const patience = { timeout: 40_000, interval: 50 }
    if (below(2) === 0) await vi.waitFor(() => expect(heard).toBeGreaterThan(before + 1), patience)
    await sleep(below(3_500))
    const pid = await vi.waitFor(() => killed(target, last), patience)
    last = { ...last, [target]: pid }
    told.push(`${target} (${stageNow})`)
  }
}

/** Kills one; throws when none runs, or when it has ended by itself since it was seen. */
async function killed(target: Target, last: Record<string, number>): Promise<number> {
  const pid = must(await victim(target, last), `${target} runs`)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** The process that is killed; nothing while it is being started again. */
async function victim(target: Target, last: Record<string, number>): Promise<number | undefined> {
  if (target === 'postmaster') return network.postgres()?.postmaster
  if (target === 'backend') {
    const backends = network.postgres()?.backends ?? []
    return backends[below(Math.max(backends.length, 1))]
  }
  const pid = (await network.running())?.services[target]
  return pid === last[target] ? undefined : pid
}

/** Asks as a person does whom the page tells that nothing answers: again. */
async function persistently<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const faults: string[] = []
  for (let tries = 0; tries < 240; tries += 1) {
    const answer = await ask().catch((error: unknown) => void faults.push(String(error)))
    if (answer !== undefined) return answer
    await sleep(250)
  }
  throw new Error(`${what}: ${faults.slice(-3).join('; ')}\n${network.printed().slice(-4000)}`)
}

type Read = { stage: string; batch: { reportRoot: string; obligations: number } }
type Pool = {
  readonly keys: { free: bigint }[]
  readonly books: { accounts: { account: string; amount: bigint }[]; booked: bigint; ledger: bigint }
}
const poolOf = async ({ browser }: Member) => {
  const { ok, value } = await browser.ask('settlement.pool')
  return ok ? (value as Pool) : undefined
}

/** Brings one file and does what the page of the batch asks for until it is final. */
async function settle(a: Member, b: Member, file: string): Promise<string> {
  const batchId = await persistently('the import', async () => {
    const input = { fileName: 'day.csv', file, setAsideBad: false }
    const { ok, value } = await a.browser.importFile('settlement.import', input)
    return ok ? (value as { batchId: string }).batchId : undefined
  })
  const trail: string[] = []
  const deadline = Date.now() + 240_000
  while (Date.now() < deadline) {
    const stage = await onwards(b, batchId).catch((error: unknown) => `(${error})`)
    if (trail.at(-1) !== stage) trail.push(stage)
    if (stage === 'final') return batchId
    await sleep(400)
  }
  throw new Error(`batch ${batchId} did not become final: ${trail}\n${network.printed().slice(-4000)}`)
}

async function onwards(b: Member, batchId: string): Promise<string> {
  const { ok, value, code } = await b.browser.ask('settlement.read', { batchId })
  if (!ok) return `(${code})`
  const { stage } = value as Read
  heard += 1
  stageNow = stage
  if (stage === 'netted') await b.browser.call('settlement.take', { batchId })
  if (stage !== 'prepared') return stage
  const drafted = await b.browser.call('settlement.approve', { batchId })
  if (drafted.ok) await signAct(b, (drafted.value as { actId: string }).actId)
  return stage
}

/** All blocks of a node that makes none. */
async function blocksOf(client: ReturnType<typeof openClient>): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  for (;;) {
    const next = await client.blocks({ from: found.length, count: 64 })
    if (next.length === 0) return found
    found.push(...next.map(({ bytes }) => fromHex(bytes)))
  }
}

async function foundCentre(db: ReturnType<typeof openDatabase>['db']) {
  const client = openClient(network.nodeUrl, tokenFrom(join(network.folder, 'node', 'rpc-token')))
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
  const founding = { name: 'Clearing House', nameZh: '清算所', roles: ['settlement-centre'] } as const
  const clock = { nowMs: () => Date.now() }
  const { organisationId } = await foundOrganisation(db, { clock, random }, founding)
  const { origin, verifierOrigin } = network
  const enter = (name: string) =>
    joinCentre(db, { browser: httpBrowser(origin), origin, actOrigin: verifierOrigin }, organisationId, name)
  const [a, b] = [await enter('Li Na'), await enter('Wang Wei')]
  const bank = { db, client, workerDir: join(network.folder, 'worker') }
  const pool = hash160(fromHex(b.actKey))
  await persistently('the payment', async () => (await payIn(bank, pool, FUNDS)) || undefined)
  for (let party = 0; party < PARTIES; party += 1) {
    if (!isPaid(party)) continue
    const code = codeOf(party)
    const input = { code, name: `Participant ${code}`, address: addressOf(code) }
    expect((await b.browser.call('settlement.saveParticipant', input)).code).toBe('ok')
  }
  await persistently('the pool', async () =>
    (await poolOf(b))?.keys.some(({ free }) => free === FUNDS) ? true : undefined,
  )
  return { a, b }
}

test('20 times kill -9 while batches of 1,000 obligations are settled: nothing is lost, nothing doubled', {
  timeout: 420_000,
}, async () => {
  const before = openDatabase(network.databaseUrl, { max: 2 })
  const { a, b } = await foundCentre(before.db)
  await before.close()

  const struck: string[] = []
  let killing = true
  const kills = strike(struck).finally(() => {
    killing = false
  })
  kills.catch(() => {})
  const settled: { batchId: string; nets: Map<string, bigint>; file: string }[] = []
  do {
    const drawn = drawObligations(settled.length)
    settled.push({ ...drawn, batchId: await settle(a, b, drawn.file) })
  } while (killing)
  await kills
  console.log(`${settled.length} batches under ${struck.join(', ')}`)

  // What was brought once is not brought again, and what was paid is not paid again.
  for (const { file, batchId } of settled) expect(await settle(a, b, file)).toBe(batchId)
  const due = { books: new Map<string, bigint>(), paid: new Map<string, bigint>() }
  for (const { nets } of settled) {
    for (const [code, net] of nets) {
      const where = isPaid(Number(code.slice(1))) && net > 0n ? due.paid : due.books
      where.set(code, (where.get(code) ?? 0n) + net)
    }
  }
  const { books } = await persistently('the books', () => poolOf(b))
  expect(books.booked).toBe(books.ledger)
  const parties = books.accounts.filter(({ account }) => account.startsWith('party:'))
  expect(Object.fromEntries(parties.map(({ account, amount }) => [account.slice(6), amount]))).toEqual(
    Object.fromEntries([...due.books].filter(([, amount]) => amount !== 0n)),
  )
  const page = await fetch(`${network.origin}/en/sign-in`)
  expect([page.status, (await page.text()).includes('</html>')]).toEqual([200, true])
  expect(await network.stop()).toBe(0)
  expect(await network.running()).toBeUndefined()

  const server = await startPostgres({ dataDir: join(network.folder, 'postgres'), port: 0 })
  const { db, sql, close } = openDatabase(server.url)
  const node = await startNode(join(network.folder, 'node'), { NODE_PRODUCE: '0' })
  const blocks = await blocksOf(node.client)
  const status = await node.client.status()
  const replayed = await replay(blocks, readFileSync(join(network.folder, 'node/configuration.json')))
  expect(replayed.stateHash).toBe(status.head.stateHash)
  expect(new Set(replayed.conserved).size).toBe(1)
  expect(new Set(replayed.txids).size).toBe(replayed.txids.length)

  const rows = await sql<{ id: string; step: string; n: number }[]>`
    select b.id, b.step, count(*)::int as n from settlement_batches b
    join settlement_obligations o on o.batch_id = b.id group by b.id order by b.created_at`
  expect(rows.map((row) => ({ ...row }))).toEqual(
    settled.map(({ batchId: id }) => ({ id, step: 'final', n: OBLIGATIONS })),
  )
  const sent = await sql<{ kind: string; id: string; state: string; txids: string[] }[]>`
    select subject_kind as kind, subject_id as id, state, txids from submissions`
  for (const { batchId } of settled) {
    const bundles = sent.filter(
      ({ kind, id, state }) => kind === 'settlement' && id === batchId && state !== 'refused',
    )
    expect(bundles.map(({ state }) => state)).toEqual(['final'])
  }
  const onLedger = new Set(replayed.txids)
  for (const { state, txids } of sent)
    for (const txid of txids) expect([txid, onLedger.has(txid)]).toEqual([txid, state === 'final'])

  const log = { info: () => {}, warn: () => {}, error: () => {} }
  await followChain({ db, client: node.client, log, hooks: submissionHooks })
  const projected = await tableDigest(db)
  const lines = await sql`select organisation_id, entry, account, amount from settlement_lines order by id`
  expect(await rebuildProjections(db, node.client)).toBe(status.head.height)
  expect(await tableDigest(db)).toEqual(projected)
  expect([
    ...(await sql`select organisation_id, entry, account, amount from settlement_lines order by id`),
  ]).toEqual([...lines])
  for (let party = 0; party < PARTIES; party += 1) {
    const code = codeOf(party)
    const [row] = await sql<{ paid: bigint }[]>`
      select coalesce(sum(amount), 0)::bigint as paid from outputs where key_hash = ${addressOf(code)}`
    expect([code, BigInt(must(row, 'a sum').paid)]).toEqual([code, due.paid.get(code) ?? 0n])
  }
  for (const { batchId } of settled) {
    const written = await sql`select 1 from records where key = ${batchId.replaceAll('-', '')}`
    expect(written.length).toBe(1)
  }
  await close()
  node.kill('SIGTERM')
  expect(await node.ended).toBe(0)
  await server.stop()
})

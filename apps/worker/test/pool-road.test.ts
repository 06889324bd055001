import type { TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import {
  ballotDescriptor,
  castBallot,
  fromHex,
  nobleBallotSigner,
  registerBallotMember,
  sha256,
  toHex,
  utf8,
} from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { collectiveScript, inputDigest, type NamedOutput, VALUE } from '@vc/ledger'
import { LOAN_MARK, loanKey, loanPayments } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { accountOf, foundedChain, type JudgedChain, type Keys, keysOf, signByWallet } from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import type { ScriptedNode } from './scripted-node.ts'
import { readTransaction } from './worker-kit.ts'

const FEE = 100n
const POOL = 40_000n
const [operator, ann, ben, mei] = ['operator', 'ann', 'ben', 'mei'].map(keysOf) as [Keys, Keys, Keys, Keys]
const people = [ann, ben, mei]
/** Secrets of credentials, below the order of the curve. */
const secretOf = (i: number) => Uint8Array.of(0, ...sha256(utf8(`member ${i}`)).subarray(1))
const members = people.map(({ hash }, i) => registerBallotMember(secretOf(i), 1, hash, nobleBallotSigner))
const descriptor = must(ballotDescriptor(members, 2), 'two of three')

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let chain: JudgedChain
let browsers: ReadonlyMap<Keys, TestBrowser>
let collectiveId: string

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  browsers = new Map(
    await Promise.all(people.map(async (one) => [one, await accountOf(network, one)] as const)),
  )
  const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const pool = collectiveScript(sha256(descriptor))
  const founding = [
    sample(
      [],
      [
        ...[value(operator.script, 50_000n), value(pool, POOL), value(ben.script, 20_000n)],
        ...[value(mei.script, 20_000n)],
      ],
    ),
  ]
  ;({ node, deps, chain } = await foundedChain(network, founding, operator.secret))
  collectiveId = await registered()
}, 120_000)
afterAll(() => network?.stop())

const browserOf = (keys: Keys) => must(browsers.get(keys), 'a member')

/** The three as a collective, on the ledger. */
async function registered(): Promise<string> {
  const lines = members.map(({ key, possession, owner }, i) =>
    [`Member ${i}`, toHex(owner), toHex(key), 1, toHex(possession)].join(),
  )
  const text = ['name,owner,key,weight,possession', ...lines].join('\n')
  const file = { fileName: 'members.csv', content: Buffer.from(text).toString('base64'), name: 'Growers' }
  const { value } = await browserOf(ann).importFile('collectives.import', file)
  await chain.nextBlock()
  await chain.nextBlock()
  return (value as { collectiveId: string }).collectiveId
}

type Loan = { proposalId: string; state: string; owed: bigint; name: string | null; borrower: string }
type Loans = { rows: Loan[]; owed: bigint; overdue: bigint; repaid: bigint }
type Shown = { state: string; owed: bigint; repaid: bigint; isMine: boolean; parts: { state: string }[] }

const lent = async (by = ann) =>
  (await browserOf(by).ask('collectives.loans', { collectiveId })).value as Loans
const loanOf = async (proposalId: string, by = ben) =>
  (await browserOf(by).ask('collectives.loan', { proposalId })).value as Shown
const holds = async () =>
  ((await browserOf(ann).ask('collectives.show', { collectiveId })).value as { held: bigint }).held

const asks = (by: Keys, change: object = {}) =>
  browserOf(by).call('collectives.askLoan', {
    ...{ commandKey: crypto.randomUUID(), collectiveId, amount: 10_000n, price: 400n },
    ...{ due: node.height() + 2_000, purpose: 'Seed for the spring', days: 1, ...change },
  })

/** What is voted on, and the vote of a member over it. */
async function votes(proposalId: string, ...who: readonly number[]) {
  const { value } = await browserOf(ann).ask('collectives.proposal', { proposalId })
  const { transaction, named } = value as { transaction: string; named: { amount: string; script: string }[] }
  const outputs = named.map(({ amount, script, ...rest }) => ({
    ...(rest as Pick<NamedOutput, 'element' | 'layer'>),
    ...{ amount: BigInt(amount), script: fromHex(script) },
  }))
  const tx = readTransaction(transaction)
  const digest = inputDigest({ tx, named: outputs, network: network.deps().env.network }, 0)
  for (const i of who) {
    const signature = castBallot(descriptor, digest, secretOf(i), nobleBallotSigner)
    const key = toHex(must(members[i], 'a member').key)
    const vote = { proposalId, key, signatures: [toHex(signature)] }
    expect((await browserOf(ann).call('collectives.vote', vote)).code).toBe('ok')
  }
  return tx
}

async function repays(by: Keys, proposalId: string, amount: bigint) {
  const asked = { commandKey: crypto.randomUUID(), proposalId, amount }
  const drafted = await browserOf(by).call('collectives.repay', asked)
  if (drafted.code !== 'ok') return drafted.code
  const again = await browserOf(by).call('collectives.repay', asked)
  expect(again.value).toEqual(drafted.value)
  const { actId } = drafted.value as { actId: string }
  expect(await signByWallet(browserOf(by), actId, by)).toMatchObject({ value: { status: 'submitted' } })
  return 'ok'
}

/** Value under a key by the tables of outputs, without the marks of loans. */
async function purse({ hash }: Keys): Promise<bigint> {
  const rows = await deps.db
    .select()
    .from(schema.outputs)
    .where(eq(schema.outputs.keyHash, toHex(hash)))
  return rows
    .filter(({ spentHeight, standard }) => spentHeight === null && standard === 'key-hash')
    .reduce((sum, { amount }) => sum + amount, 0n)
}

test('a pool lends to a member after a vote: its balance and what the member owes both change', async () => {
  expect((await asks(ben, { due: node.height() + 5 })).code).toBe('loan-due')
  expect((await asks(ben, { price: 10_001n })).code).toBe('loan-price')
  expect((await asks(ben, { amount: POOL })).code).toBe('collective-short')
  const { proposalId } = (await asks(ben)).value as { proposalId: string }
  expect(await lent()).toMatchObject({ owed: 0n, rows: [{ proposalId, state: 'open', name: 'Member 1' }] })
  expect(await repays(ben, proposalId, 100n)).toBe('loan-not-paid')

  const tx = await votes(proposalId, 0)
  await chain.nextBlock()
  expect(await holds()).toBe(POOL)
  await votes(proposalId, 2)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await holds()).toBe(POOL - 10_000n - LOAN_MARK - FEE)
  expect(await purse(ben)).toBe(30_000n)
  expect(await lent()).toMatchObject({ owed: 10_400n, overdue: 0n, rows: [{ state: 'owed', owed: 10_400n }] })
  expect(await loanOf(proposalId, mei)).toMatchObject({ state: 'owed', isMine: false })

  // Whoever has the terms finds them in the bytes that were voted on, and no other ones.
  const [row] = await deps.db.select().from(schema.collectiveLoans)
  const { ledgerId } = (await browserOf(ann).ask('collectives.show', { collectiveId })).value as {
    ledgerId: string
  }
  const { borrower, amount, price, due } = must(row, 'a loan')
  const terms = { collective: ledgerId, borrower, amount, price, due, purpose: 'Seed for the spring' }
  const scripts = tx.outputs.slice(0, 2).map(({ script }) => toHex(script))
  const paid = (changed: object) =>
    loanPayments(loanKey(proposalId), { ...terms, ...changed }).map(({ to }) => toHex(to))
  expect(paid({})).toEqual(scripts)
  expect(paid({ price: price + 1n })).not.toEqual(scripts)
}, 60_000)

test('the member pays back in parts, never more than is owed, and the pool holds more than it lent', async () => {
  const [loan] = (await lent()).rows
  const { proposalId } = must(loan, 'a loan')
  const before = await holds()
  expect(await repays(mei, proposalId, 100n)).toBe('not-found')
  expect(await repays(ben, proposalId, 10_401n)).toBe('repayment-over-owed')
  expect(await repays(ben, proposalId, 4_000n)).toBe('ok')
  expect(await repays(ben, proposalId, 6_401n)).toBe('repayment-over-owed')
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await loanOf(proposalId)).toMatchObject({
    owed: 6_400n,
    repaid: 4_000n,
    isMine: true,
    state: 'owed',
  })
  expect(await holds()).toBe(before + 4_000n)
  expect(await repays(ben, proposalId, 6_400n)).toBe('ok')
  expect((await loanOf(proposalId)).parts.map(({ state }) => state)).toEqual(['final', 'on-its-way'])
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await loanOf(proposalId)).toMatchObject({ owed: 0n, repaid: 10_400n, state: 'repaid' })
  expect(await holds()).toBe(POOL - LOAN_MARK - FEE + 400n)
  expect(await repays(ben, proposalId, 1n)).toBe('repayment-over-owed')
}, 60_000)

test('what is late is overdue by the height of the ledger, and whoever is late is lent nothing more', async () => {
  const { parameters } = must(
    (await deps.db.select().from(schema.projectionCursor))[0],
    'the worker follows a chain',
  )
  const aDay = 86_400 / Number(parameters.blockInterval)
  const asked = await asks(ben, { due: node.height() + aDay + 1 })
  const { proposalId } = asked.value as { proposalId: string }
  await votes(proposalId, 0, 1)
  await chain.nextBlock()
  await chain.nextBlock()
  expect(await loanOf(proposalId)).toMatchObject({ state: 'owed', owed: 10_400n })
  // The height that the chain will have after a day of blocks, without making them all.
  const cursor = schema.projectionCursor
  await deps.db.update(cursor).set({ height: node.height() + aDay + 1 })
  expect(await loanOf(proposalId)).toMatchObject({ state: 'overdue', owed: 10_400n })
  expect(await lent()).toMatchObject({ overdue: 10_400n })
  const due = node.height() + 4 * aDay
  expect((await asks(ben, { due, amount: 100n, price: 0n })).code).toBe('loan-overdue')
  expect((await asks(ann, { due, amount: 100n, price: 0n })).code).toBe('ok')
  expect(await repays(ben, proposalId, 10_400n)).toBe('ok')
  await deps.db.update(cursor).set({ height: node.height() })
  await chain.nextBlock()
  expect(await loanOf(proposalId)).toMatchObject({ state: 'repaid' })
}, 60_000)

test('strangers see no loan, and tables filled anew from the blocks tell the same', async () => {
  const stranger = await accountOf(network, keysOf('stranger'))
  const before = await lent()
  const [loan] = before.rows
  const { proposalId } = must(loan, 'a loan')
  const asked = { commandKey: crypto.randomUUID(), proposalId, amount: 1n }
  expect((await stranger.ask('collectives.loans', { collectiveId })).code).toBe('not-found')
  expect((await stranger.ask('collectives.loan', { proposalId })).code).toBe('not-found')
  expect((await stranger.call('collectives.repay', asked)).code).toBe('not-found')
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
  expect(await lent()).toEqual(before)
})

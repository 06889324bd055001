import { hash160, sha256, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { keyHashScript, kOfNScript, recordScript, standardDebtScript } from '@vc/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
let regulator: TestBrowser
let holder: TestBrowser
const fill = (n: number, length = 32) => new Uint8Array(length).fill(n)
const id = (n: number) => toHex(fill(n))
const debtor = fill(9, 20)
const agent = fill(8, 20)
/** The foundation group's own credit, under two of its three keys. */
const group = kOfNScript(2, [fill(31), fill(32), fill(33)])
const source = { txid: id(6), height: 0, kind: 4, layer: 0 }

/** Height, index and id of four transactions: a grant, an authorisation, a passing on, a repayment; then a record. */
const grant = { height: 1, index: 0, txid: id(1), kind: 4, layer: 0 }
const given = { height: 2, index: 0, txid: id(2), kind: 1, layer: 1 }
const moved = { height: 3, index: 0, txid: id(3), kind: 0, layer: 2 }
const repaid = { height: 4, index: 0, txid: id(4), kind: 0, layer: 2 }
const written = { height: 4, index: 1, txid: id(5), kind: 3, layer: 2 }
const right = '00112233445566778899aabbccddeeff'

beforeAll(async () => {
  network = await startTestNetwork()
  regulator = (await network.enrolled('regulator')).browser
  holder = (await network.enrolled('holder')).browser
  await projectSample()
}, 120_000)
afterAll(() => network?.stop())

async function projectSample() {
  const { db } = network.database
  for (const tx of [grant, given, moved, repaid, written]) {
    const bytes = fill(tx.height, 40)
    const rest = { wtxid: tx.txid, bundle: id(0), fee: 0n, premium: 0n, lockTime: 0n, bytes }
    await db.insert(schema.transactions).values({ ...tx, ...rest })
  }
  for (const height of [1, 2, 3, 4]) {
    const facts = {
      hash: id(100 + height),
      prevHash: id(99 + height),
      time: 1_800_000_000,
      producerKey: id(7),
    }
    const rest = { stateHash: id(7), configurationId: id(7), size: 900, transactions: 1, fees: 0n }
    const sums = { circulatingValue: 0n, lockedValue: 0n, debt: 0n, creditReserve: 0n }
    await db.insert(schema.blocks).values({ height, ...facts, ...rest, ...sums })
  }
  const debt = { element: 2, amount: 500n, script: standardDebtScript(debtor, 90), standard: 'standard-debt' }
  const debtRow = { ...debt, keyHash: toHex(debtor), expiryHeight: 90, index: 0 }
  const agentRow = { script: keyHashScript(agent), standard: 'key-hash', keyHash: toHex(agent), index: 0 }
  const commitment = recordScript('nfr', fill(1, 16), fill(2, 8), keyHashScript(agent))
  const recordRow = { script: commitment, standard: 'record', keyHash: toHex(agent), element: 0, amount: 1n }
  const spentBy = (tx: typeof grant) => ({ spentBy: tx.txid, spentHeight: tx.height })
  const at = ({ txid, height, kind, layer }: typeof source) => ({ txid, kind, layer, createdHeight: height })
  await db.insert(schema.outputs).values([
    {
      ...at(source),
      index: 0,
      element: 1,
      amount: 9_000n,
      script: group,
      standard: 'k-of-n',
      ...spentBy(grant),
    },
    { ...at(grant), ...agentRow, element: 1, amount: 9_000n },
    { ...at(given), ...debtRow, ...spentBy(moved) },
    { ...at(moved), ...debtRow, ...spentBy(repaid) },
    { ...at(moved), ...recordRow, index: 1, ...spentBy(written) },
    { ...at(repaid), ...agentRow, element: 0, amount: 7n },
  ])
  const names = (tx: typeof grant, of: typeof source, reads: boolean, outputIndex = 0) => ({
    ...{ txid: tx.txid, index: 0, height: tx.height },
    ...{ outputTxid: of.txid, outputIndex, reads },
  })
  await db
    .insert(schema.inputs)
    .values([
      names(grant, source, false),
      names(given, grant, true),
      names(moved, given, false),
      names(repaid, moved, false),
      names(written, moved, false, 1),
    ])
  const { kind: _, layer: __, ...place } = written
  await db
    .insert(schema.records)
    .values({ ...place, table: 'nfr', key: right, value: fill(2, 8), newest: true })
  await db.insert(schema.projectionCursor).values({
    ...{ id: 1, network: id(7), height: 4, hash: id(104), headHeight: 4, justifiedHeight: 3, finalHeight: 2 },
    parameters: {},
  })
}

type Step = { role: string; txid: string; height: number }
const traced = async (txid: string) =>
  ((await regulator.ask('audit.traceDebt', { txid, index: 0 })).value as { steps: Step[] }).steps.map(
    ({ role, height }) => `${height} ${role}`,
  )

test('a debt is followed from the grant of credit to its repayment, wherever one begins', async () => {
  const whole = ['1 granted', '2 authorised', '3 moved', '4 cleared']
  expect(await traced(given.txid)).toEqual(whole)
  expect(await traced(moved.txid)).toEqual(whole)
})

test('the trace names the group by its k of n keys, the agent that it trusts and the user who owes (V-020)', async () => {
  type Named = { keyHash: string | null; script: string }
  type Whole = { role: string; named: Named[]; written: Named[] }
  const { value } = await regulator.ask('audit.traceDebt', { txid: given.txid, index: 0 })
  const [first, second] = (value as { steps: Whole[] }).steps
  expect(first?.named).toMatchObject([{ script: toHex(group), standard: 'k-of-n', keyHash: null }])
  expect(first?.written).toMatchObject([{ keyHash: toHex(agent) }])
  expect(second?.named).toMatchObject([{ keyHash: toHex(agent), reads: true }])
  expect(second?.written).toMatchObject([{ keyHash: toHex(debtor) }])
})

test('what is no debt is not traced as one', async () => {
  expect(await regulator.ask('audit.traceDebt', { txid: grant.txid, index: 0 })).toMatchObject({
    code: 'not-found',
  })
})

test('a right is followed from the id of its batch back to its commitment and what paid for it', async () => {
  const uuid = '00112233-4455-6677-8899-AABBCCDDEEFF'
  const { value } = await regulator.ask('audit.traceRight', { key: uuid })
  expect(value).toMatchObject({
    finalHeight: 2,
    steps: [
      { role: 'funded', txid: given.txid, height: 2 },
      { role: 'committed', txid: moved.txid, height: 3, record: null },
      {
        ...{ role: 'recorded', txid: written.txid, height: 4 },
        record: { table: 'nfr', key: right, txid: written.txid, value: '0202020202020202' },
        named: [{ txid: moved.txid, keyHash: toHex(agent), reads: false }],
      },
    ],
  })
  expect((await regulator.ask('audit.traceRight', { key: 'ffff' })).code).toBe('not-found')
})

test('rows are shown as they lie in the tables, a transaction by the digest of its bytes', async () => {
  const { value } = await regulator.ask('audit.rows', { from: 2, count: 2 })
  expect(value).toMatchObject({
    blocks: [{ height: 2 }, { height: 3 }],
    transactions: [{ height: 2, digest: toHex(sha256(fill(2, 40))) }, { height: 3 }],
    outputs: [{ txid: given.txid, amount: '500' }, { txid: moved.txid }, { txid: moved.txid }],
    records: [],
  })
})

test('only a regulator audits; the ledger is there for every member to read', async () => {
  for (const path of ['audit.standing', 'audit.debts']) {
    expect((await holder.ask(path)).code).toBe('not-allowed')
  }
  const { value } = await holder.ask('explorer.blocks', { count: 2 })
  expect(value).toMatchObject({ height: 4, finalHeight: 2, blocks: [{ height: 4 }, { height: 3 }] })
})

test('the explorer finds what an id names', async () => {
  const find = async (text: string) =>
    ((await holder.ask('explorer.search', { text })).value as { found: { kind: string }[] }).found
  expect(await find('3')).toEqual([{ kind: 'block', height: 3 }])
  expect(await find(id(103))).toEqual([{ kind: 'block', height: 3 }])
  expect(await find(id(2).toUpperCase())).toEqual([{ kind: 'transaction', txid: id(2) }])
  expect(await find(toHex(debtor))).toEqual([{ kind: 'account', keyHash: toHex(debtor) }])
  expect(await find(right)).toEqual([{ kind: 'record', table: 'nfr', key: right }])
  expect(await find(toHex(hash160(fill(1))))).toEqual([])
  expect(await find('no such thing')).toEqual([])
})

test('a transaction, an account and a record are told whole; what is not there is not found', async () => {
  expect((await holder.ask('explorer.transaction', { txid: given.txid })).value).toMatchObject({
    transaction: { height: 2, size: 40 },
    named: [{ txid: grant.txid, reads: true }],
    written: [{ amount: 500n, spentBy: moved.txid }],
    final: true,
  })
  expect((await holder.ask('explorer.account', { keyHash: toHex(agent) })).value).toMatchObject({
    unspent: [
      { layer: 0, element: 1, sum: 9_000n },
      { layer: 2, element: 0, sum: 7n },
    ],
  })
  expect((await holder.ask('explorer.block', { at: id(104) })).value).toMatchObject({
    isNewest: true,
    final: false,
    transactions: [{ index: 0 }, { index: 1 }],
  })
  expect((await holder.ask('explorer.block', { at: 77 })).code).toBe('not-found')
  expect((await holder.ask('explorer.transaction', { txid: id(77) })).code).toBe('not-found')
  expect((await holder.ask('explorer.record', { table: 'nfr', key: 'ff' })).code).toBe('not-found')
})

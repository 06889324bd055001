import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { blockHash, compareRows, decodeBlock, ledgerBook, openReplay } from '@vc/consensus'
import { nobleChecks, toHex } from '@vc/crypto'
import { shownRows, strayRows } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleChain } from '../../test/sample-chain.ts'
import { runCli } from '../run-cli.ts'

let database: TestDatabase
let server: Server
let chain: ReturnType<typeof sampleChain>
let environment: Record<string, string>

beforeAll(async () => {
  database = await startTestDatabase()
  chain = sampleChain(4)
  server = serve(chain)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  environment = { DATABASE_URL: database.url, NODE_URL: `http://127.0.0.1:${port}` }
})
afterAll(async () => {
  server?.close()
  await database?.stop()
})

/** The blocks of a real chain over the node's protocol. */
function serve(of: ReturnType<typeof sampleChain>): Server {
  const { maxBlockBytes } = of.configuration.parameters
  const blocks = of.blocks.map((bytes, height) => {
    const decoded = decodeBlock(bytes, maxBlockBytes)
    if (!decoded.ok) throw new Error('a block')
    const { header } = decoded.value
    const facts = { stateHash: toHex(header.stateHash), configurationId: toHex(header.configId) }
    return {
      height,
      hash: toHex(blockHash(header)),
      time: header.time,
      bytes: toHex(bytes),
      final: true,
      facts,
    }
  })
  const head = blocks[blocks.length - 1]
  const tip = { height: head?.height, hash: head?.hash }
  const status = {
    network: toHex(of.network),
    configurationId: head?.facts.configurationId,
    protocol: 1,
    parameters: {},
    genesisTime: 1_800_000_000,
    head: { ...tip, time: head?.time, stateHash: head?.facts.stateHash },
    justified: tip,
    final: tip,
    mempool: 0,
    totals: of.totals.map(String),
    backend: 'noble',
  }
  const answers: Record<string, (params: { from: number; count: number; at: number | string }) => unknown> = {
    status: () => status,
    blocks: ({ from, count }) => blocks.slice(from, from + count),
    block: ({ at }) => blocks.find(({ height, hash }) => height === at || hash === at) ?? null,
  }
  return createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const { id, method, params } = JSON.parse(body)
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method]?.(params) }))
  })
}

async function rebuild() {
  const said: string[] = []
  return { code: await runCli(['rebuild'], (line) => said.push(line), environment), said }
}

test('tables that were tampered with are as before after a rebuild', async () => {
  const first = await rebuild()
  expect(first.code).toBe(0)
  expect(first.said[0]).toBe('rebuilt up to block 4')
  expect(first.said.slice(1).map((line) => line.split(' ')[0])).toEqual([
    ...['blocks', 'transactions', 'inputs', 'outputs', 'records', 'certificate_parts'],
    ...['collective_versions', 'collective_seats', 'credit_reminders'],
  ])
  await database.db.execute(sql`update outputs set amount = amount + 1`)
  expect((await rebuild()).said).toEqual(first.said)
})

test('without a database or a node nothing is emptied', async () => {
  expect(await runCli(['rebuild'], () => {}, { VC_DATA_DIR: '/nowhere' })).toBe(2)
  expect(await runCli(['rebuild'], () => {}, { ...environment, DATABASE_URL: 'mysql://here' })).toBe(2)
  const silent = { ...environment, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }
  expect(await runCli(['rebuild'], () => {}, silent)).toBe(1)
  const away = { ...environment, NODE_URL: 'http://127.0.0.1:9' }
  expect(await runCli(['rebuild'], () => {}, away)).toBe(1)
  const [row] = await database.db.execute<{ n: number }>(sql`select count(*)::int n from blocks`)
  expect(row?.n).toBe(5)
})

/** What an auditor finds who judges the first `to` blocks again and compares them with the tables. */
async function differences(to: number) {
  const replay = openReplay({ configuration: chain.configuration, checks: nobleChecks, from: 2 })
  const book = ledgerBook()
  for (const bytes of chain.blocks.slice(0, to + 1)) {
    const step = replay.next(bytes)
    if (!step.ok) throw new Error(JSON.stringify(step.refusal))
    book.add(step.value)
  }
  const comparison = compareRows(book, { height: to, behind: to < 4 })
  comparison.show(await shownRows(database.db, { from: 0, to }))
  return comparison.differences()
}

test('an auditor finds nothing wrong with the tables, at the head or before it', async () => {
  expect((await rebuild()).code).toBe(0)
  expect(await differences(4)).toEqual([])
  expect(await differences(2)).toEqual([])
  expect(await strayRows(database.db, 4)).toBe(0)
})

test.each([
  ['outputs', 'amount = amount + 1'],
  ['outputs', `key_hash = '${'00'.repeat(20)}'`],
  ['outputs', 'spent_by = null, spent_height = null where spent_height is not null'],
  ['transactions', 'fee = fee + 1'],
  ['transactions', `bytes = '\\x00'`],
  ['records', `value = '\\x00'`],
  ['records', 'newest = false'],
  ['inputs', 'reads = not reads'],
  ['blocks', 'circulating_value = circulating_value + 1'],
])('a hand that writes in %s (%s) is found', async (table, change) => {
  await rebuild()
  await database.db.execute(sql.raw(`update ${table} set ${change}`))
  expect(await differences(4)).not.toEqual([])
})

test('rows that a hand takes away, or invents, are found', async () => {
  await rebuild()
  await database.db.execute(sql`delete from records`)
  expect((await differences(4)).map(({ table, field }) => `${table} ${field}`)).toContain('records row')
  await rebuild()
  await database.db.execute(sql`insert into blocks select 99, 'made up', prev_hash, time, producer_key, state_hash,
    configuration_id, size, transactions, fees, circulating_value, locked_value, debt, credit_reserve
    from blocks where height = 1`)
  expect(await strayRows(database.db, 4)).toBe(1)
})

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { blockHash, decodeBlock } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleChain } from '../../test/sample-chain.ts'
import { runCli } from '../run-cli.ts'

let database: TestDatabase
let server: Server
let environment: Record<string, string>

beforeAll(async () => {
  database = await startTestDatabase()
  server = serve(sampleChain(4))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  environment = { DATABASE_URL: database.url, NODE_URL: `http://127.0.0.1:${port}` }
})
afterAll(async () => {
  server?.close()
  await database?.stop()
})

/** The blocks of a real chain over the node's protocol. */
function serve(chain: ReturnType<typeof sampleChain>): Server {
  const { maxBlockBytes } = chain.configuration.parameters
  const blocks = chain.blocks.map((bytes, height) => {
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
    network: toHex(chain.network),
    configurationId: head?.facts.configurationId,
    protocol: 1,
    parameters: {},
    genesisTime: 1_800_000_000,
    head: { ...tip, time: head?.time, stateHash: head?.facts.stateHash },
    justified: tip,
    final: tip,
    mempool: 0,
    totals: chain.totals.map(String),
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
  expect(first.said).toHaveLength(6)
  await database.db.execute(sql`update outputs set amount = amount + 1`)
  expect((await rebuild()).said).toEqual(first.said)
})

test('without a database or a node nothing is emptied', async () => {
  expect(await runCli(['rebuild'], () => {}, {})).toBe(2)
  const away = { ...environment, NODE_URL: 'http://127.0.0.1:9' }
  expect(await runCli(['rebuild'], () => {}, away)).toBe(1)
  const [row] = await database.db.execute<{ n: number }>(sql`select count(*)::int n from blocks`)
  expect(row?.n).toBe(5)
})

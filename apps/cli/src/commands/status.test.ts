import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { runCli } from '../run-cli.ts'

const id = 'ab'.repeat(32)
const answer = {
  network: id,
  configurationId: id,
  protocol: 1,
  parameters: {},
  genesisTime: 1_800_000_000,
  head: { height: 12, hash: id, time: 1_800_000_060, stateHash: id },
  justified: { height: 10, hash: id },
  final: { height: 8, hash: id },
  mempool: 3,
  totals: ['0', '5', '0', '1', '0', '0', '700', '0', '20'],
  backend: 'noble',
}

async function status(environment: Record<string, string>) {
  const said: string[] = []
  const code = await runCli(['status'], (line) => said.push(line), environment)
  return { code, text: said.join('\n') }
}

test('a node that answers is told line by line', async () => {
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: answer })),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const { code, text } = await status({ NODE_URL: `http://127.0.0.1:${port}` })
  server.close()
  expect(code).toBe(0)
  expect(text).toContain('head           12')
  expect(text).toContain('value 700, credit 0, debt 20')
})

test('a node that does not answer is a failure, said', async () => {
  const { code, text } = await status({ NODE_URL: 'http://127.0.0.1:9' })
  expect(code).toBe(1)
  expect(text).toContain('node-unreachable')
  expect(text).toContain('npm start')
  expect((await status({ NODE_URL: 'over there' })).code).toBe(2)
})

test('a command that there is not shows those that there are', async () => {
  const said: string[] = []
  expect(await runCli(['audit'], (line) => said.push(line), {})).toBe(2)
  expect(said.join()).toContain('verify PACK')
  expect(said.join()).toContain('There is no command "audit"')
  expect(await runCli(['--help'], () => {}, {})).toBe(0)
  expect(await runCli(['verify', '--help'], () => {}, {})).toBe(0)
  expect(await runCli(['status', 'now'], () => {}, {})).toBe(2)
})

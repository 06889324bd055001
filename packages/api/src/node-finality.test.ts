import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openClient } from '@vc/client'
import { afterEach, expect, test } from 'vitest'
import { nodeFinality } from './node-finality.ts'
import { testClock } from './testing.ts'

const id = 'ab'.repeat(32)
const point = { height: 8, hash: id }
const status = {
  ...{ network: id, configurationId: id, protocol: 1, parameters: {}, genesisTime: 1_800_000_000 },
  head: { height: 12, hash: id, time: 1_800_000_060, stateHash: id },
  ...{ justified: point, final: point, mempool: 0, totals: Array(9).fill('0'), backend: 'noble' },
}
const finality = { seen: false, votersInReach: 2, voters: 4, quorum: 3, age: 9 }

let server: Server | undefined
afterEach(() => server?.close())

async function node(answer: (count: number) => object | undefined) {
  let count = 0
  server = createServer((_, response) => {
    count += 1
    const result = answer(count)
    if (result) response.end(JSON.stringify({ jsonrpc: '2.0', id: count, result }))
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { client: openClient(`http://127.0.0.1:${port}`), asked: () => count }
}

test('what the node says of finality is asked once a second, however many look', async () => {
  const { client, asked } = await node(() => ({ ...status, finality }))
  const clock = testClock()
  for (let reader = 0; reader < 20; reader += 1) {
    expect(await nodeFinality({ client, clock })).toEqual(finality)
  }
  expect(asked()).toBe(1)
  clock.advance(1_000)
  await nodeFinality({ client, clock })
  expect(asked()).toBe(2)
})

test('a node that answers nothing in time says nothing of finality', async () => {
  const { client } = await node(() => undefined)
  const begun = performance.now()
  expect(await nodeFinality({ client, clock: testClock() })).toBeNull()
  expect(performance.now() - begun).toBeLessThan(3_000)
  expect(await nodeFinality({ client: openClient('http://127.0.0.1:9'), clock: testClock() })).toBeNull()
})

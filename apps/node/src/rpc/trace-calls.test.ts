import { openClient } from '@vc/client'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { carried, startTracing, traced } from '@vc/trace'
import { collector } from '@vc/trace/testing'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { traceBlocks } from '../watch/trace-blocks.ts'
import { answerFor } from './answer.ts'
import { openRpcServer } from './server.ts'
import { tracedAnswer, withinTrace } from './trace-calls.ts'

it("a call is a span of its caller's trace, and a block is one with its judgement", async () => {
  const { endpoint, told, close } = await collector()
  const tracing = await startTracing({ endpoint, service: 'test' })
  const { checks } = await openSignatureChecks()
  const { genesis, configuration, keys } = found(forkNetwork)
  let seconds = forkNetwork.time
  const node = openNode({
    ...{ store: openMemoryStore(), genesis, configuration, backend: 'noble', checks, observe: traceBlocks },
    ...{ clock: { nowMs: () => seconds * 1_000 }, log: pino({ level: 'silent' }) },
    policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
    producer: { key: must(keys[0], 'a key'), signState: openSignFile(memoryPages()) },
  })
  for (const end = seconds + 30; seconds < end; seconds += 1) node.tick()
  const peers = () => ({ peers: [], voters: [], ailments: [], offences: 0 })
  const fail = (error: unknown) => {
    throw error
  }
  const answer = tracedAnswer(answerFor({ ...node.face, peers }, fail))
  const server = await openRpcServer({
    host: '127.0.0.1',
    port: 0,
    answer,
    within: withinTrace,
    onDefect: fail,
  })
  const client = openClient(`http://127.0.0.1:${server.port}`, { headers: carried })
  await traced('api', {}, () => client.status())
  await tracing?.stop()
  await server.close()
  close()
  const of = (name: string) => told.filter((span) => span.name === name)
  const [api, call] = [must(of('api')[0], 'a request'), must(of('node status')[0], 'a call')]
  expect(call).toMatchObject({ traceId: api.traceId, parentSpanId: api.spanId })
  const { height } = node.chain.head
  expect(height).toBeGreaterThan(3)
  expect([of('block produce').length, of('block import').length, of('block judge').length]).toEqual([
    height,
    height,
    height,
  ])
  expect(of('block judge')[0]?.parentSpanId).toBe(of('block import')[0]?.spanId)
})

import { carried, startTracing, traced } from '@vc/trace'
import { collector } from '@vc/trace/testing'
import { expect, it } from 'vitest'
import { tracedHandler } from './traced-handler.ts'

it('a job is a span of the trace that it was promised in, and what it asks of the node goes on in it', async () => {
  const { endpoint, told, close } = await collector()
  const tracing = await startTracing({ endpoint, service: 'test' })
  const along: Readonly<Record<string, string>>[] = []
  const run = async () => void along.push(carried())
  const handler = tracedHandler({ name: 'settle-batch', run })
  await traced('api', {}, async () => {
    along.push(carried())
  })
  const [{ traceparent: trace = '' } = {}] = along
  await handler.run({}, { trace })
  await handler.run({}, {})
  await tracing?.stop()
  close()
  const api = told.find(({ name }) => name === 'api')
  const [job, other] = told.filter(({ name }) => name === 'job settle-batch')
  expect(job).toMatchObject({ traceId: api?.traceId, parentSpanId: api?.spanId })
  expect(along[1]?.traceparent).toContain(job?.spanId)
  expect(other?.traceId).not.toBe(api?.traceId)
})

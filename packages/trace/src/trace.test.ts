import { afterEach, describe, expect, it } from 'vitest'
import { carried, continued, recordSpan, startTracing, traced } from './index.ts'
import { collector } from './testing.ts'

const closing: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function collected() {
  const found = await collector()
  closing.push(found.close)
  return found
}

describe('traces', () => {
  it('go to the collector, with what is done for a request in the trace that came along', async () => {
    const { endpoint, told, services } = await collected()
    const tracing = await startTracing({ endpoint, service: 'test' })
    let along: Readonly<Record<string, string>> = {}
    await traced('request', { path: '/' }, async () => {
      await Promise.resolve()
      along = carried()
    })
    await continued(along, () => traced('job', {}, async () => undefined))
    await expect(traced('broken', {}, () => Promise.reject(new Error('why')))).rejects.toThrow('why')
    const parts = [{ name: 'judge', from: 1_800_000_000_000, to: 1_800_000_000_004 }]
    recordSpan({
      name: 'import',
      from: 1_800_000_000_000,
      to: 1_800_000_000_009,
      attributes: { height: 7 },
      parts,
    })
    await tracing?.stop()
    const find = (name: string) => told.find((span) => span.name === name)
    expect(told.map(({ name }) => name).sort()).toEqual(['broken', 'import', 'job', 'judge', 'request'])
    expect([...services]).toEqual(['test'])
    expect(find('job')).toMatchObject({
      traceId: find('request')?.traceId,
      parentSpanId: find('request')?.spanId,
    })
    expect(find('judge')?.parentSpanId).toBe(find('import')?.spanId)
    expect(find('import')).toMatchObject({
      startTimeUnixNano: '1800000000000000000',
      endTimeUnixNano: '1800000000009000000',
    })
    expect(find('broken')).toMatchObject({ status: { code: 2 } })
  })

  it('are not made where no collector is named, and nothing travels then', async () => {
    expect(await startTracing({ endpoint: undefined, service: 'test' })).toBeUndefined()
    expect(await traced('request', {}, async () => carried())).toEqual({})
    expect(continued({ traceparent: 'no trace' }, () => carried())).toEqual({})
  })

  it('hold up nothing when the collector is silent or gone', async () => {
    const tracing = await startTracing({ endpoint: 'http://127.0.0.1:9', service: 'test' })
    expect(await traced('request', {}, async () => 7)).toBe(7)
    const before = performance.now()
    await tracing?.stop()
    expect(performance.now() - before).toBeLessThan(3_000)
  })
})

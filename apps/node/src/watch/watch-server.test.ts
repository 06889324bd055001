import { afterEach, describe, expect, it } from 'vitest'
import type { NodeFacts } from './node-facts.ts'
import { openWatchServer, type WatchServer } from './watch-server.ts'

const well: NodeFacts = {
  ...{ height: 100, head: 'ab', justified: 98, final: 96, headAge: 4, finalAge: 20, mempool: 3, peers: 3 },
  ...{ votersInReach: 4, voters: 4, quorum: 3, clockSkew: undefined, offences: 0 },
  ...{ isSynchronised: true, isConserved: true, isStopped: false, blockInterval: 10 },
  store: { bytes: 900, most: 1_000 },
}

describe('what watches a node', () => {
  let server: WatchServer | undefined
  afterEach(() => server?.close())
  const open = async (facts: () => NodeFacts) => {
    server = await openWatchServer({ host: '127.0.0.1', port: 0, facts })
    return `http://127.0.0.1:${server.port}`
  }

  it('is told that the node is well, and what ails it when it is not', async () => {
    let facts = well
    const url = await open(() => facts)
    expect((await fetch(`${url}/health`)).status).toBe(200)
    facts = { ...well, votersInReach: 1 }
    const ill = await fetch(`${url}/health`)
    expect(ill.status).toBe(503)
    expect(await ill.json()).toMatchObject({ ailments: ['no-finality'], facts: { votersInReach: 1 } })
    expect((await fetch(`${url}/live`)).status).toBe(200)
    expect((await fetch(`${url}/health`, { method: 'POST' })).status).toBe(404)
  })

  it('reads the numbers of the moment in the format of Prometheus', async () => {
    let height = 7
    const url = await open(() => ({ ...well, height }))
    const read = async () => (await fetch(`${url}/metrics`)).text()
    expect(await read()).toMatch(/^vc_head_height(\{[^}]*\})? 7/m)
    height = 8
    const text = await read()
    expect(text).toMatch(/^vc_head_height(\{[^}]*\})? 8/m)
    expect(text).toMatch(/^vc_store_bytes(\{[^}]*\})? 900/m)
    expect(text).toMatch(/^vc_store_limit_bytes(\{[^}]*\})? 1000/m)
    expect(text).toMatch(/^vc_voters_in_reach(\{[^}]*\})? 4/m)
    expect(text).not.toMatch(/^vc_clock_skew_seconds(\{[^}]*\})? \d/m)
  })
})

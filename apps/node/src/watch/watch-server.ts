import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { must } from '@vc/kernel'
import { judgeHealth } from './judge-health.ts'
import { openMetrics } from './metrics.ts'
import type { NodeFacts } from './node-facts.ts'

export type WatchServer = { readonly port: number; readonly close: () => Promise<void> }

/**
 * Reads only, and nothing that is secret: `GET /health` is 200 when nothing ails the node, else 503, with the reasons;
 * `GET /live` is 200 while the process turns; `GET /metrics` for Prometheus.
 */
export async function openWatchServer(of: {
  readonly host: string
  readonly port: number
  readonly facts: () => NodeFacts
}): Promise<WatchServer> {
  const metrics = openMetrics(of.facts)
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.method === 'GET' ? request.url : undefined
    if (path === '/metrics') return metrics.answer(request, response)
    if (path === '/live') return send(response, 200, { live: true })
    if (path !== '/health') return send(response, 404, {})
    const facts = of.facts()
    const ailments = judgeHealth(facts)
    send(response, ailments.length === 0 ? 200 : 503, { ailments, facts })
  }
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000, maxHeaderSize: 8_192 }, answer)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(of.port, of.host, resolve)
  })
  const { port } = must(server.address(), 'a listening server has an address') as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { port, close }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseJson } from '@vc/kernel'

/** A span as a collector is told of it. */
export type Told = {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
}
/** A collector of OTLP/HTTP: the world outside, for tests. */
export async function collector() {
  const told: Told[] = []
  const services = new Set<string>()
  const server = createServer(async (request, response) => {
    const body = parseJson(Buffer.concat(await request.toArray()).toString('utf8')) as {
      resourceSpans: {
        resource: { attributes: { key: string; value: { stringValue?: string } }[] }
        scopeSpans: { spans: Told[] }[]
      }[]
    }
    for (const { resource, scopeSpans } of body.resourceSpans) {
      services.add(resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '')
      for (const { spans } of scopeSpans) told.push(...spans)
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, told, services, close }
}

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { answering } from './answering.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** Somebody who answers everything with a status and says that it is `instance`. */
async function answers(instance: string, status: () => number) {
  server = createServer((_, response) => response.writeHead(status(), { 'x-instance': instance }).end('{}'))
  const at = server
  await new Promise<void>((done) => at.listen(0, '127.0.0.1', done))
  const { port: number } = at.address() as AddressInfo
  const port = { of: 'the portal', number, variable: 'PORTAL_PORT', host: '127.0.0.1' }
  return { origin: `http://127.0.0.1:${number}`, port, instance: 'ours', falls: () => 0 }
}

test('our own portal is waited for until it says that it can work', async () => {
  let asked = 0
  const place = await answers('ours', () => {
    asked += 1
    return asked < 3 ? 503 : 200
  })
  await answering(place)
  expect(asked).toBe(3)
})

test('another program that answers on the port is not taken for the portal', async () => {
  const place = await answers('', () => 200)
  await expect(answering({ ...place, patienceMs: 600 })).rejects.toThrow('is taken by another program')
  await expect(answering({ ...place, falls: () => 3 })).rejects.toThrow('PORTAL_PORT=')
})

test('a portal that ends again and again, or never answers, is given up with a sentence', async () => {
  const place = await answers('ours', () => 503)
  await expect(answering({ ...place, falls: () => 3 })).rejects.toThrow('ends again and again')
  await expect(answering({ ...place, patienceMs: 300 })).rejects.toThrow('did not get ready')
})

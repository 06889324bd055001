import { createServer } from 'node:net'
import { freePort } from '@vc/db/server'
import { expect, test } from 'vitest'
import { assertFree, type Port } from './ports.ts'

const portal = (number: number): Port => ({
  of: 'the portal',
  number,
  variable: 'PORTAL_PORT',
  host: '127.0.0.1',
})

async function holder(number: number) {
  const server = createServer()
  await new Promise<void>((done) => server.listen(number, '127.0.0.1', done))
  return server
}

test('a port that is taken is refused with its number, who wanted it, and the variable that changes it', async () => {
  const number = await freePort()
  const server = await holder(number)
  await expect(assertFree([portal(number)], 0)).rejects.toThrow(
    `Port ${number}, where the portal should answer, is taken by another program: end that program, or choose a free port, for example PORTAL_PORT=${number + 1} npm start.`,
  )
  server.close()
})

test('who is just leaving a port is waited for', async () => {
  const number = await freePort()
  const server = await holder(number)
  setTimeout(() => server.close(), 300)
  await assertFree([portal(number)], 10_000)
})

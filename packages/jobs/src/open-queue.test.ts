import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, type PostgresServer, startPostgres } from '@vc/db/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob, handle } from './define-job.ts'
import { openQueue, type Queue } from './open-queue.ts'

const REDIS = '/usr/bin/redis-server'
const hasRedis = existsSync(REDIS)
if (!hasRedis) console.warn('SKIPPED: the queue on Redis is not tested, there is no /usr/bin/redis-server')

const folder = mkdtempSync(join(tmpdir(), 'vc-jobs-'))
chmodSync(folder, 0o755)
let server: PostgresServer
let redis: ChildProcess | undefined
let redisUrl = ''

beforeAll(async () => {
  server = await startPostgres({ dataDir: join(folder, 'data'), port: 0 })
  if (!hasRedis) return
  const port = await freePort()
  redisUrl = `redis://127.0.0.1:${port}`
  const flags = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  redis = spawn(REDIS, [...flags, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' })
  await sleep(500)
})
afterAll(async () => {
  redis?.kill()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const greet = defineJob({
  name: 'test.greet',
  payload: z.object({ id: z.string().min(1) }),
  key: ({ id }) => `greet:${id}`,
})

async function until(holds: () => boolean) {
  for (let tries = 0; tries < 200 && !holds(); tries += 1) await sleep(50)
  expect(holds()).toBe(true)
}

describe.each([
  ['PostgreSQL', true],
  ['Redis', hasRedis],
] as const)('the queue on %s', (backend, present) => {
  const open = (name: string, errors: string[] = []): Queue =>
    openQueue({
      databaseUrl: server.url,
      redisUrl: backend === 'Redis' ? redisUrl : undefined,
      name,
      onError: (error) => errors.push(error.message),
    })

  test.skipIf(!present)(
    'does what was asked for, twice asked is once done, and a done key is free again',
    async () => {
      const queue = open('once')
      const seen: string[] = []
      await queue.enqueue(greet, { id: 'a' }, { outboxId: 'row-1' })
      await queue.enqueue(greet, { id: 'a' }, { outboxId: 'row-1' })
      await queue.enqueue(greet, { id: 'b' })
      const run = handle(greet, async ({ id }, { outboxId }) => {
        seen.push(`${id} ${outboxId}`)
      })
      const worked = queue.work([run], { concurrency: 2 })
      await until(() => seen.length === 2)
      expect([...seen].sort()).toEqual(['a row-1', 'b undefined'])
      await sleep(200)
      await queue.enqueue(greet, { id: 'a' })
      await until(() => seen.length === 3)
      await worked.close()
      await queue.close()
    },
  )

  test.skipIf(!present)('refuses a payload that breaks the schema before it gets in', async () => {
    const queue = open('schema')
    await expect(queue.enqueue(greet, { id: '' })).rejects.toThrow()
    await queue.close()
  })

  test.skipIf(!present)('tells the error of a job that fails and goes on', async () => {
    const errors: string[] = []
    const queue = open('fails', errors)
    const done: string[] = []
    const run = handle(greet, async ({ id }) => {
      if (id === 'bad') throw new Error('bad greeting')
      done.push(id)
    })
    const worked = queue.work([run], { concurrency: 1 })
    await queue.enqueue(greet, { id: 'bad' })
    await queue.enqueue(greet, { id: 'good' })
    await until(() => done.length === 1 && errors.includes('bad greeting'))
    await worked.close()
    await queue.close()
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { queueSubmission, schema } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { pays, sample } from '../test/sample-transactions.ts'
import { scriptedNode, serveNode } from '../test/scripted-node.ts'
import { rebuildProjections, tableDigest } from './rebuild.ts'

const MAIN = new URL('main.ts', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'vc-worker-'))
const node = scriptedNode()
let database: TestDatabase
let served: { url: string; close: () => void }
let child: ChildProcess | undefined

beforeAll(async () => {
  database = await startTestDatabase()
  served = await serveNode(node.client)
})
afterEach(() => {
  child?.kill('SIGKILL')
})
afterAll(async () => {
  served.close()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

function start(failpoints: string): Promise<number | null> {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    NODE_URL: served.url,
    WORKER_DATA_DIR: folder,
    WORKER_LOG_LEVEL: 'silent',
    FAILPOINTS: failpoints,
  }
  const started = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  child = started
  return new Promise((done) => started.once('exit', (code) => done(code)))
}

const genesis = sample(
  [],
  Array.from({ length: 8 }, () => pays('ann', 1000n)),
)
const state = async (id: string) => {
  const rows = await database.db.select().from(schema.submissions)
  return must(
    rows.find((row) => row.id === id),
    'the submission',
  ).state
}
/** A worker that others leave little of the machine needs half a minute to start. */
const until = (holds: () => Promise<boolean>) =>
  expect.poll(holds, { interval: 50, timeout: 90_000 }).toBe(true)

test('a worker that is killed at any point goes on, submits the same bytes and projects the same tables', async () => {
  node.mine([genesis])
  const points = [
    'outbox-after-enqueue',
    'submit-after-send',
    'job-after-done',
    'project-mid-block',
    'project-before-cursor',
  ]
  const ids: string[] = []
  for (const [i, point] of points.entries()) {
    const pay = sample([[genesis, i]], [pays('ben', 990n)])
    const subject = { kind: 'test', id: point }
    const id = await database.db.transaction((tx) => queueSubmission(tx, { transactions: [pay], subject }))
    ids.push(id)
    const miner = setInterval(() => node.pool().length > 0 && node.minePool(), 100)
    expect(await start(`${point}=kill`), point).toBe(null)
    const ended = start('')
    await until(async () => (await state(id)) === 'in-block')
    clearInterval(miner)
    child?.kill('SIGTERM')
    expect(await ended).toBe(0)
  }
  node.finalise(node.height())
  const ended = start('')
  await until(async () => (await Promise.all(ids.map(state))).every((one) => one === 'final'))
  child?.kill('SIGTERM')
  expect(await ended).toBe(0)
  const grown = await tableDigest(database.db)
  await rebuildProjections(database.db, node.client)
  expect(await tableDigest(database.db)).toEqual(grown)
  expect(new Set(node.submitted.map((list) => list.join())).size).toBe(points.length)
}, 360_000)

test('the operating key is made once and only its owner can read it', () => {
  const path = join(folder, 'operating.key')
  expect(readFileSync(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

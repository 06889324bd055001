import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enrolPerson, testBrowser, testClock, testDeps } from '@vc/api/testing'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstInvitation } from './first-invitation.ts'

let database: TestDatabase
const folder = mkdtempSync(join(tmpdir(), 'vc-invitation-'))
const file = join(folder, 'first-invitation')
beforeAll(async () => {
  database = await startTestDatabase()
}, 120_000)
afterAll(async () => {
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
})
const invitation = () => firstInvitation(database.url, 'http://localhost:3000', file)

test('each start gives the same link until somebody enrols with it; when its file is lost a new one works', async () => {
  const link = must(await invitation(), 'a link')
  expect(await invitation()).toBe(link)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  rmSync(file)
  const other = must(await invitation(), 'a link')
  expect(other).not.toBe(link)
  expect((await database.sql`select 1 from organisations`).length).toBe(1)
  const browser = testBrowser(testDeps(database.db, testClock(Date.now())))
  await enrolPerson(browser, must(other.split('/').at(-1), 'a token'), 'Ada')
  expect(await invitation()).toBeUndefined()
  expect(() => statSync(file)).toThrow()
})

import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiDeps } from '../context.ts'
import { foundOrganisation } from '../people/found-organisation.ts'
import { enrolPerson, TEST_ORIGIN, testBrowser, testClock, testDeps } from '../testing.ts'
import { handleRequest } from './handle-request.ts'

let database: TestDatabase
let deps: ApiDeps
let cookie: string | undefined

beforeAll(async () => {
  database = await startTestDatabase()
  deps = testDeps(database.db, testClock())
  const founding = { name: 'One', nameZh: '一', roles: ['issuer'] } as const
  const { token } = await foundOrganisation(database.db, deps, founding)
  const browser = testBrowser(deps)
  await enrolPerson(browser, token, 'Li Na')
  cookie = browser.cookie()
}, 120_000)
afterAll(() => database?.stop())

const good = { 'sec-fetch-site': 'same-origin', origin: TEST_ORIGIN, 'content-type': 'application/json' }
const logout = `${TEST_ORIGIN}/api/trpc/auth.logout`
async function send(headers: Record<string, string>, init: RequestInit = {}, url = logout) {
  const request = new Request(url, {
    method: 'POST',
    body: '{}',
    ...init,
    headers: { cookie: `__Host-sid=${cookie}`, ...headers },
  })
  return handleRequest(request, deps)
}
const sessions = async () => (await database.sql`select 1 from sessions`).length

describe('the request gate', () => {
  const forged: readonly [string, Record<string, string>, RequestInit?][] = [
    ['a form', { ...good, 'content-type': 'application/x-www-form-urlencoded' }],
    ['a multipart form', { ...good, 'content-type': 'multipart/form-data; boundary=x' }],
    ['plain text', { ...good, 'content-type': 'text/plain' }],
    ['plain text that claims JSON after it', { ...good, 'content-type': 'text/plain; application/json' }],
    ['an octet stream', { ...good, 'content-type': 'application/octet-stream' }],
    ['JSON of another origin', { ...good, origin: 'https://evil.example' }],
    ['JSON of the null origin', { ...good, origin: 'null' }],
    ['JSON of a sub-domain', { ...good, origin: 'http://a.localhost:3000' }],
    ['JSON of the same site, another origin', { ...good, 'sec-fetch-site': 'same-site' }],
    ['JSON across sites', { ...good, 'sec-fetch-site': 'cross-site' }],
    ['a post without fetch metadata', { origin: TEST_ORIGIN, 'content-type': 'application/json' }],
    ['a post without an origin', { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }],
    ['a method override', { ...good, 'x-http-method-override': 'POST' }],
    ['PUT', good, { method: 'PUT' }],
    ['DELETE', good, { method: 'DELETE' }],
    ['a mutation by GET', good, { method: 'GET', body: null }],
  ]
  test.each(forged)('%s changes nothing', async (_, headers, init) => {
    const before = await sessions()
    const response = await send(headers, init)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(await sessions()).toBe(before)
  })

  test('a body over 256 kB is refused, announced or not', async () => {
    const refused = await send(good, { body: 'x'.repeat(256 * 1024 + 1) })
    expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining('body-too-large')])
  })

  test('a file is refused as too large where it is, and not at the size of other bodies', async () => {
    const road = `${TEST_ORIGIN}/api/import/studio.bring`
    const larger = await send(good, { body: JSON.stringify({ json: 'x'.repeat(1024 * 1024) }) }, road)
    expect(await larger.text()).not.toContain('too-large')
    const refused = await send(good, { body: 'x'.repeat(44 * 1024 * 1024 + 1) }, road)
    expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining('file-too-large')])
  })

  test('eleven calls in one batch are refused', async () => {
    const url = `${TEST_ORIGIN}/api/trpc/${Array(11).fill('health').join(',')}?batch=1&input={}`
    const batch = (path: string) => send(good, { method: 'GET', body: null }, path)
    expect((await batch(url)).status).toBe(400)
    expect((await batch(url.replace('health,', ''))).status).toBe(200)
  })

  test('an error tells its code and request id, never a stack', async () => {
    const response = await send(good, {}, `${TEST_ORIGIN}/api/trpc/organisation.invite`)
    const text = await response.text()
    expect(text).not.toContain('stack')
    expect(text).toContain(response.headers.get('x-request-id'))
    expect(text).toContain('"not-allowed"'.replace('not-allowed', 'step-up-needed'))
  })

  test('two session cookies count as none', async () => {
    const url = `${TEST_ORIGIN}/api/trpc/auth.session.me`
    const me = async (header: string) =>
      (await send({ ...good, cookie: header }, { method: 'GET', body: null }, url)).text()
    expect(await me(`__Host-sid=${cookie}`)).toContain('issuer')
    expect(await me(`__Host-sid=${cookie}; __Host-sid=${cookie}`)).not.toContain('issuer')
  })

  test('the cookie is Secure, HttpOnly, SameSite=Strict, of the whole host; logout clears it', async () => {
    const response = await send(good)
    const line = response.headers.getSetCookie()[0]
    expect(line).toBe('__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('clear-site-data')).toBe('"storage"')
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEnv } from './env.ts'
import { pageFiles } from './page-files.ts'
import { serve } from './serve.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-verifier-'))
const settings = { network: '07'.repeat(32), decimals: 2, rpId: 'a"b&c', portals: ['https://portal.example'] }
let server: ReturnType<typeof serve>
let url = ''

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<head><meta name="vc-settings" content="" /></head>')
  writeFileSync(join(folder, 'assets', 'page.js'), 'void 0')
  server = serve(pageFiles(folder, settings))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the page comes with its settings, as text and not as markup', async () => {
  const page = await (await fetch(url)).text()
  expect(page).toContain('a\\&quot;b&amp;c')
  expect(page).not.toContain('a"b')
})

test('the page may speak to nobody, be framed by nobody, and runs its own script only', async () => {
  const { headers } = await fetch(url)
  const policy = headers.get('content-security-policy') ?? ''
  for (const rule of [
    `default-src 'none'`,
    `connect-src 'none'`,
    `frame-ancestors 'none'`,
    `script-src 'self'`,
  ])
    expect(policy).toContain(rule)
  expect(policy).not.toContain('unsafe')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none')
  expect(headers.get('cache-control')).toBe('no-store')
})

test('there is nothing else to ask for', async () => {
  expect((await fetch(`${url}/assets/page.js`)).headers.get('content-type')).toContain('text/javascript')
  expect((await fetch(`${url}/../package.json`)).status).toBe(404)
  expect((await fetch(`${url}/assets/%2e%2e/%2e%2e/package.json`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405)
})

test('a folder without the built page is told as such', () => {
  expect(() => pageFiles(join(folder, 'assets'), settings)).toThrow('build it first')
})

test('a portal is named by its exact origin', () => {
  const given = { VERIFIER_NETWORK_DIR: '/data', VERIFIER_PORTALS: 'https://a.example, https://b.example' }
  expect(readEnv(given).portals).toEqual(['https://a.example', 'https://b.example'])
  for (const wrong of ['', 'https://a.example/', 'https://a.example/en', '*'])
    expect(() => readEnv({ ...given, VERIFIER_PORTALS: wrong })).toThrow('VERIFIER_PORTALS')
})

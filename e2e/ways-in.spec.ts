import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import { portalOrigin, ports } from './place.ts'

// reliability.md S-04 and S-16: raw requests to the production server, without a browser's manners.

const always: readonly (readonly [name: string, value: RegExp])[] = [
  ['strict-transport-security', /^max-age=63072000; includeSubDomains; preload$/],
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^no-referrer$/],
  ['cross-origin-opener-policy', /^same-origin-allow-popups$/],
  ['cross-origin-embedder-policy', /^require-corp$/],
  ['cross-origin-resource-policy', /^same-origin$/],
  ['permissions-policy', /publickey-credentials-get=\(self\)/],
]

/** Sends exactly these bytes and gives all that comes back until the server closes. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(ports.portal, 'localhost')
    let answer = ''
    socket.setTimeout(10_000, () => socket.destroy())
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.once('close', () => resolve(answer))
    socket.once('error', reject)
    socket.write(request)
  })
}
const host = `Host: localhost:${ports.portal}\r\nConnection: close\r\n`
const get = (path: string, headers = '') => raw(`GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`)

test.describe('every answer carries the headers that keep others out', () => {
  const answers = [
    '/en/sign-in',
    '/en/overview',
    '/en/nowhere',
    '/api/trpc/health',
    '/api/nowhere',
    '/',
    '/icon.svg',
  ]
  for (const path of answers)
    test(path, async () => {
      const { headers } = await fetch(`${portalOrigin}${path}`, { redirect: 'manual' })
      for (const [name, value] of always) expect(headers.get(name) ?? '', name).toMatch(value)
      expect(headers.get('x-powered-by')).toBeNull()
    })

  test('a page runs only scripts with the nonce of its own answer', async () => {
    const policy = async () =>
      (await fetch(`${portalOrigin}/en/sign-in`)).headers.get('content-security-policy') ?? ''
    const [one, other] = [await policy(), await policy()]
    expect(one).toMatch(/script-src 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic'/)
    expect(one).toContain("default-src 'none'")
    expect(one).not.toContain('unsafe')
    expect(one).not.toBe(other)
  })

  test('what was built tells no sources', async () => {
    const page = await (await fetch(`${portalOrigin}/en/sign-in`)).text()
    const scripts = [...page.matchAll(/src="(\/_next\/static\/[^"]+\.js)"/g)].map(([, path]) => path)
    expect(scripts.length).toBeGreaterThan(0)
    for (const path of scripts)
      expect((await fetch(`${portalOrigin}${path}.map`)).status, `${path}.map`).toBe(404)
  })
})

test.describe('nobody comes in without a session', () => {
  const screens = ['overview', 'credit', 'rights', 'energy', 'settlement', 'audit', 'organisation', 'account']
  const forms: readonly (readonly [name: string, path: (screen: string) => string, headers?: string])[] = [
    ['the page', (screen) => `/en/${screen}`],
    ['the page in Chinese', (screen) => `/zh-CN/${screen}`],
    ['no language', (screen) => `/${screen}`],
    ['its server components', (screen) => `/en/${screen}?_rsc=1`, 'RSC: 1\r\n'],
    [
      'a prefetched segment',
      (screen) => `/en/${screen}?_rsc=1`,
      'RSC: 1\r\nNext-Router-Prefetch: 1\r\nNext-Router-Segment-Prefetch: /_tree\r\n',
    ],
    ['the suffix of server components', (screen) => `/en/${screen}.rsc`],
    ['page data', (screen) => `/_next/data/x/en/${screen}.json`, 'x-nextjs-data: 1\r\n'],
    [
      'middleware said to be done',
      (screen) => `/en/${screen}`,
      'x-middleware-subrequest: src/proxy:src/proxy:src/proxy:src/proxy:src/proxy\r\n',
    ],
    ['doubled slashes', (screen) => `//en//${screen}`],
    ['an encoded slash', (screen) => `/en%2f${screen}`],
    ['an encoded dot', (screen) => `/en/%2e/${screen}`],
    ['upper case', (screen) => `/EN/${screen.toUpperCase()}`],
    ['the whole address', (screen) => `${portalOrigin}/en/${screen}`],
    ['a forged session', (screen) => `/en/${screen}`, `Cookie: __Host-sid=${'A'.repeat(43)}\r\n`],
  ]
  for (const [name, path, headers] of forms)
    test(name, async () => {
      for (const screen of screens) {
        const answer = await get(path(screen), headers)
        // The frame of the screens behind sign-in names the active organisation and its role.
        expect(answer, screen).not.toContain('organisationName')
        expect(answer, screen).toMatch(/^HTTP\/1\.1 (2|3|4)\d\d /)
      }
    })

  test('a server action, which there is none, does nothing', async () => {
    const action = `Next-Action: ${'0'.repeat(42)}\r\nContent-Type: text/plain\r\nOrigin: ${portalOrigin}\r\n`
    const answer = await raw(`POST /en/sign-in HTTP/1.1\r\n${host}${action}Content-Length: 2\r\n\r\n[]`)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
  })

  test('an upgrade to another address is not followed', async () => {
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    const answer = await raw(
      `GET http://127.0.0.1:${ports.node}/ HTTP/1.1\r\nHost: 127.0.0.1:${ports.node}\r\n${upgrade}\r\n`,
    )
    expect(answer).not.toMatch(/^HTTP\/1\.1 101/)
  })
})

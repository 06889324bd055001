import { createServer, type Server } from 'node:http'
import type { PageFile } from './page-files.ts'

/** The page runs its own script and nothing else, and speaks to nobody: what it shows can come from nowhere but the bytes. */
const policy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `font-src 'self'`,
  `img-src data:`,
  `connect-src 'none'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types 'none'`,
].join('; ')

const off = [
  'camera',
  'display-capture',
  'geolocation',
  'hid',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
const keys = ['publickey-credentials-get=(self)', 'publickey-credentials-create=(self)']

/** Of every answer. The opener is the portal of another origin, so the page stays in its browsing context group. */
const headers = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'unsafe-none',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': [...off.map((name) => `${name}=()`), ...keys].join(', '),
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Serves the page from memory; everything else is not there. It takes no input but the path. */
export function serve(files: ReadonlyMap<string, PageFile>): Server {
  return createServer(({ method, url = '/' }, response) => {
    const isRead = method === 'GET' || method === 'HEAD'
    const file = files.get(url.split('?')[0] ?? '/')
    const status = isRead ? (file ? 200 : 404) : 405
    const found = status === 200 ? file : undefined
    const cache = found?.stays ? 'public, max-age=31536000, immutable' : 'no-store'
    const about = { 'content-type': found?.type ?? 'text/plain', 'cache-control': cache }
    response.writeHead(status, { ...headers, ...about })
    response.end(method === 'HEAD' ? undefined : (found?.body ?? ''))
  })
}

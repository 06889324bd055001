import { NextRequest, type NextResponse } from 'next/server'
import createMiddleware from 'next-intl/middleware'
import { routing } from './i18n/routing.ts'
import { PATH_HEADER } from './server/path-header.ts'

const chooseLanguage = createMiddleware(routing)
const development = process.env.NODE_ENV === 'development'

/** The content security policy of one answer (reliability.md 6.2). Only scripts with this nonce run. */
function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${development ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws:' : ''}`,
    `worker-src 'self' blob:`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `object-src 'none'`,
  ].join('; ')
}

/** Chooses the language and gives every page its own nonce; nothing behind it may be kept by a cache. */
export default function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)

  const response = chooseLanguage(new NextRequest(request, { headers }))
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'no-store')
  return response
}

/** Pages only: the API has its own gate, and files are the same for everybody. */
export const config = {
  // A lot's own name may have a point in it, as no page's name has.
  matcher: ['/((?!api/|_next/|.*\\..*).*)', '/01/:path*', '/(en|zh-CN)/01/:path*'],
}

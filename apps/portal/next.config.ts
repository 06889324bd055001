import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const repoRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Headers that hold for every answer, static files included (reliability.md 6.2); the CSP is in proxy.ts. */
const headers = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains; preload' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  // The verifier page is opened as a pop-up of another origin and answers to this one (docs/adr/0011).
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin-allow-popups' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value:
      'accelerometer=(), autoplay=(), display-capture=(), encrypted-media=(), fullscreen=(self), ' +
      'geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), ' +
      'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(self)',
  },
]

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: repoRoot,
  turbopack: { root: repoRoot },
  transpilePackages: [
    '@vc/acts',
    '@vc/admission',
    '@vc/api',
    '@vc/certificates',
    '@vc/client',
    '@vc/consensus',
    '@vc/crypto',
    '@vc/db',
    '@vc/jobs',
    '@vc/kernel',
    '@vc/ledger',
    '@vc/nfr',
    '@vc/settlement',
    '@vc/tabular',
    '@vc/trace',
    '@vc/ui',
  ],
  serverExternalPackages: [
    '@opentelemetry/sdk-trace',
    '@opentelemetry/exporter-trace-otlp-http',
    'postgres',
    'lmdb',
    'koffi',
    '@chainsafe/blst',
    'bullmq',
    'pg',
  ],
  // Types are checked by `npm run typecheck`; a start of the product does not wait for them again.
  typescript: { ignoreBuildErrors: true },
  // A build is made once for its sources: writing a cache beside it would take longer than it saves.
  experimental: { turbopackFileSystemCacheForBuild: false },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  headers: async () => [{ source: '/:path*', headers }],
}

export default createNextIntlPlugin('./src/i18n/request.ts')(config)

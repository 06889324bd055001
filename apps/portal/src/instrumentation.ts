import { startTracing } from '@vc/trace'

/** Called by Next.js once, before the first request: traces go to a collector where one is named. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT
  await startTracing({ endpoint, service: 'valuecyber-portal' })
}

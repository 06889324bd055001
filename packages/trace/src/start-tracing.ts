/** Ends tracing: what waits is sent. */
export type Tracing = { readonly stop: () => Promise<void> }

/**
 * Sends traces to an OTLP/HTTP collector (`endpoint` without `/v1/traces`). Without one nothing is loaded and nothing is
 * made: every other function of this package then does its work and no more.
 */
export async function startTracing(of: {
  readonly endpoint: string | undefined
  /** What the spans are said to come from. */
  readonly service: string
}): Promise<Tracing | undefined> {
  const { endpoint, service } = of
  if (endpoint === undefined || endpoint === '') return undefined
  const { openExporter } = await import('./open-exporter.ts')
  return openExporter({ endpoint, service })
}

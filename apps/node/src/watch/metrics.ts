import type { IncomingMessage, ServerResponse } from 'node:http'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { NodeFacts } from './node-facts.ts'

type Gauge = readonly [name: string, description: string, read: (facts: NodeFacts) => number | undefined]

const truth = (is: boolean) => (is ? 1 : 0)

const gauges: readonly Gauge[] = [
  ['vc_head_height', 'Height of the head', ({ height }) => height],
  ['vc_justified_height', 'Height of the newest justified checkpoint', ({ justified }) => justified],
  ['vc_final_height', 'Height of the newest final block', ({ final }) => final],
  ['vc_head_age_seconds', "Seconds since the head's slot", ({ headAge }) => headAge],
  ['vc_final_age_seconds', 'Seconds since the slot of the newest final block', ({ finalAge }) => finalAge],
  ['vc_mempool_transactions', 'Transactions that wait', ({ mempool }) => mempool],
  ['vc_peers', 'Peers connected and greeted', ({ peers }) => peers],
  ['vc_voters', 'Voters of the head', ({ voters }) => voters],
  ['vc_voters_in_reach', 'Voters heard of in the last seconds, this node included', (f) => f.votersInReach],
  ['vc_voters_quorum', 'Voters that make a checkpoint justified', ({ quorum }) => quorum],
  ['vc_clock_skew_seconds', "This node's clock before the median of its peers", ({ clockSkew }) => clockSkew],
  ['vc_peer_offences', 'Wrongs of peers since the start', ({ offences }) => offences],
  ['vc_synchronised', '1 when the head is as young as it should be', (f) => truth(f.isSynchronised)],
  [
    'vc_conserved',
    '1 while value minus debt plus carry is what genesis began with',
    (f) => truth(f.isConserved),
  ],
  ['vc_store_bytes', "Size of the chain's file", ({ store }) => store.bytes],
  ['vc_store_limit_bytes', 'Size at which the node stops', ({ store }) => store.most],
  ['vc_resident_bytes', 'Memory of the process', () => process.memoryUsage.rss()],
]

export type Metrics = { readonly answer: (request: IncomingMessage, response: ServerResponse) => void }

/** The node's numbers in the format of Prometheus, read when they are asked for. */
export function openMetrics(facts: () => NodeFacts): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const meter = new MeterProvider({ readers: [exporter] }).getMeter('valuecyber-node')
  const made = gauges.map(([name, description, read]) => ({
    gauge: meter.createObservableGauge(name, { description }),
    read,
  }))
  meter.addBatchObservableCallback(
    (result) => {
      const now = facts()
      for (const { gauge, read } of made) {
        const value = read(now)
        if (value !== undefined) result.observe(gauge, value)
      }
    },
    made.map(({ gauge }) => gauge),
  )
  return { answer: (request, response) => exporter.getMetricsRequestHandler(request, response) }
}

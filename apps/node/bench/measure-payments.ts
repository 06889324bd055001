import { must } from '@vc/kernel'
import type { NodeProcess } from '../test/node-process.ts'
import type { Payment } from './four-nodes.ts'
import { type Case, print, quantile } from './measure.ts'
import { type Observed, observe } from './observe-final.ts'
import { type Offered, offer } from './offer.ts'
import { processorMs } from './processor-time.ts'

/** A generator whose payments leave later than this does not offer what it says. */
const MOST_LAG_MS = 250
/** Payments of blocks that became final together are seen within this. */
const SAME_BLOCK_MS = 1_000
/** What has not become final after this is a failure, and counts with this latency; so does what was refused or not answered. */
const PATIENCE_MS = 60_000
/** Of what was offered, so much must become final for a rate to be carried. */
const CARRIED = 0.99

/** The measurement and the name of its case. */
type What = { readonly bench: string; readonly name: string }

/**
 * Offers payments at a rate a second until all that were accepted are final, and prints what came of it: final payments a
 * second, times into a block and to final, processor time. True when the rate was carried; false also when the generator
 * could not keep its pace, which measures nothing.
 */
export async function measurePayments(
  what: What,
  of: {
    readonly rate: number
    readonly payments: readonly Payment[]
    readonly nodes: readonly NodeProcess[]
    /** Absent: what a generator may be late without being refused. */
    readonly mostLagMs?: number
  },
): Promise<boolean> {
  const { rate, payments, nodes, mostLagMs = MOST_LAG_MS } = of
  const watcher = await observe(must(nodes[0], 'a node').client)
  const pids = [process.pid, ...nodes.map(({ pid }) => pid)]
  const before = pids.map(processorMs)
  const offered = await offer(rate, payments, nodes)
  const observed = await watcher.until(new Set(offered.accepted.keys()), PATIENCE_MS)
  const spent = pids.map((pid, at) => processorMs(pid) - (before[at] ?? Number.NaN))
  const isSaturated = offered.lagMs > mostLagMs
  if (isSaturated) refuse(what, offered)
  const isCarried = !isSaturated && report(what, payments.length, offered, observed)
  reportProcessor(what, offered.accepted.size, spent)
  return isCarried
}

const caseOf = ({ bench, name }: What, part: string, unit: Case['unit']): Case => ({
  ...{ bench, case: `${name}: ${part}`, unit, backend: 'four nodes', runs: 1 },
})

/** What a payment cost, whatever else the machine did: processor time of the generator and of each node. */
function reportProcessor(what: What, payments: number, spent: readonly number[]): void {
  const [generator = 0, ...nodes] = spent.map((ms) => Math.round((1_000 * ms) / payments))
  const sum = nodes.reduce((all, one) => all + one, generator)
  print(caseOf(what, 'processor', 'us'), sum, { generator, nodes })
}

function refuse({ bench, name }: What, { lagMs }: Offered): void {
  const line = { bench, case: name, refused: 'generator saturated', lagMs: Math.round(lagMs) }
  console.log(JSON.stringify(line))
}

function report(what: What, count: number, offered: Offered, observed: Observed): boolean {
  printFlow(what, observed)
  const done = printFinal(what, count, offered, observed)
  printLatencies(what, count, offered, observed)
  return done >= CARRIED * count
}

/** Payments that became final after the first ones did, by the time that took: without the wait before them. */
function printFlow(what: What, { final }: Observed): void {
  const times = [...final.values()].sort((a, b) => a - b)
  const [first = Number.NaN, last = Number.NaN] = [times[0], times.at(-1)]
  const after = times.filter((time) => time > first + SAME_BLOCK_MS).length
  print(caseOf(what, 'final payments once they come', 'per-second'), (after * 1_000) / (last - first))
}

/** All of them from the first that was due to the last that was final; gives how many. */
function printFinal(
  what: What,
  count: number,
  { accepted, refused, lagMs }: Offered,
  { final }: Observed,
): number {
  const done = [...accepted.keys()].filter((txid) => final.has(txid)).length
  // Of more values than a call takes.
  const first = [...accepted.values()].reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const last = [...final.values()].reduce((most, at) => Math.max(most, at), first)
  const facts = { refused, notFinal: accepted.size - done, generatorLagMs: Math.round(lagMs) }
  const perSecond = (done * 1_000) / (last - first)
  print(caseOf(what, 'final payments', 'per-second'), perSecond, { offered: count, ...facts })
  return done
}

/** In the middle and at the end, failures among them. */
function printLatencies(what: What, count: number, { accepted }: Offered, observed: Observed): void {
  const failures = new Array<number>(count - accepted.size).fill(PATIENCE_MS)
  const latencies = (seen: ReadonlyMap<string, number>) => [
    ...[...accepted].map(([txid, due]) => (seen.get(txid) ?? due + PATIENCE_MS) - due),
    ...failures,
  ]
  const parts = { 'into a block': latencies(observed.included), 'to final': latencies(observed.final) }
  for (const [name, values] of Object.entries(parts)) {
    print(caseOf(what, `${name} p50`, 'ms'), quantile(values, 0.5))
    print(caseOf(what, `${name} p99`, 'ms'), quantile(values, 0.99))
  }
}

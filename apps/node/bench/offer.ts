import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeClient, SubmitAnswer } from '@vc/client'
import { must } from '@vc/kernel'
import type { NodeProcess } from '../test/node-process.ts'
import type { Payment } from './four-nodes.ts'
import { quantile } from './measure.ts'

/** How often the generator looks for what is due, and the most that one call holds. */
const TOGETHER_MS = 20
const MOST_TOGETHER = 500

/** What became of payments handed in. Times by performance.now(). */
export type Offered = {
  /** When each was due. */
  readonly accepted: ReadonlyMap<string, number>
  /** How many, by code. */
  readonly refused: Readonly<Record<string, number>>
  readonly lagMs: number
}

/**
 * Hands in what is due, however long the answers take. A node gets one call at a time with all that has come due since,
 * in its order, as an organisation's server hands it in; what waits here is late and counts as that.
 */
export async function offer(
  rate: number,
  payments: readonly Payment[],
  nodes: readonly NodeProcess[],
): Promise<Offered> {
  const accepted = new Map<string, number>()
  const refused: Record<string, number> = {}
  const lags: number[] = []
  const begun = performance.now()
  const dueAt = (at: number) => (at * 1_000) / rate
  const queues = nodes.map((node) =>
    handingIn(node.client, ({ txid, due }, answer) => {
      if (answer?.accepted) accepted.set(txid, begun + due)
      else count(refused, answer?.refusal.code ?? 'no-answer')
    }),
  )
  for (let at = 0; at < payments.length; ) {
    const now = performance.now() - begun
    for (; at < payments.length && dueAt(at) <= now; at += 1) {
      const payment = must(payments[at], 'a payment')
      lags.push(now - dueAt(at))
      queues[payment.node]?.add({ ...payment, due: dueAt(at) })
    }
    for (const { go } of queues) go()
    await sleep(TOGETHER_MS)
  }
  await Promise.all(queues.map(({ empty }) => empty()))
  return { accepted, refused, lagMs: quantile(lags, 0.99) }
}

type Due = Payment & { readonly due: number }

/** A queue before one node: one call at a time. */
function handingIn(client: NodeClient, answered: (payment: Due, answer: SubmitAnswer | undefined) => void) {
  let waiting: Due[] = []
  let calling = Promise.resolve()
  let isCalling = false
  const call = async () => {
    isCalling = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_TOGETHER)
      waiting = waiting.slice(MOST_TOGETHER)
      const answers = await client.submitMany(batch.map(({ hex }) => [hex])).catch(() => [])
      for (const [at, payment] of batch.entries()) answered(payment, answers[at])
    }
    isCalling = false
  }
  const go = () => {
    if (!isCalling) calling = call()
    return calling
  }
  return { add: (payment: Due) => waiting.push(payment), go, empty: go }
}

const count = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1
}

import { setTimeout as sleep } from 'node:timers/promises'
import { withFourNodes } from './four-nodes.ts'
import { measurePayments } from './measure-payments.ts'

/** Payments a second that four nodes on two cores carry with room to spare; ten times that is more than they can. */
const RATE = Number(process.env.BENCH_RATE ?? 1_000)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60)
/** After so long the former rate must be there again (reliability.md, R-17). */
const AFTER_MS = 30_000

/**
 * Overload passes: payments at a rate that is carried, then ten times as many, and after that the former rate again. What a
 * node keeps waiting is as much as anywhere (`NODE_MEMPOOL_TRANSACTIONS`); what is beyond is refused, and with it what spends it.
 */
export function benchOverload(): Promise<void> {
  return withFourNodes({ wallets: 3, env: {} }, async ({ nodes, wallet }) => {
    const [before, over, after] = [wallet(), wallet(), wallet()]
    const run = (name: string, rate: number, next: typeof before, mostLagMs?: number) =>
      measurePayments(
        { bench: 'overload', name },
        { rate, payments: next(rate * SECONDS), nodes, ...(mostLagMs && { mostLagMs }) },
      )
    await run('before', RATE, before)
    // As many as it can: that it is late with them changes nothing of what they are to nodes.
    await run('ten times as many', 10 * RATE, over, Number.POSITIVE_INFINITY)
    await sleep(AFTER_MS)
    await run('after', RATE, after)
  })
}

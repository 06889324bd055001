import { withFourNodes } from './four-nodes.ts'
import { measurePayments } from './measure-payments.ts'

/** Offered payments a second, one after the other; the run stops at the first that the network does not carry. */
const RATES = (process.env.BENCH_RATES ?? '500,1000,1500,2000,2500,3000').split(',').map(Number)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60)
/** What waits is measured, not refused. */
const env = { NODE_MEMPOOL_TRANSACTIONS: '200000', NODE_MEMPOOL_BYTES: '200000000' }

/**
 * Payments through four real nodes on this machine, an open loop at rising rates: final payments a second, and how long
 * one takes into a block and to final. Block limits are raised by the configuration. A run whose generator could not
 * keep its pace is refused.
 */
export function benchNetwork(): Promise<void> {
  return withFourNodes({ wallets: 1, env }, async ({ nodes, wallet }) => {
    const next = wallet()
    for (const rate of RATES) {
      const what = { bench: 'network', name: `${rate} offered` }
      if (!(await measurePayments(what, { rate, payments: next(rate * SECONDS), nodes }))) break
    }
  })
}

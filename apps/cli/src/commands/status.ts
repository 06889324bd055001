import { NodeCallError, openClient } from '@vc/client'
import type { Command } from '../run-cli.ts'

const layers = ['management', 'debt', 'circulation']

/** Where the node stands, as text. Code 1 when it does not answer. */
export const status: Command = async (_, out, { NODE_URL = 'http://127.0.0.1:4710' }) => {
  try {
    const { network, configurationId, head, justified, final, mempool, totals, backend } =
      await openClient(NODE_URL).status()
    out(`network        ${network}`)
    out(`configuration  ${configurationId}`)
    out(`head           ${head.height} ${head.hash} ${new Date(head.time * 1000).toISOString()}`)
    out(`justified      ${justified.height} ${justified.hash}`)
    out(`final          ${final.height} ${final.hash}`)
    out(`waiting        ${mempool}`)
    for (const [at, layer] of layers.entries()) {
      const [value, credit, debt] = totals.slice(3 * at, 3 * at + 3)
      out(`${layer.padEnd(14)} value ${value}, credit ${credit}, debt ${debt} (smallest units)`)
    }
    out(`signatures by  ${backend}`)
    return 0
  } catch (error) {
    if (!(error instanceof NodeCallError)) throw error
    out(`FAILED: ${error.code} ${JSON.stringify(error.facts)}`)
    return 1
  }
}

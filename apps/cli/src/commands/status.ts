import { nodeClientOf } from '../node-client.ts'
import { nodeUrlOf, sayNodeFailure } from '../node-failure.ts'
import type { Command } from '../run-cli.ts'

const layers = ['management', 'debt', 'circulation']

/** Where the node stands, as text. Code 1 when it does not answer. */
export const status: Command = async (args, out, environment) => {
  if (args.length > 0) {
    out('Usage: vc status    (takes no arguments; NODE_URL says where the node answers)')
    return 2
  }
  const nodeUrl = nodeUrlOf(environment, out)
  if (nodeUrl === undefined) return 2
  try {
    const { network, configurationId, head, justified, final, mempool, totals, backend, joined, joining } =
      await nodeClientOf(nodeUrl, environment).status()
    if (joining) {
      const { headers, ofHeaders, chunks, ofChunks } = joining
      out(`network        ${network}`)
      out(
        `joining        from a snapshot: headers ${headers} of ${ofHeaders}, chunks ${chunks} of ${ofChunks}`,
      )
      return 1
    }
    out(`network        ${network}`)
    out(`configuration  ${configurationId}`)
    out(`head           ${head.height} ${head.hash} ${new Date(head.time * 1000).toISOString()}`)
    out(`state          ${head.stateHash}`)
    out(`justified      ${justified.height} ${justified.hash}`)
    out(`final          ${final.height} ${final.hash}`)
    out(
      joined
        ? `joined         from a snapshot of block ${joined.height} ${joined.hash}; what lies below was not checked here`
        : 'joined         from genesis; every block was checked here',
    )
    out(`waiting        ${mempool}`)
    for (const [at, layer] of layers.entries()) {
      const [value, credit, debt] = totals.slice(3 * at, 3 * at + 3)
      out(`${layer.padEnd(14)} value ${value}, credit ${credit}, debt ${debt} (smallest units)`)
    }
    out(`signatures by  ${backend}`)
    return 0
  } catch (error) {
    return sayNodeFailure(error, nodeUrl, out)
  }
}

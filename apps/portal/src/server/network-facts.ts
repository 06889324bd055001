import type { ApiEnv } from '@vc/api'
import type { NodeClient } from '@vc/client'
import { fromHex } from '@vc/crypto'
import { type Db, schema } from '@vc/db'
import { configurationOf } from '@vc/ledger'

export type NetworkFacts = Pick<ApiEnv, 'network' | 'configuration' | 'decimals'>
const FRESH_MS = 10_000

/**
 * Gives name and rules of the network as the node says them, asked again every ten seconds; while the node does not
 * answer, as it said them last.
 */
export function networkFacts(client: NodeClient, db: Db, nowMs: () => number): () => Promise<NetworkFacts> {
  let known: { readonly at: number; readonly facts: Promise<NetworkFacts> } | undefined
  return () => {
    if (known && nowMs() - known.at < FRESH_MS) return known.facts
    const before = known?.facts
    const facts = askNode(client).catch((error) => before ?? askTables(db, error))
    facts.catch(() => {
      known = undefined
    })
    known = { at: nowMs(), facts }
    return facts
  }
}

async function askNode(client: NodeClient): Promise<NetworkFacts> {
  const { network, parameters } = await client.status()
  return factsOf(network, parameters)
}

/** What the projection wrote down of the node. */
async function askTables(db: Db, cause: unknown): Promise<NetworkFacts> {
  const [row] = await db.select().from(schema.projectionCursor)
  if (!row) throw new Error('the node does not answer and has never been heard', { cause })
  return factsOf(row.network, row.parameters)
}

function factsOf(network: string, parameters: Record<string, unknown>): NetworkFacts {
  const { decimals } = parameters
  return {
    network: fromHex(network),
    configuration: configurationOf(parameters),
    decimals: typeof decimals === 'number' ? decimals : 2,
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeBlock, NodeClient } from '@vc/client'
import { decodeBlock } from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import { assert } from '@vc/kernel'
import { txidOf } from '@vc/ledger'

/** When each transaction was first seen in a block, and when its block was final; by performance.now(). */
export type Observed = {
  readonly included: ReadonlyMap<string, number>
  readonly final: ReadonlyMap<string, number>
}

const LOOK_MS = 100
const LIMIT = 64_000_000

/** Looks at a node ten times a second from now on. */
export async function observe(client: NodeClient) {
  const included = new Map<string, number>()
  const final = new Map<string, number>()
  const blocks = new Map<string, readonly string[]>()
  const { head, final: first } = await client.status()
  let [seen, finished] = [head.height, first.height]
  const txidsOf = ({ hash, bytes }: NodeBlock): readonly string[] => {
    const known = blocks.get(hash) ?? decoded(bytes)
    blocks.set(hash, known)
    return known
  }
  const read = async (from: number, to: number, into: Map<string, number>) => {
    for (let height = from; height <= to; ) {
      const found = await client.blocks({ from: height, count: Math.min(16, to - height + 1) })
      const now = performance.now()
      for (const block of found) for (const txid of txidsOf(block)) if (!into.has(txid)) into.set(txid, now)
      if (found.length === 0) return
      height += found.length
    }
  }
  const look = async () => {
    const status = await client.status()
    await read(Math.min(seen, status.head.height) + 1, status.head.height, included)
    seen = status.head.height
    await read(finished + 1, status.final.height, final)
    finished = status.final.height
  }
  let stopped = false
  const looking = (async () => {
    while (!stopped) {
      await look()
      await sleep(LOOK_MS)
    }
  })()
  return {
    /** Waits until all of these are final, or the time is over. */
    until: async (txids: ReadonlySet<string>, patienceMs: number): Promise<Observed> => {
      const end = performance.now() + patienceMs
      while (performance.now() < end && [...txids].some((txid) => !final.has(txid))) await sleep(LOOK_MS)
      stopped = true
      await looking
      return { included, final }
    },
  }
}

function decoded(bytes: string): readonly string[] {
  const block = decodeBlock(fromHex(bytes), LIMIT)
  assert(block.ok, 'a node gives whole blocks')
  return block.value.transactions.map((transaction) => toHex(txidOf(transaction)))
}

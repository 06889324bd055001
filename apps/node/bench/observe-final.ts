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

type Seen = { readonly height: number; readonly parent: string; readonly txids: readonly string[] }

const LOOK_MS = 100
const LIMIT = 64_000_000

/** Looks at a node ten times a second from now on; each block is fetched once. */
export async function observe(client: NodeClient) {
  const included = new Map<string, number>()
  const final = new Map<string, number>()
  const blocks = new Map<string, Seen>()
  const first = await client.status()
  const begin = first.final.height
  let finished = first.final.height
  /** Back to what was known before. */
  const learn = async (head: string) => {
    for (let hash = head; !blocks.has(hash); ) {
      const block = await client.block(hash)
      if (block === null) return // of a branch that has been left meanwhile
      const seen = read(block)
      blocks.set(hash, seen)
      note(included, seen)
      if (seen.height <= begin) return
      hash = seen.parent
    }
  }
  const finish = (hash: string, height: number) => {
    for (let at = blocks.get(hash); at && at.height > finished; at = blocks.get(at.parent)) note(final, at)
    finished = height
  }
  const look = async () => {
    const status = await client.status()
    await learn(status.head.hash)
    await learn(status.final.hash)
    finish(status.final.hash, status.final.height)
  }
  let stopped = false
  const looking = (async () => {
    while (!stopped) {
      await look()
      await sleep(LOOK_MS)
    }
  })()
  // Told to whoever waits for it.
  looking.catch(() => undefined)
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

function note(into: Map<string, number>, { txids }: Seen): void {
  const now = performance.now()
  for (const txid of txids) if (!into.has(txid)) into.set(txid, now)
}

function read({ height, bytes }: NodeBlock): Seen {
  const block = decodeBlock(fromHex(bytes), LIMIT)
  assert(block.ok, 'a node gives whole blocks')
  const { header, transactions } = block.value
  return { height, parent: toHex(header.prevHash), txids: transactions.map((one) => toHex(txidOf(one))) }
}

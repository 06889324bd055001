import { blockHash } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { assert, failpoint, must } from '@vc/kernel'
import type { Changes } from '@vc/ledger'
import { stateWrites } from '../storage/state-reader.ts'
import type { Chain } from './chain.ts'
import { blockWrites } from './chain-store.ts'
import { hashOf, pathFrom } from './state-at.ts'
import { undoHead } from './undo-head.ts'

/** Where the fork choice wants to be and the node does not go by itself (consensus.md 12, `maxReorgDepth`). */
export type Reluctance = { readonly wanted: string; readonly depth: number }

/**
 * Goes to the head that the fork choice finds from the justified checkpoint: back by undo sets to where the branches
 * part, then forward, each step one durable commit. Gives the way that it did not go because it is too long.
 */
export function followHead(chain: Chain): Reluctance | undefined {
  const { tree, finality, configuration } = chain
  const { versionWindow, maxReorgDepth } = configuration.parameters
  const root = toHex(finality.justified.hash)
  const wanted = tree.head(root, versionWindow)
  const common = tree.commonOf(wanted, toHex(chain.head.hash))
  const depth = chain.head.height - must(tree.find(common), 'a block of the tree').height
  if (depth > maxReorgDepth && tree.standsOn(common, root)) return { wanted, depth }
  while (toHex(chain.head.hash) !== common) undoHead(chain)
  for (const name of pathFrom(chain, common, wanted)) redo(chain, name)
  return undefined
}

/** Puts a block that was judged on this very state on the head. */
function redo(chain: Chain, name: string): void {
  const { changes, undo, txids } = must(chain.side.get(name), 'a side block has its changes')
  const hash = hashOf(name)
  const bytes = must(chain.blocks.bytesOf(hash), 'a valid block has its bytes')
  const header = must(chain.blocks.header(hash), 'a valid block has its header')
  applyToHead(chain, { header, bytes, txids, changes, undo })
  chain.side.delete(name)
}

/** Of so many blocks undo sets and transactions are at hand without reading them. */
const MOST_KEPT = 8

type Applied = Parameters<typeof blockWrites>[0] & { readonly changes: Changes }

/** One commit of block, state, undo set and head pointer; then the head moves. */
export function applyToHead(
  chain: Chain,
  block: Applied,
  more: Parameters<Chain['store']['commit']>[0] = [],
) {
  const { header, changes } = block
  assert(toHex(header.prevHash) === toHex(chain.head.hash), 'a block goes on its parent')
  failpoint('before-block-write')
  chain.store.commit([...stateWrites(changes), ...blockWrites(block), ...more])
  chain.state.moved(changes)
  failpoint('after-block-write')
  failpoint('before-head-switch')
  chain.head = { height: header.height, hash: blockHash(header), header }
  const name = toHex(chain.head.hash)
  keep(chain.undos, name, block.undo)
  chain.isOnlyPlaced &&= chain.placed.size < MOST_KEPT
  keep(chain.placed, name, { txids: block.txids, changes })
  chain.configurations.note(header)
  failpoint('after-head-switch')
}

function keep<T>(kept: Map<string, T>, name: string, one: T): void {
  kept.set(name, one)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
}

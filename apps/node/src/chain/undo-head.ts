import { type Block, decodeBlock } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { assert, failpoint, must } from '@vc/kernel'
import { type Changes, txidOf } from '@vc/ledger'
import { stateWrites } from '../storage/state-reader.ts'
import type { Chain } from './chain.ts'
import { unblockWrites } from './chain-store.ts'

/**
 * Takes the head off by its undo set in one commit: the state is then exactly its parent's, its transactions wait
 * again, and the block stays at hand beside the chain. Never below the final block.
 */
export function undoHead(chain: Chain): void {
  const { head, blocks, state } = chain
  assert(head.height > chain.tree.root.height, 'a final block is never undone')
  const undo = must(blocks.undoAt(head.height), 'each block has its undo set')
  const { transactions } = blockAt(chain, head.hash)
  const changes: Changes = new Map([...undo.keys()].map((key) => [key, state.get(key)]))
  const txids = transactions.map((transaction) => txidOf(transaction))
  failpoint('before-undo-write')
  chain.store.commit([
    ...stateWrites(undo),
    ...unblockWrites(head.header, txids),
    ...chain.giveBack(transactions),
  ])
  failpoint('after-undo-write')
  state.moved(undo)
  chain.placed.delete(toHex(head.hash))
  chain.isOnlyPlaced = false
  chain.side.set(toHex(head.hash), { changes, undo, txids })
  chain.head = must(blocks.head(), 'the parent is the head now')
}

/** A block at hand. */
export function blockAt({ blocks }: Chain, hash: Uint8Array): Block {
  return readStored(must(blocks.bytesOf(hash), 'a valid block has its bytes'))
}

/** A stored block: its own rules judged how large it may be, and not those that are in force by now. */
export function readStored(bytes: Uint8Array): Block {
  const decoded = decodeBlock(bytes, bytes.length)
  assert(decoded.ok, 'a stored block parses')
  return decoded.value
}

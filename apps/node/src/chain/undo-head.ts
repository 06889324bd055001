import { decodeBlock } from '@vc/consensus'
import { assert, must } from '@vc/kernel'
import { txidOf } from '@vc/ledger'
import { stateWrites } from '../storage/state-reader.ts'
import type { Chain } from './chain.ts'
import { unblockWrites } from './chain-store.ts'

/** Takes the head off by its undo set: the state is then exactly its parent's. Never below genesis. */
export function undoHead(chain: Chain): void {
  const { head, blocks, configuration } = chain
  assert(head.height > 0, 'genesis is never undone')
  const undo = must(blocks.undoAt(head.height), 'each block has its undo set')
  const bytes = must(blocks.bytesOf(head.hash), 'the head has its bytes')
  const decoded = decodeBlock(bytes, configuration.parameters.maxBlockBytes)
  assert(decoded.ok, 'a stored block parses')
  const txids = decoded.value.transactions.map((transaction) => txidOf(transaction))
  chain.store.commit([...stateWrites(undo), ...unblockWrites(head.header, txids)])
  chain.state.moved(undo)
  chain.head = must(blocks.head(), 'the parent is the head now')
}
